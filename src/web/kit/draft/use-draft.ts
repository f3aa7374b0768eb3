import { useEffect, useState } from 'react'
import { useMe } from '../net/session.ts'
import { DraftKeeper, type DraftStatus } from './draft-keeper.ts'
import type { ServerDraft } from './draft-store.ts'

export interface Draft<T> {
  readonly status: DraftStatus
  /** Another device saved a newer text of the same person: both are shown, one is chosen. */
  readonly conflict: ServerDraft<T> | undefined
  /** Writes mine over the other. */
  keepMine(): void
  /** Takes the other into the screen. */
  takeTheirs(): void
  /** Sends at once: Ctrl S. */
  saveNow(): Promise<void>
  /** After the real save: the draft is gone from device and server. */
  clear(): void
}

interface DraftOptions {
  readonly enabled?: boolean
}

/**
 * Keeps `value` while it is being written: on this device at once, on the server every two seconds when it
 * changed. What is kept is handed to `restore` when the screen opens: after a killed tab, an ended session,
 * or at another computer.
 */
export function useDraft<T>(
  key: string,
  value: T,
  restore: (saved: T) => void,
  options: DraftOptions = {},
): Draft<T> {
  const { enabled = true } = options
  const user = useMe().id
  const [keeper] = useState(() => new DraftKeeper<T>())
  const [, draw] = useState(0)
  const text = JSON.stringify(value) ?? 'null'
  keeper.restore = restore

  useEffect(() => {
    if (!enabled || !user) return
    keeper.onChange = () => draw((count) => count + 1)
    void keeper.open(user, key)
    const timer = setInterval(() => void keeper.send(), 2000)
    return () => {
      clearInterval(timer)
      keeper.close()
    }
  }, [keeper, user, key, enabled])

  // biome-ignore lint/correctness/useExhaustiveDependencies: under another key or person the text counts as new
  useEffect(() => {
    if (enabled) keeper.write(text)
  }, [keeper, text, enabled, user, key])

  return {
    status: keeper.status,
    conflict: keeper.conflict,
    saveNow: () => keeper.send(),
    keepMine: () => keeper.keepMine(),
    takeTheirs: () => keeper.takeTheirs(),
    clear: () => keeper.clear(),
  }
}
