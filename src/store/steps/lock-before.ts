import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { Commit } from '../commit.ts'
import { storeErrors } from '../errors.ts'
import type { Before, Write } from '../write.ts'

interface Row extends Before {
  readonly type: number
  readonly id: string
}

/** Locks the stored rows in one order for all writers, then decides create, update or delete and the version. */
export async function lockBefore(ctx: Context, commit: Commit): Promise<void> {
  const known = commit.writes.filter((write) => write.change.kind !== 'create' || hasOwnId(write))
  if (known.length > 0) {
    const { rows } = await sql<Row>`
      select * from store_lock(${ctx.facility}, ${known.map((w) => w.typeNumber)}::smallint[], ${known.map((w) => w.id)}::text[])`.execute(
      ctx.db,
    )
    const found = new Map(rows.map((row) => [`${row.type}/${row.id}`, row]))
    for (const write of known) {
      const row = found.get(`${write.typeNumber}/${write.id}`)
      if (row) write.before = row
    }
  }
  for (const write of commit.writes) decide(write)
}

function hasOwnId(write: Write): boolean {
  return write.change.kind === 'create' && (write.change.id ?? write.change.resource.id) !== undefined
}

function decide(write: Write): void {
  const { change, type, id, before } = write
  const stored = before && !before.deleted
  if (change.kind === 'create' && stored) throw storeErrors.exists({ type, id })
  if (
    change.kind !== 'create' &&
    change.ifVersion !== undefined &&
    (!stored || before.version !== change.ifVersion)
  )
    throw storeErrors.versionConflict({
      type,
      id,
      expected: change.ifVersion,
      current: stored ? before.version : 'none',
    })
  if (change.kind === 'delete' && !before) throw storeErrors.noVersion({ type, id, version: 1 })
  if (change.kind === 'delete' && !stored) throw storeErrors.deleted({ type, id })
  // FHIR allows an update to create: the client chose the id.
  write.kind = change.kind === 'delete' ? 'delete' : stored ? 'update' : 'create'
  write.version = (before?.version ?? 0) + 1
}
