import { canonicalJson } from '#fhir/json.ts'
import { indexResource } from '#fhir/search/index-resource.ts'
import type { Context } from '#platform/context.ts'
import { ownFhirPath } from '#platform/own-address.ts'
import { indexPlan } from '../definitions.ts'
import { addReferringTokens } from '../referring.ts'
import type { Commit } from '../write.ts'

/** Serialises each resource once; these bytes are stored, hashed, signed and sent. */
export function makeCanonical(ctx: Context, commit: Commit): void {
  for (const write of commit.writes) {
    if (!write.after) continue
    const { reachedAt } = write.member.ctx
    const relative = (reference: string) => ownFhirPath(ctx.config, reachedAt, reference) || undefined
    write.content = Buffer.from(canonicalJson(write.after), 'utf8')
    write.index = indexResource(indexPlan(ctx.facility, write.type), write.after, relative)
    addReferringTokens(ctx, write.index, write.references)
  }
}
