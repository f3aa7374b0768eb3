import { canonicalJson } from '#fhir/json.ts'
import { indexResource } from '#fhir/search/index-resource.ts'
import { isLargeSystem } from '#fhir/terminology/large-system.ts'
import type { Context } from '#platform/context.ts'
import { ownFhirPath } from '#platform/own-address.ts'
import { indexPlan } from '../definitions.ts'
import { contentInSteps, indexInSteps } from '../large-system.ts'
import { addReferringTokens } from '../referring.ts'
import type { Commit } from '../write.ts'

/** Serialises each resource once; these bytes are stored, hashed, signed and sent. */
export async function makeCanonical(ctx: Context, commit: Commit): Promise<void> {
  for (const write of commit.writes) {
    const { after } = write
    if (!after) continue
    const { reachedAt } = write.member.ctx
    const relative = (reference: string) => ownFhirPath(ctx.config, reachedAt, reference) || undefined
    const plan = indexPlan(ctx.facility, write.type)
    if (isLargeSystem(after)) {
      write.content = await contentInSteps(after)
      write.index = await indexInSteps(after, (piece) => indexResource(plan, piece, relative))
    } else {
      write.content = Buffer.from(canonicalJson(after), 'utf8')
      write.index = indexResource(plan, after, relative)
    }
    addReferringTokens(ctx, write.index, write.references)
  }
}
