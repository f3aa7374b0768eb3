/** What stands on a patient's timeline. */
export const eventKinds = ['visit', 'result', 'prescription', 'paper'] as const
export type EventKind = (typeof eventKinds)[number]

export interface Placed {
  readonly key: string
  readonly at: string
}

/** Instants of different offsets compare by time, not by text; a day alone counts from its beginning. */
export function instantMs(at: string): number {
  const ms = Date.parse(at.length === 10 ? `${at}T00:00:00+07:00` : at)
  return Number.isNaN(ms) ? 0 : ms
}

/** Newest first; at one instant by key, so that the order is total. */
export function newestFirst(a: Placed, b: Placed): number {
  return instantMs(b.at) - instantMs(a.at) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
}

export interface Cursor {
  readonly ms: number
  readonly key: string
}

export function writeCursor(of: Placed): string {
  return `${instantMs(of.at)}_${of.key}`
}

/** Reads a cursor; undefined when it is none. */
export function readCursor(text: string | undefined): Cursor | undefined {
  const parts = /^(-?\d{1,15})_(.{1,100})$/.exec(text ?? '')
  return parts ? { ms: Number(parts[1]), key: parts[2] ?? '' } : undefined
}

/** Whether an event stands after the cursor, that is, is older. */
export function isAfter(event: Placed, cursor: Cursor | undefined): boolean {
  if (!cursor) return true
  const ms = instantMs(event.at)
  return ms < cursor.ms || (ms === cursor.ms && event.key > cursor.key)
}

/** What one source gave: its events, and whether it holds older ones that were not asked for. */
export interface Given<T extends Placed> {
  readonly events: readonly T[]
  readonly more: boolean
}

/** The instant from which on every source is known whole; older events would hide what was not asked for. */
function knownFrom<T extends Placed>(sources: readonly Given<T>[]): number {
  const cut = sources.filter((one) => one.more && one.events.length > 0)
  return Math.max(
    Number.NEGATIVE_INFINITY,
    ...cut.map((one) => Math.min(...one.events.map((event) => instantMs(event.at)))),
  )
}

/** One page of events from several sources, and where the next begins. */
export function pageOf<T extends Placed>(
  sources: readonly Given<T>[],
  cursor: Cursor | undefined,
  size: number,
): { readonly events: T[]; readonly next?: string } {
  const from = knownFrom(sources)
  const rest = sources
    .flatMap((one) => one.events)
    .filter((one) => instantMs(one.at) >= from && isAfter(one, cursor))
    .sort(newestFirst)
  const page = rest.slice(0, size)
  const last = page.at(-1)
  const isEnd = rest.length <= size && !sources.some((one) => one.more)
  return isEnd || !last ? { events: page } : { events: page, next: writeCursor(last) }
}
