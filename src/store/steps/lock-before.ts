import { sql } from 'kysely'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { storeErrors } from '../errors.ts'
import type { Before, Commit, Write } from '../write.ts'

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
  const stored = before !== undefined && !before.deleted
  if (change.kind === 'create' && stored) throw storeErrors.exists({ type, id })
  if (change.kind !== 'create') checkVersion(write, stored ? before.version : undefined, change.ifVersion)
  if (change.kind === 'delete' && !stored)
    throw before ? storeErrors.deleted({ type, id }) : commonErrors.notFound({ type, id })
  // FHIR allows an update to create: the client chose the id.
  if (change.kind === 'delete') write.kind = 'delete'
  else write.kind = stored ? 'update' : 'create'
  write.version = (before?.version ?? 0) + 1
}

function checkVersion({ type, id }: Write, current: number | undefined, expected: number | undefined): void {
  if (expected !== undefined && current !== expected)
    throw storeErrors.versionConflict({ type, id, expected, current: current ?? '–' })
}
