import { useEffect, useState } from 'react'
import { openDrafts } from '#web/kit/draft/draft-box.ts'

const againMs = 10_000

/**
 * True once the key of this person's drafts was asked for: screens read what was kept as they open, so it has to be there
 * before. When it could not be had they open all the same, and it is asked for again.
 */
export function useDraftsOpen(owner: string | undefined): boolean {
  const [asked, setAsked] = useState<string>()
  useEffect(() => {
    if (!owner) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let left = false
    const ask = () =>
      openDrafts(owner)
        .catch(() => {
          if (!left) timer = setTimeout(ask, againMs)
        })
        .finally(() => setAsked(owner))
    void ask()
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [owner])
  return asked === owner
}
