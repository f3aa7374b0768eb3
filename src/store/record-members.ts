import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { onlyPermitted } from './permitted.ts'
import { type StoredRow, storedOf } from './stored-version.ts'
import type { StoredVersion } from './types.ts'

/** Everything that belongs to a record (root Encounter id), the root included, by type and clinical time. */
export async function listRecordMembers(ctx: Context, recordId: string): Promise<readonly StoredVersion[]> {
  const { rows } = await sql<StoredRow>`
    select type, id, version, recorded_at, content, hash, patient from resource
    where facility = ${ctx.facility} and record = ${recordId} order by type, ct, id`.execute(ctx.db)
  return onlyPermitted(ctx, rows.map(storedOf))
}
