import { setTimeout as sleep } from 'node:timers/promises'
import { backupErrors } from './errors.ts'
import {
  entriesOf,
  hasBacklog,
  isHead,
  type Lane,
  laneOf,
  type MirrorQueue,
  type Waiting,
  waitsForDocuments,
} from './mirror-queue.ts'
import type { ObjectStore } from './object-store.ts'
import { vaultFileName } from './vault.ts'
import { headName, parsePiece } from './wal-pieces.ts'

/** Keeps a second copy equal to the first. What is taken away here is not taken away there: expiry does that on its own. */
export interface Mirror {
  readonly where: string
  /** Objects that are here and not there yet. */
  readonly waiting: number
  /** Since when the oldest waits; milliseconds since 1970. */
  readonly waitingSince: number | undefined
  readonly fault: string | undefined
  /** How far the copy there goes. */
  readonly safeAt: number
  /** Says that an object was written here. */
  added(name: string): void
  removed(name: string): void
  /** Another process wrote here: compare both soon. */
  compare(): void
  /** Waits until nothing waits. */
  settled(seconds: number): Promise<void>
  stop(): Promise<void>
}

const longestPauseMs = 60_000
/** How often both are compared whole. */
const compareEveryMs = 600_000

/** Documents, then the log that speaks of them, then bases; objects that give others their meaning go last. */
function rank(name: string): number {
  if (isHead(name)) return 4
  if (/\/(bases\/|line$)/.test(name)) return 3
  if (/\/packs\//.test(name)) return 2
  return parsePiece(name) ? 1 : 0
}

/** Remembers, outside of both places, that a copy was begun. */
export interface FirstTime {
  isFirst(where: string): Promise<boolean>
  begun(where: string): Promise<void>
}

export function startMirror(
  here: ObjectStore,
  there: ObjectStore,
  line: () => { readonly id: string; readonly safeAt: number } | undefined,
  first: FirstTime,
): Mirror {
  const queue: MirrorQueue = new Map()
  const faults: { live?: string | undefined; bulk?: string | undefined } = {}
  let safeAt = 0
  let stopping = false
  /** The place is the one that it was, as far as the last comparison knows. */
  let trusted = false
  let comparedAt = Number.NEGATIVE_INFINITY
  const wake = new AbortController()

  const compare = async () => {
    trusted = false
    await sameVault(here, there, first)
    trusted = true
    const [ours, theirs] = await Promise.all([here.list(''), there.list('')])
    const sizes = new Map(theirs.map(({ name, size }) => [name, size]))
    const missing = ours.filter(({ name, size }) => sizes.get(name) !== size || isHead(name))
    const current = line()
    for (const { name } of missing.sort((a, b) => rank(a.name) - rank(b.name)))
      if (!queue.has(name)) {
        const lane = current && name === headName(current.id) ? 'live' : 'bulk'
        queue.set(name, { act: 'put', since: Date.now(), lane })
      }
    comparedAt = Date.now()
  }
  /** False when there was nothing to copy any more. */
  const one = async (name: string, { act }: Waiting): Promise<boolean> => {
    if (act === 'remove') {
      await there.remove(name)
      return true
    }
    const bytes = await here.get(name)
    if (bytes) await copy(name, bytes)
    return bytes !== undefined
  }
  const copy = async (name: string, bytes: Buffer) => {
    await there.put(name, bytes)
    const back = await there.get(name)
    if (!back?.equals(bytes)) throw backupErrors.damaged({ name, reason: 'did not come back as it was written' })
  }
  const done = (name: string, waiting: Waiting | undefined) => {
    if (queue.get(name) === waiting) queue.delete(name)
  }
  const bulkRound = async () => {
    if (!trusted || Date.now() - comparedAt > compareEveryMs) await compare()
    for (const [name, waiting] of entriesOf(queue, 'bulk')) {
      if (stopping) return
      if (queue.get(name) !== waiting || waitsForDocuments(queue, name, waiting)) continue
      await one(name, waiting)
      done(name, waiting)
    }
  }
  /** Whether all that waited in the live lane, but the head, is there now. */
  const liveEntries = async (headAt: string | undefined): Promise<boolean> => {
    let whole = !hasBacklog(queue)
    for (const [name, waiting] of entriesOf(queue, 'live')) {
      if (stopping) return false
      if (name === headAt) continue
      if (queue.get(name) !== waiting || !(await one(name, waiting))) whole = false
      done(name, waiting)
    }
    return whole
  }
  /** What a head speaks of waits before the head is read: it is there when the head comes, unless a piece went meanwhile. */
  const liveRound = async () => {
    const current = line()
    if (!trusted) return
    const headAt = current && headName(current.id)
    const waiting = headAt && queue.get(headAt)
    const head = waiting && (await here.get(headAt))
    const whole = await liveEntries(headAt)
    if (!current || !head || !whole) return
    await copy(headName(current.id), head)
    safeAt = current.safeAt
    done(headName(current.id), waiting)
  }
  const going = async (lane: Lane, round: () => Promise<void>) => {
    let pauseMs = 100
    while (!stopping) {
      try {
        await round()
        faults[lane] = undefined
        pauseMs = 100
      } catch (error) {
        faults[lane] = (error as Error).message
        pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      }
      await sleep(pauseMs, undefined, { signal: wake.signal }).catch(() => {})
    }
  }
  const running = Promise.all([going('bulk', bulkRound), going('live', liveRound)])
  const put = (name: string, act: Waiting['act']) => {
    const since = queue.get(name)?.since ?? Date.now()
    queue.delete(name) // to the end: what came before it goes before it
    queue.set(name, { act, since, lane: laneOf(name) })
  }
  return {
    where: there.where,
    get waiting() {
      return queue.size
    },
    get waitingSince() {
      return queue.values().next().value?.since
    },
    get fault() {
      return faults.bulk ?? faults.live
    },
    get safeAt() {
      return safeAt
    },
    added: (name) => put(name, 'put'),
    removed: (name) => put(name, 'remove'),
    compare() {
      comparedAt = Number.NEGATIVE_INFINITY
    },
    async settled(seconds) {
      const compared = comparedAt
      comparedAt = Number.NEGATIVE_INFINITY
      for (const end = Date.now() + seconds * 1000; queue.size > 0 || comparedAt < compared || comparedAt < 0; ) {
        if (Date.now() > end)
          throw backupErrors.copyBehind({
            where: there.where,
            waiting: queue.size,
            reason: faults.bulk ?? faults.live ?? '',
          })
        await sleep(50)
      }
    },
    async stop() {
      stopping = true
      wake.abort()
      await running
    },
  }
}

/** Two installations never share a place. */
async function sameVault(here: ObjectStore, there: ObjectStore, first: FirstTime): Promise<void> {
  const [ours, theirs] = await Promise.all([here.get(vaultFileName), there.get(vaultFileName)])
  if (ours && theirs && !ours.equals(theirs)) throw backupErrors.otherVault({ where: there.where })
  if (!ours || theirs) return
  // A share that is not mounted looks empty, and a copy on the wrong disk would look like one.
  if (!(await first.isFirst(there.where))) throw backupErrors.placeGone({ where: there.where })
  await there.put(vaultFileName, ours)
  await first.begun(there.where)
}

/** A store that tells what is written and taken away. */
export function watched(
  store: ObjectStore,
  tell: { added(name: string): void; removed(name: string): void },
): ObjectStore {
  return {
    ...store,
    async put(name, bytes) {
      await store.put(name, bytes)
      tell.added(name)
    },
    async remove(name) {
      await store.remove(name)
      tell.removed(name)
    },
  }
}
