import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { structures } from './definitions.ts'
import type { StoredVersion } from './types.ts'

interface Row {
  readonly type: number
  readonly id: string
  readonly version: number
  readonly recorded_at: Date
  readonly content: Buffer
  readonly hash: Buffer
}

/** Everything that belongs to a record (root Encounter id), the root included, by type and clinical time. */
export async function listRecordMembers(ctx: Context, recordId: string): Promise<readonly StoredVersion[]> {
  const { rows } = await sql<Row>`
    select type, id, version, recorded_at, content, hash from resource
    where facility = ${ctx.facility} and record = ${recordId} order by type, ct, id`.execute(ctx.db)
  return rows.map((row) => ({
    type: structures.resourceTypeName(row.type),
    id: row.id,
    version: row.version,
    recordedAt: row.recorded_at,
    deleted: false,
    content: row.content,
    hash: row.hash,
  }))
}
