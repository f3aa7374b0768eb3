import type { Coverage } from '@medplum/fhirtypes'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { searchResources } from '#store/search.ts'
import type { Insurance, InsuranceForm } from './contract.ts'
import { bestCoverage, buildCoverage, insuranceOf, tidyCard } from './coverage.ts'

function listCoverages(ctx: Context, patientId: string): Promise<readonly Coverage[]> {
  return searchResources<Coverage>(ctx, 'Coverage', { beneficiary: `Patient/${patientId}`, _count: '20' })
}

/** The insurance card of a patient that counts today; undefined when none was shown. */
export async function findInsurance(ctx: Context, patientId: string): Promise<Insurance | undefined> {
  const today = dayInVietnam(ctx.now())
  const best = bestCoverage(await listCoverages(ctx, patientId), today)
  return best ? insuranceOf(best, today) : undefined
}

/** Keeps a card as a Coverage: the same number is updated where something changed, another number is another card. */
export async function saveCoverage(ctx: Context, patientId: string, form: InsuranceForm): Promise<void> {
  const number = tidyCard(form.number)
  const before = (await listCoverages(ctx, patientId)).find(
    (one) => one.subscriberId === number && one.status === 'active',
  )
  const id = before?.id ?? ctx.newId()
  const known = before ? insuranceOf(before, dayInVietnam(ctx.now())) : undefined
  const after = buildCoverage({ ...keepDates(known), ...form }, id, patientId, before)
  if (before && JSON.stringify(after) === JSON.stringify({ ...after, ...before })) return
  await commit(ctx, [
    before ? { kind: 'update', resource: { ...after, id } } : { kind: 'create', resource: after, id },
  ])
}

/** A bare number scanned later does not wipe the dates read from the card before. */
function keepDates(known: Insurance | undefined): Partial<InsuranceForm> {
  return known
    ? {
        ...(known.from ? { from: known.from } : {}),
        ...(known.to ? { to: known.to } : {}),
        ...(known.facility ? { facility: known.facility } : {}),
      }
    : {}
}
