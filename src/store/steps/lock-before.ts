import type { Resource } from '@medplum/fhirtypes'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { storeErrors } from '../errors.ts'
import { ask } from '../group/flight.ts'
import { type Before, Blamed, type Commit, type Write } from '../write.ts'

interface Row extends Before {
  readonly type: number
  readonly id: string
}

/** Locks the stored rows in one order for all writers, then decides create, update or delete and the version. */
export async function lockBefore(ctx: Context, commit: Commit): Promise<void> {
  for (const write of commit.writes) write.before = undefined
  const known = commit.writes.filter((write) => write.change.kind !== 'create' || hasOwnId(write))
  if (known.length > 0) {
    const rows = await ask<Row>(ctx, {
      name: 'store_lock',
      text: 'select * from store_lock($1, $2::smallint[], $3::text[])',
      values: [ctx.facility, known.map((write) => write.typeNumber), known.map((write) => write.id)],
    })
    const found = new Map(rows.map((row) => [`${row.type}/${row.id}`, row]))
    for (const write of known) {
      const row = found.get(`${write.typeNumber}/${write.id}`)
      if (row) write.before = row
    }
  }
  for (const write of commit.writes) {
    try {
      decide(write)
    } catch (error) {
      throw new Blamed(write, error)
    }
    if (write.kind !== 'delete') write.after = stamped(write)
  }
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

/** The resource with its id, version and time, other members in their order. */
function stamped(write: Write): Resource | undefined {
  if (write.change.kind === 'delete') return undefined
  const given = write.change.resource
  const at = write.member.at
  const meta = { ...given.meta, versionId: String(write.version), lastUpdated: at.toISOString() }
  const made: Record<string, unknown> = { resourceType: write.type, id: write.id, meta }
  for (const [key, value] of Object.entries(given)) if (!(key in made)) made[key] = value
  return made as unknown as Resource
}
