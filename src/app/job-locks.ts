import type pg from 'pg'

/** Locks of the jobs of this process, so that each runs in one process at a time. */
export interface JobLocks {
  /** Runs `work` under the lock of a job; does nothing when another process has it. */
  under(job: string, work: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

const space = 7210

/**
 * All locks are held by one connection. With one each, jobs that begin together (after a machine was asleep, say) took
 * every connection of the pool and waited for ever for the next, and so did every request.
 */
export function jobLocks(pool: pg.Pool): JobLocks {
  let holder: Promise<pg.PoolClient> | undefined
  let held: pg.PoolClient | undefined
  const letGo = (error?: Error) => {
    const client = held
    held = undefined
    holder = undefined
    // A dead connection may tell of its end twice.
    if (!error) client?.removeListener('error', letGo)
    client?.release(error)
  }
  const open = async (): Promise<pg.PoolClient> => {
    held = await pool.connect()
    held.on('error', letGo)
    return held
  }
  const connection = (): Promise<pg.PoolClient> => {
    holder ??= open()
    holder.catch(() => letGo())
    return holder
  }
  return {
    async under(job, work) {
      const client = await connection()
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
      await holder?.catch(() => {})
      letGo()
    },
  }
}
