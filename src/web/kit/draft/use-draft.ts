import { useCallback, useEffect, useRef, useState } from 'react'
import { type ApiError, toApiError } from '../net/api-error.ts'
import { useMe } from '../net/session.ts'
import {
  type KeptDraft,
  keep,
  readKept,
  readServer,
  removeDraft,
  type ServerDraft,
  sendDraft,
} from './draft-store.ts'

const everyMs = 2000

export interface DraftStatus {
  readonly kind: 'none' | 'device' | 'saved' | 'fault'
  readonly at?: string
  readonly error?: ApiError
}

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

const quiet: DraftStatus = { kind: 'none' }

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
  const [status, setStatus] = useState<DraftStatus>(quiet)
  const [conflict, setConflict] = useState<ServerDraft<T>>()
  const live = useRef({
    restore,
    value,
    ready: false,
    text: '',
    sent: '',
    version: undefined as number | undefined,
    sending: false,
  })
  live.current.restore = restore
  live.current.value = value

  const send = useCallback(async () => {
    const now = live.current
    const { text } = now
    if (!now.ready || now.sending || text === now.sent || text === '') return
    now.sending = true
    try {
      const saved = await sendDraft<T>(key, JSON.parse(text) as T, now.version)
      now.version = saved.version
      now.sent = text
      if (now.text === text) keepHere(user, key, text, saved.version, false)
      setStatus({ kind: 'saved', at: saved.updatedAt })
    } catch (thrown) {
      const error = toApiError(thrown)
      if (error.code === 'drafts.changedElsewhere') setConflict(await readServer<T>(key))
      else if (error.offline) setStatus({ kind: 'device', at: new Date().toISOString() })
      else setStatus({ kind: 'fault', at: new Date().toISOString(), error })
    } finally {
      now.sending = false
    }
  }, [key, user])

  // What was kept comes back when the screen opens.
  useEffect(() => {
    if (!enabled || !user) return
    let gone = false
    const now = live.current
    Object.assign(now, { ready: false, text: '', sent: '', version: undefined })
    const open = async () => {
      const here = readKept<T>(user, key)
      const there = await readServer<T>(key).catch(() => undefined)
      if (gone) return
      const chosen = chooseKept(here, there)
      now.version = there?.version
      now.text = chosen ? JSON.stringify(chosen.content) : JSON.stringify(now.value)
      now.sent = there && chosen === there ? now.text : chosen ? '' : now.text
      now.ready = true
      if (chosen) {
        setStatus({
          kind: there === chosen ? 'saved' : 'device',
          at: there === chosen ? there.updatedAt : (here?.changedAt ?? ''),
        })
        now.restore(chosen.content)
      }
    }
    void open()
    return () => {
      gone = true
    }
  }, [key, user, enabled])

  const text = JSON.stringify(value)
  useEffect(() => {
    const now = live.current
    if (!enabled || !now.ready || text === now.text || text === undefined) return
    now.text = text
    const kept = keepHere(user, key, text, now.version, true)
    setStatus((before) =>
      before.kind === 'saved' ? before : { kind: kept ? 'device' : 'none', at: new Date().toISOString() },
    )
  }, [text, enabled, key, user])

  useEffect(() => {
    if (!enabled) return
    const timer = setInterval(() => void send(), everyMs)
    return () => {
      clearInterval(timer)
      void send()
    }
  }, [send, enabled])

  return {
    status,
    conflict,
    saveNow: send,
    keepMine: () => {
      live.current.version = conflict?.version
      setConflict(undefined)
      void send()
    },
    takeTheirs: () => {
      if (!conflict) return
      Object.assign(live.current, {
        version: conflict.version,
        text: JSON.stringify(conflict.content),
        sent: JSON.stringify(conflict.content),
      })
      live.current.restore(conflict.content)
      setConflict(undefined)
    },
    clear: () => {
      Object.assign(live.current, {
        text: JSON.stringify(live.current.value),
        sent: JSON.stringify(live.current.value),
        version: undefined,
      })
      keep(user, key, undefined)
      setStatus(quiet)
      void removeDraft(key).catch(() => undefined)
    },
  }
}

function keepHere(
  user: string,
  key: string,
  text: string,
  version: number | undefined,
  waiting: boolean,
): boolean {
  const kept: KeptDraft<unknown> = {
    content: JSON.parse(text) as unknown,
    changedAt: new Date().toISOString(),
    waiting,
    ...(version === undefined ? {} : { version }),
  }
  return keep(user, key, kept)
}

/** The device's text when it was never sent or grew from the server's version, else the server's. */
export function chooseKept<T>(
  here: KeptDraft<T> | undefined,
  there: ServerDraft<T> | undefined,
): KeptDraft<T> | ServerDraft<T> | undefined {
  if (!here || !there) return here?.waiting ? here : there
  if (here.waiting && (here.version === there.version || here.changedAt > there.updatedAt)) return here
  return there
}
