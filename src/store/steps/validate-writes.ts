import type { Resource } from '@medplum/fhirtypes'
import { InvalidResource } from '#fhir/invalid-resource.ts'
import { validateResource } from '#fhir/validate.ts'
import type { Context } from '#platform/context.ts'
import { structures } from '../definitions.ts'
import type { Commit, Write } from '../write.ts'

/** Checks every resource against its published structure and gives it id, version and time. */
export function validateWrites(_ctx: Context, commit: Commit): void {
  for (const write of commit.writes) {
    if (write.change.kind === 'delete') continue
    const { issues, references } = validateResource(structures, write.change.resource)
    if (issues.length > 0) throw new InvalidResource(issues)
    write.references = references
    write.after = stamped(write, write.change.resource, commit.at)
  }
}

/** The resource with its id, version and time, other members in their order. */
function stamped(write: Write, given: Resource, at: Date): Resource {
  const meta = { ...given.meta, versionId: String(write.version), lastUpdated: at.toISOString() }
  const made: Record<string, unknown> = { resourceType: write.type, id: write.id, meta }
  for (const [key, value] of Object.entries(given)) if (!(key in made)) made[key] = value
  return made as unknown as Resource
}
