import { InvalidResource } from '#fhir/invalid-resource.ts'
import type { Context } from '#platform/context.ts'
import { definitionTypes, forgetDefinitions, validateHere } from '../stored-definitions.ts'
import type { Commit } from '../write.ts'

/** Checks every resource against its definition and its profiles. */
export async function validateWrites(ctx: Context, commit: Commit): Promise<void> {
  for (const write of commit.writes) {
    if (definitionTypes.has(write.type)) forgetDefinitions()
    if (write.change.kind === 'delete') continue
    const { issues, references, holdsBase64 } = await validateHere(ctx, write.change.resource)
    if (issues.length > 0) throw new InvalidResource(issues)
    write.references = references
    write.holdsBase64 = holdsBase64
  }
}
