import type pg from 'pg'
import { pool } from '#platform/db/connect.ts'
import { startEmbedded } from '#platform/db/embedded.ts'

/** What was written after a moment. */
export interface Written {
  /** Versions of resources. */
  readonly changes: number
  /** Lines of the audit trail. */
  readonly events: number
  readonly last: string | undefined
}

/** Undefined when the database does not answer: it may be the very reason to go back. */
export async function countSince(dataDir: string, at: string): Promise<Written | undefined> {
  const server = await startEmbedded(dataDir).catch(() => undefined)
  if (!server) return undefined
  const db = pool(server.address, 1)
  try {
    const changes = await since(db, 'resource_version', 'recorded_at', at)
    const events = await since(db, 'audit_event', 'at', at)
    const last = [changes.last, events.last].flatMap((time) => (time ? [time.toISOString()] : [])).sort()
    return { changes: changes.n, events: events.n, last: last.at(-1) }
  } catch {
    return undefined
  } finally {
    await db.end()
    await server.stop()
  }
}

async function since(db: pg.Pool, table: string, column: string, at: string) {
  const { rows } = await db.query<{ n: number; last: Date | null }>(
    `select count(*)::int as n, max(${column}) as last from ${table} where ${column} > $1`,
    [at],
  )
  return rows[0] ?? { n: 0, last: null }
}
