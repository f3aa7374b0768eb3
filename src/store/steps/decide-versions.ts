import type { Resource } from '@medplum/fhirtypes'
import { commonErrors } from '#kernel/common-errors.ts'
import { storeErrors } from '../errors.ts'
import type { AsStored } from '../types.ts'
import { Blamed, type Commit, type Write } from '../write.ts'

/** Decides create, update or delete and the version of each, from what is stored before. */
export function decideVersions(commit: Commit): void {
  for (const write of commit.writes) {
    try {
      decide(write)
    } catch (error) {
      throw new Blamed(write, error)
    }
    if (write.kind !== 'delete') write.after = stamped(write)
  }
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
  write.version = nextVersion(write)
}

const nextVersion = (write: Write): number => asStored(write)?.version ?? (write.before?.version ?? 0) + 1

function checkVersion({ type, id }: Write, current: number | undefined, expected: number | undefined): void {
  if (expected !== undefined && current !== expected)
    throw storeErrors.versionConflict({ type, id, expected, current: current ?? '–' })
}

/** What a change brings from another installation as it was stored there. */
export const asStored = ({ change }: Write): AsStored | undefined =>
  change.kind === 'delete' ? undefined : change.asStored

/** The resource with its id, version and time, other members in their order. */
function stamped(write: Write): Resource | undefined {
  if (write.change.kind === 'delete') return undefined
  const given = write.change.resource
  if (asStored(write)) return given
  const at = write.member.at
  const meta = { ...given.meta, versionId: String(write.version), lastUpdated: at.toISOString() }
  const made: Record<string, unknown> = { resourceType: write.type, id: write.id, meta }
  for (const [key, value] of Object.entries(given)) if (!(key in made)) made[key] = value
  return made as unknown as Resource
}
