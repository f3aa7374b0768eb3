import { canonicalJson } from '#fhir/json.ts'
import { indexResource, type SearchIndex } from '#fhir/search/index-resource.ts'
import { isLargeSystem } from '#fhir/terminology/large-system.ts'
import { finishInTurns } from '#kernel/steps.ts'
import type { Context } from '#platform/context.ts'
import { ownFhirPath } from '#platform/own-address.ts'
import { breathe } from '#platform/pause.ts'
import { containedIn } from '../contained-rows.ts'
import { indexPlan } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import { contentInSteps, indexInSteps } from '../large-system.ts'
import { addReferringTokens } from '../referring.ts'
import type { Commit, Write } from '../write.ts'
import { asStored } from './decide-versions.ts'

/** Serialises each resource once; these bytes are stored, hashed, signed and sent. */
export async function makeCanonical(ctx: Context, commit: Commit): Promise<void> {
  for (const write of commit.writes) {
    const { after } = write
    if (!after) continue
    await breathe()
    const { reachedAt } = write.member.ctx
    const relative = (reference: string) => ownFhirPath(ctx.config, reachedAt, reference) || undefined
    const plan = indexPlan(ctx.facility, write.type)
    if (isLargeSystem(after)) {
      write.content = await contentInSteps(after)
      write.index = await indexInSteps(after, (piece) => indexResource(plan, piece, relative))
    } else {
      write.content = asStored(write)?.content ?? Buffer.from(canonicalJson(after), 'utf8')
      write.index = await finishInTurns(plan.inSteps(after, relative))
    }
    write.contained = containedIn(write.member.ctx, write, relative)
    checkSize(write)
    addReferringTokens(ctx, write.index, write.references)
  }
}

/** Most dates, numbers and texts that one resource is found by: the tables beside the resource count them in 15 bits. */
const mostRows = 32_000

function checkSize({ type, index, contained = [] }: Write): void {
  const all = [...(index ? [index] : []), ...contained.map((one) => one.index)]
  const most = (count: (one: SearchIndex) => number) => all.reduce((sum, one) => sum + count(one), 0)
  if (
    Math.max(
      most((one) => one.ordered.length),
      most((one) => one.strings.length),
    ) > mostRows
  )
    throw storeErrors.tooManyValues({ type, most: mostRows })
}
