import type { MedicationAdministration, Observation } from '@medplum/fhirtypes'
import { decimal, lexemeOf, numberOf } from '#fhir/decimal.ts'
import { cs } from '#fhir/systems.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { searchResources } from '#store/search.ts'
import type { GlucoseBody, GlucoseView } from './contract.ts'
import { nursingErrors } from './errors.ts'
import { bloodSugar } from './nursing-data.ts'
import { actorOf, momentOf, ofStay, openStay, payerOf, type Stay } from './stay.ts'
import { struckOf } from './struck.ts'

/** Glucose in capillary blood by glucometer, mmol/L. */
export const glucoseCode = '14743-9'
const whenSystem = `${cs.score}:meal`

/** Writes one blood sugar that was measured at the bedside. */
export async function recordGlucose(ctx: Context, stayId: string, body: GlucoseBody): Promise<{ id: string }> {
  const stay = await openStay(ctx, stayId)
  const value = Number(body.value)
  const [low, high] = bloodSugar.hard
  if (!(value >= low && value <= high)) throw nursingErrors.glucose({ low, high })
  const id = ctx.newId()
  const flag = flagOf(value)
  const resource: Observation = {
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [{ coding: [{ system: cs.observationCategory, code: 'exam' }] }],
    code: { coding: [{ system: cs.loinc, code: glucoseCode }], text: 'Đường máu mao mạch' },
    ...ofStay(stay),
    effectiveDateTime: momentOf(ctx, stay, body.at),
    performer: [actorOf(ctx)],
    valueQuantity: { value: decimal(body.value), unit: 'mmol/L', system: cs.ucum, code: 'mmol/L' },
    component: [
      {
        code: { coding: [{ system: whenSystem, code: 'when' }] },
        valueCodeableConcept: { coding: [{ system: whenSystem, code: body.when }] },
      },
    ],
    extension: payerOf(stay),
    ...(flag
      ? { interpretation: [{ coding: [{ system: cs.interpretation, code: interpretations[flag] }] }] }
      : {}),
  }
  await commit(ctx, [{ kind: 'create', resource, id }])
  return { id }
}

const interpretations = { 'critical-low': 'LL', low: 'L', high: 'H' } as const

function flagOf(value: number): GlucoseView['flag'] {
  if (value < bloodSugar.criticalLow) return 'critical-low'
  if (value < bloodSugar.normal[0]) return 'low'
  return value > bloodSugar.normal[1] ? 'high' : undefined
}

const hourMs = 3_600_000
const isInsulin = (one: MedicationAdministration) =>
  /insulin/i.test(JSON.stringify(one.medicationCodeableConcept ?? {}))

/** Blood sugars of a stay, the newest first, each with the insulin that was given round it. */
export async function listGlucose(ctx: Context, { encounterId }: Stay): Promise<readonly GlucoseView[]> {
  const [measured, given] = await Promise.all([
    searchResources<Observation>(ctx, 'Observation', {
      encounter: `Encounter/${encounterId}`,
      code: `${cs.loinc}|${glucoseCode}`,
      _sort: '-date',
      _count: '60',
    }),
    searchResources<MedicationAdministration>(ctx, 'MedicationAdministration', {
      context: `Encounter/${encounterId}`,
      status: 'completed,in-progress',
      _count: '300',
    }),
  ])
  const insulin = given.filter(isInsulin)
  return measured.flatMap((one) => glucoseView(one, insulin))
}

function glucoseView(one: Observation, insulin: readonly MedicationAdministration[]): GlucoseView[] {
  const value = lexemeOf(one.valueQuantity?.value)
  const at = one.effectiveDateTime
  if (value === undefined || !at) return []
  const measured = Date.parse(at)
  const near = insulin.flatMap((dose) => {
    const when = dose.effectiveDateTime ?? dose.effectivePeriod?.start
    const apart = when ? Date.parse(when) - measured : Number.NaN
    return when && apart >= -hourMs && apart <= 2 * hourMs ? [{ at: when, text: doseText(dose) }] : []
  })
  return [
    {
      id: one.id ?? '',
      at,
      value,
      when: one.component?.[0]?.valueCodeableConcept?.coding?.[0]?.code ?? 'other',
      insulin: near,
      ...present({ flag: flagOf(Number(value)), by: one.performer?.[0]?.display, struck: struckOf(one) }),
    },
  ]
}

function doseText({ medicationCodeableConcept, dosage }: MedicationAdministration): string {
  const dose = numberOf(dosage?.dose?.value)
  const amount = dose === undefined ? undefined : `${dose} ${dosage?.dose?.unit ?? ''}`
  return [medicationCodeableConcept?.text, amount].filter(Boolean).join(' ')
}
