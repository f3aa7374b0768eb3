import { useEffect, useRef } from 'react'
import { answered, unanswered } from './connection.ts'
import { refresh } from './query.ts'

export interface Change {
  readonly type: string
  /** Absent where only the type may be told. */
  readonly id?: string
  readonly patientId?: string
}

interface Watcher {
  readonly types: readonly string[]
  told(change: Change | undefined): void
}

const watchers = new Set<Watcher>()
let source: EventSource | undefined
let openFor = ''
let timer: ReturnType<typeof setTimeout> | undefined
let failures = 0
const askAgainMs = 3000
/** The server has ended the session of the page: until somebody has logged in again it is no fault of the network. */
let ended = false

function wantedTypes(): string {
  return [...new Set([...watchers].flatMap((watcher) => watcher.types))].sort().join(',')
}

/** One connection for the page; opened again when the screens watch other types. */
function connectSoon(delay = 50): void {
  clearTimeout(timer)
  timer = setTimeout(connect, delay)
}

function connect(): void {
  const types = wantedTypes()
  if (source && types === openFor && source.readyState !== EventSource.CLOSED) return
  source?.close()
  source = undefined
  openFor = types
  if (!types) return
  source = new EventSource(`/api/live?types=${encodeURIComponent(types)}`)
  source.addEventListener('open', () => {
    const missed = failures > 0
    failures = 0
    ended = false
    answered()
    if (missed) tell(undefined)
  })
  source.addEventListener('change', (event) => tell(JSON.parse(String(event.data)) as Change))
  source.addEventListener('gap', () => tell(undefined))
  source.addEventListener('ended', () => {
    ended = true
  })
  source.addEventListener('error', () => {
    failures += 1
    source?.close()
    if (ended && navigator.onLine) return connectSoon(askAgainMs)
    if (failures > 2 || !navigator.onLine) unanswered()
    connectSoon(Math.min(30_000, 500 * 2 ** failures))
  })
}

/** Undefined: something was missed, so everything is read again. */
function tell(change: Change | undefined): void {
  for (const watcher of watchers) if (!change || watcher.types.includes(change.type)) watcher.told(change)
}

/** Reads `prefixes` again when a resource of one of the types changes anywhere. */
export function useLive(
  types: readonly string[],
  prefixes: readonly string[],
  onChange?: (change: Change | undefined) => void,
): void {
  const latest = useRef({ prefixes, onChange })
  latest.current = { prefixes, onChange }
  const wanted = types.join(',')
  useEffect(() => {
    let soon: ReturnType<typeof setTimeout> | undefined
    const watcher: Watcher = {
      types: wanted.split(','),
      told: (change) => {
        latest.current.onChange?.(change)
        clearTimeout(soon)
        soon = setTimeout(() => void refresh(...latest.current.prefixes), 80)
      },
    }
    watchers.add(watcher)
    connectSoon()
    return () => {
      clearTimeout(soon)
      watchers.delete(watcher)
      connectSoon(500)
    }
  }, [wanted])
}
