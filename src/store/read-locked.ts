import { sql } from 'kysely'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { typeNumber } from './definitions.ts'
import { storeErrors } from './errors.ts'

interface Row {
  readonly version: number
  readonly deleted: boolean
  readonly content: Buffer
}

/** The current bytes, held against other writers until the open transaction ends: for changes made from them. */
export async function readLocked(ctx: Context, type: string, id: string): Promise<Row> {
  const { rows } = await sql<Row>`
    select version, deleted, content
    from store_lock(${ctx.facility}, ${[typeNumber(type)]}::smallint[], ${[id]}::text[])`.execute(ctx.db)
  const [row] = rows
  if (!row) throw commonErrors.notFound({ type, id })
  if (row.deleted) throw storeErrors.deleted({ type, id })
  return row
}
