import type pg from 'pg'
import type { Logger } from 'pino'
import type { DatabaseAddress } from './connect.ts'
import { standingOf, writablePlace } from './primary.ts'

const everyMs = 2000
/** Looks in vain, each of four seconds, after which the server counts as gone. */
const vainLooks = 2

/**
 * Breaks the connections of a pool when their server answers nobody any more. A network that is cut, or a machine that is
 * switched off, ends no connection: what was asked would wait for a quarter of an hour, and so would all behind it.
 */
export function breakSilence(pool: pg.Pool, address: DatabaseAddress, log: Logger): { stop(): void } {
  const open = new Set<pg.PoolClient>()
  pool.on('connect', (client) => open.add(client))
  pool.on('remove', (client) => open.delete(client))
  let vain = 0
  let busy = false
  const look = async () => {
    if (open.size === 0) return
    try {
      await standingOf(await writablePlace(address))
      vain = 0
    } catch (error) {
      vain += 1
      if (vain < vainLooks) return
      log.error(
        { err: error, connections: open.size },
        'the database has fallen silent; its connections are broken',
      )
      for (const client of open) client.connection.stream.destroy()
      open.clear()
    }
  }
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    void look().finally(() => {
      busy = false
    })
  }, everyMs).unref()
  return { stop: () => clearInterval(timer) }
}
