/**
 * What waits to go to the copy elsewhere, in two lanes, so that a base that takes hours there does not hold up the log of
 * the last seconds: live, what the keeper writes now; bulk, bases and what a comparison found missing.
 */
export type Lane = 'live' | 'bulk'

export interface Waiting {
  readonly act: 'put' | 'remove'
  /** Milliseconds since 1970. */
  readonly since: number
  readonly lane: Lane
}

/** By name, the oldest first. */
export type MirrorQueue = Map<string, Waiting>

export const isHead = (name: string): boolean => name.endsWith('/head')
const ofBase = (name: string) => /\/(packs|bases)\//.test(name)

export function laneOf(name: string): Lane {
  return ofBase(name) ? 'bulk' : 'live'
}

/** As it is now: what comes meanwhile waits for the next round, so that a round ends. */
export function entriesOf(queue: MirrorQueue, lane: Lane): readonly [string, Waiting][] {
  return [...queue].filter(([, waiting]) => waiting.lane === lane)
}

/** Log or documents of before that are not there: a head would speak of what is missing. */
export function hasBacklog(queue: MirrorQueue): boolean {
  return entriesOf(queue, 'bulk').some(([name]) => !ofBase(name) && !isHead(name))
}

/** A base speaks of documents that came before it in the other lane. */
export function waitsForDocuments(queue: MirrorQueue, name: string, { since }: Waiting): boolean {
  if (!/\/bases\//.test(name)) return false
  return entriesOf(queue, 'live').some(([other, waiting]) => other.startsWith('blobs/') && waiting.since <= since)
}
