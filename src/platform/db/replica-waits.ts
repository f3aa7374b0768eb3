import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import { type DatabaseAddress, pool } from './connect.ts'
import { writablePlace } from './primary.ts'

/** What becomes of writes while a synchronous replica is away. */
type ReplicaWrites = Config['databaseReplicaWrites']

/** A commit of the primary waited for its replica in vain; the replica may lack what was written since. */
export interface Alone {
  readonly since: string
  readonly writes: ReplicaWrites
}

const fileOf = (dataDir: string) => join(resolve(dataDir), 'replica-alone')

/** Since when writes are without the replica; kept over restarts, until the replica has confirmed again. */
export function readAlone(dataDir: string): Alone | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as Alone
  } catch {
    return undefined
  }
}

export function forgetAlone(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true })
}

/** On a disk before the first write goes on: nobody promotes a replica that lacks it without being told. */
function noteAlone(dataDir: string, writes: ReplicaWrites): void {
  const alone: Alone = { since: new Date().toISOString(), writes }
  writeFileSync(fileOf(dataDir), JSON.stringify(alone), { flush: true })
}

export interface Waiting {
  readonly address: DatabaseAddress
  readonly config: Pick<Config, 'dataDir' | 'databaseReplicaWrites' | 'databaseReplicaPatienceSeconds'>
  readonly log: Logger
}

const everyMs = 500
const probeEveryMs = 2000
const ownCommit = `select pg_logical_emit_message(true, 'lanong', 'replica')`
const ourName = 'lanong'

/** Commits of this role that wait for the replica longer than some seconds. */
const waiting = `
  select pid from pg_stat_activity where wait_event = 'SyncRep' and application_name = '${ourName}'
    and usename = session_user and clock_timestamp() - state_change > make_interval(secs => $1)`

/**
 * A commit stays on the primary whether its wait is cancelled or its connection is ended. Cancelled it is answered as
 * done; ended it is answered as not done, and nobody queues for the connection.
 */
const release: Readonly<Record<ReplicaWrites, string>> = {
  'go-on': `select pg_cancel_backend(pid) from (${waiting}) w`,
  wait: `select pg_terminate_backend(pid) from (${waiting}) w`,
}

async function asksReplica(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ names: string }>(
    `select current_setting('synchronous_standby_names') as names`,
  )
  return rows[0]?.names !== ''
}

/** Lets nobody wait for a synchronous replica that is away for longer than the settings say. */
export function watchReplicaWaits({ address, config, log }: Waiting): { stop(): Promise<void> } {
  const { dataDir, databaseReplicaWrites: writes, databaseReplicaPatienceSeconds: patience } = config
  const asking = pool(address, 1)
  let probing = false
  let probeAt = 0
  let probe: pg.Client | undefined
  let stopped = false
  /** The replica confirms, so commits may wait for it again; so many were let go. */
  let rejoining = false
  let released = 0

  const letGo = async (seconds: number) => {
    const { rows } = await asking.query(release[writes], [seconds])
    released += rows.length
  }
  const look = async () => {
    // The file and nothing else says it: a promotion, or a person who gives the replica up, takes it away.
    if (readAlone(dataDir)) {
      await letGo(rejoining ? patience : 0)
      if (!probing && performance.now() >= probeAt) void quietly(confirm())
      return
    }
    const { rows } = await asking.query(waiting, [patience])
    if (rows.length === 0) return
    noteAlone(dataDir, writes)
    log.error({ seconds: patience, writes }, 'the replica does not confirm; writes do not wait for it any more')
    await letGo(0)
  }
  /**
   * Two commits that nobody lets go. When the replica has the first, it is back, and writes wait for it again; when it has
   * the second and no write was let go since, it has all of them.
   */
  async function confirm(): Promise<void> {
    probing = true
    try {
      const client = new pg.Client({ ...(await writablePlace(address)), application_name: 'lanong-probe' })
      client.on('error', () => {})
      probe = client
      await client.connect()
      if (!(await asksReplica(client))) return
      await client.query(ownCommit)
      rejoining = true
      const before = released
      await client.query(ownCommit)
      if (released !== before) return
      // Where nobody had to confirm any more it says nothing of the replica.
      if (stopped || !(await asksReplica(client))) return
      forgetAlone(dataDir)
      log.info('the replica confirms again')
    } finally {
      rejoining = false
      probing = false
      probeAt = performance.now() + probeEveryMs
      probe?.end().catch(() => {})
      probe = undefined
    }
  }
  const quietly = (work: Promise<void>) => work.catch(() => {}) // the database is away: the pool tells
  let looking = Promise.resolve()
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    looking = quietly(look()).finally(() => {
      busy = false
    })
  }, everyMs).unref()
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      probe?.connection.stream.destroy()
      await looking
      await asking.end()
    },
  }
}
