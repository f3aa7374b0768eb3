import type pg from 'pg'
import { type Lsn, parseLsn } from '../backup/lsn.ts'
import type { Db } from '../context.ts'

/** How the replica stands, as this process sees it. */
export interface ReplicaState {
  readonly kind: 'unknown' | 'well' | 'behind' | 'away' | 'not-a-replica' | 'another-database'
  /** Seconds by which it is behind the primary; with `away`, since when it does not answer. */
  readonly seconds: number
  /** Why it does not answer. */
  readonly reason: string
}

export interface ReplicaReads {
  readonly db: Db
  readonly pool: pg.Pool
}

/** A server that follows the primary and answers reads that may be a little old. */
export interface Replica {
  readonly place: string
  /** Its connections, when it has what this session wrote (`seen`) and is not too far behind. */
  readsSince(seen: Lsn | undefined): ReplicaReads | undefined
  /** A read on it failed: it gets no more until it was looked at again. */
  suspect(reason: string): void
  state(): ReplicaState
  /** Where the primary's log ends now: what a session that has just written must see. */
  written(): Promise<string>
  stop(): Promise<void>
}

export interface Following {
  readonly place: string
  readonly primary: pg.Pool
  readonly reads: ReplicaReads
  /** More than so many seconds behind the primary it answers nobody. */
  readonly mostSeconds: number
}

interface Reached {
  readonly lsn: Lsn
  readonly at: number
}

const everyMs = 500
/** Places of the primary's log that are remembered: longer than that behind is told as such. */
const mostPlaces = 1200

/** Looks at both servers twice a second; reads go to the replica as long as the last look was good. */
export function followReplica({ place, primary, reads, mostSeconds }: Following): Replica {
  const started = performance.now()
  let places: Reached[] = []
  let replayed: Lsn | undefined
  let kind: ReplicaState['kind'] = 'unknown'
  let reason = ''
  let since = started
  let systemId: string | undefined
  let stopped = false
  let looking = Promise.resolve()

  const become = (next: ReplicaState['kind'], why = '') => {
    if (next !== kind) since = performance.now()
    kind = next
    reason = why
  }
  /** Seconds since the primary was where the replica is now. */
  const behind = (): number => {
    const [missing] = places
    return missing ? (performance.now() - missing.at) / 1000 : 0
  }
  const noteLead = (lsn: Lsn) => {
    if (lsn > (places.at(-1)?.lsn ?? replayed ?? 0)) places.push({ lsn, at: performance.now() })
    if (places.length > mostPlaces) places.splice(1, 1)
  }
  async function look(): Promise<void> {
    const [lead, follow] = await Promise.allSettled([askPrimary(primary), askReplica(reads.pool)])
    if (lead.status === 'fulfilled') {
      systemId = lead.value.systemId
      noteLead(lead.value.lsn)
    }
    if (follow.status === 'rejected') return become('away', (follow.reason as Error).message)
    const { recovering, lsn, systemId: own } = follow.value
    if (!recovering) return become('not-a-replica')
    if (systemId !== undefined && own !== systemId) return become('another-database')
    replayed = lsn
    places = places.filter((one) => one.lsn > lsn)
    become(behind() > mostSeconds ? 'behind' : 'well')
  }
  const timer = setInterval(() => {
    looking = looking.then(() => (stopped ? undefined : look()))
  }, everyMs).unref()
  looking = look()
  return {
    place,
    readsSince(seen) {
      if (kind !== 'well' || replayed === undefined) return undefined
      return seen !== undefined && seen > replayed ? undefined : reads
    },
    suspect: (why) => become('away', why),
    state: () => ({
      kind,
      seconds: Math.round(kind === 'well' || kind === 'behind' ? behind() : (performance.now() - since) / 1000),
      reason,
    }),
    async written() {
      const asked = await primary
        .query<{ lsn: string }>('select pg_current_wal_insert_lsn()::text as lsn')
        .catch(() => undefined)
      return asked?.rows[0]?.lsn ?? never
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await looking
      await reads.db.destroy()
    },
  }
}

/** No replica ever gets there: who cannot be told how far the log went reads from the primary. */
const never = 'FFFFFFFF/FFFFFFFF'

const system = '(select system_identifier::text from pg_control_system()) as system'

async function askPrimary(primary: pg.Pool): Promise<{ readonly lsn: Lsn; readonly systemId: string }> {
  const { rows } = await primary.query<{ lsn: string; system: string }>(
    `select pg_current_wal_flush_lsn()::text as lsn, ${system}`,
  )
  return { lsn: parseLsn(rows[0]?.lsn ?? '0/0'), systemId: rows[0]?.system ?? '' }
}

async function askReplica(replica: pg.Pool) {
  const { rows } = await replica.query<{ recovering: boolean; lsn: string | null; system: string }>(
    `select pg_is_in_recovery() as recovering, pg_last_wal_replay_lsn()::text as lsn, ${system}`,
  )
  const [row] = rows
  return {
    recovering: row?.recovering === true,
    lsn: parseLsn(row?.lsn ?? '0/0'),
    systemId: row?.system ?? '',
  }
}
