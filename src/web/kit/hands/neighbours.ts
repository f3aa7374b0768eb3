import { useEffect } from 'react'
import { makeStore } from '../net/store.ts'

const listed = makeStore<{ paths: readonly string[] }>({ paths: [] })

/** The addresses of the list that is shown, in its order: its items know their neighbours afterwards. */
export function useListed(paths: readonly string[]): void {
  const text = paths.join('\n')
  useEffect(() => listed.set({ paths: text === '' ? [] : text.split('\n') }), [text])
}

/** What stands before and after an item in the list one came from; nothing for what is in no list. */
export function useNeighbours(path: string): { readonly previous?: string; readonly next?: string } {
  const { paths } = listed.use()
  const at = paths.indexOf(path)
  const [previous, next] = at < 0 ? [] : [paths[at - 1], paths[at + 1]]
  return { ...(previous ? { previous } : {}), ...(next ? { next } : {}) }
}
