import type { Encounter, Observation } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { compilePath, evaluatePath } from '#fhir/fhirpath/evaluate.ts'
import { addDays, dayInVietnam } from '#kernel/civil-date.ts'
import { patientFacts } from '#modules/order-checks/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'

/** What the conditions of a protocol may name, without the per cent sign. */
export type PlanFacts = Readonly<Record<string, unknown>>

export async function planFacts(ctx: Context, encounter: Encounter): Promise<PlanFacts> {
  const { facts } = await patientFacts(ctx, encounter)
  const labs = await searchResources<Observation>(ctx, 'Observation', {
    patient: idOf(encounter.subject),
    date: `ge${addDays(dayInVietnam(ctx.now()), -7)}`,
    status: 'final,amended,corrected',
    _sort: 'date',
    _count: '500',
  })
  return {
    age: facts.ageMonths === undefined ? [] : Math.floor(facts.ageMonths / 12),
    ageMonths: facts.ageMonths ?? [],
    sex: facts.sex ?? [],
    weight: facts.weightKg ?? [],
    clearance: facts.kidney ? Math.round(facts.kidney.value) : [],
    diagnoses: [...facts.diagnoses],
    labs,
  }
}

const value = (expression: string, facts: PlanFacts): unknown =>
  evaluatePath(compilePath(expression), {}, facts)[0]

/** The first condition that does not hold; undefined when all do. What is unknown does not hold. */
export function failing(conditions: readonly string[], facts: PlanFacts): string | undefined {
  return conditions.find((one) => value(one, facts) !== true)
}

export function reckoned(expression: string | undefined, facts: PlanFacts): number | undefined {
  if (expression === undefined) return undefined
  const found = Number(value(expression, facts))
  return Number.isFinite(found) && found > 0 ? found : undefined
}
