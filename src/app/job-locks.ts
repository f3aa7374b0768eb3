import type pg from 'pg'

/** Locks of the jobs of this process, so that each runs in one process at a time. */
export interface JobLocks {
  /** Runs `work` under the lock of a job; does nothing when another process has it. */
  under(job: string, work: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

interface Holder {
  readonly client: pg.PoolClient
  /** Ends the connection, once. */
  letGo(why: Error | true): void
}

const space = 7210

/**
 * All locks are held by one connection. With one each, jobs that begin together (after a machine was asleep, say) took
 * every connection of the pool and waited for ever for the next, and so did every request.
 */
export function jobLocks(pool: pg.Pool): JobLocks {
  let holder: Promise<Holder> | undefined
  const open = async (): Promise<Holder> => {
    const client = await pool.connect()
    let isGone = false
    // A dead connection may tell of its end twice, the second time when another has taken its place.
    const letGo = (why: Error | true) => {
      if (isGone) return
      isGone = true
      holder = undefined
      client.release(why)
    }
    client.on('error', letGo)
    return { client, letGo }
  }
  const connection = (): Promise<Holder> => {
    holder ??= open().catch((error: unknown) => {
      holder = undefined
      throw error
    })
    return holder
  }
  return {
    async under(job, work) {
      const { client } = await connection()
      const { rows } = await client.query<{ held: boolean }>(
        'select pg_try_advisory_lock(hashtextextended($1, $2)) as held',
        [job, space],
      )
      if (!rows[0]?.held) return
      try {
        await work()
      } finally {
        // A lost connection has let go of its locks by itself.
        await client.query('select pg_advisory_unlock(hashtextextended($1, $2))', [job, space]).catch(() => {})
      }
    },
    async close() {
      const last = await holder?.catch(() => undefined)
      last?.letGo(true)
    },
  }
}
