import type { Resource } from '@medplum/fhirtypes'
import { InvalidResource } from '#fhir/invalid-resource.ts'
import type { Context } from '#platform/context.ts'
import { definitionTypes, forgetDefinitions, validateHere } from '../stored-definitions.ts'
import type { Commit, Write } from '../write.ts'

/** Checks every resource against its definition and its profiles, and gives it id, version and time. */
export async function validateWrites(ctx: Context, commit: Commit): Promise<void> {
  for (const write of commit.writes) {
    if (definitionTypes.has(write.type)) forgetDefinitions()
    if (write.change.kind === 'delete') continue
    const { issues, references } = await validateHere(ctx, write.change.resource)
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
