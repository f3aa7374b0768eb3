import type { Encounter, Observation } from '@medplum/fhirtypes'
import { lexemeOf, numberOf } from '#fhir/decimal.ts'
import { cs } from '#fhir/systems.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { Series, SeriesAnswer, VitalsAnswer } from './contract.ts'
import { vitalRanges } from './rules.ts'
import { vitalSets } from './vital-sets.ts'

/** Sets of vital signs of a visit, newest first. */
export async function listVitals(ctx: Context, encounterId: string): Promise<VitalsAnswer> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  const observations = await searchResources<Observation>(ctx, 'Observation', {
    encounter: `Encounter/${encounterId}`,
    category: 'vital-signs',
    _count: '500',
  })
  const patientId = encounter.subject?.reference?.replace('Patient/', '')
  await auditView(ctx, { ...present({ patientId }), kind: 'vitals.visit', entities: [`Encounter/${encounterId}`] })
  return { sets: vitalSets(observations, vitalRanges) }
}

const panel = '85354-9'
/** BMI 39156-5 and NEWS2 are drawn too. */
const more = [{ key: 'bmi', loinc: '39156-5', unit: 'kg/m2' }]

/** Measurements of a patient over time, oldest first, for plots. Blood pressure is one series with a low end. */
export async function listSeries(
  ctx: Context,
  patientId: string,
  codes: string | undefined,
): Promise<SeriesAnswer> {
  const wanted = codes?.split(',').filter(Boolean)
  const kinds = [
    ...vitalRanges.filter((range) => range.key !== 'systolic' && range.key !== 'diastolic'),
    { key: 'bloodPressure', loinc: panel, unit: 'mm[Hg]' },
    ...more,
  ].filter((kind) => !wanted || wanted.includes(kind.loinc))
  const observations = await searchResources<Observation>(ctx, 'Observation', {
    subject: `Patient/${patientId}`,
    code: kinds.map((kind) => `${cs.loinc}|${kind.loinc}`).join(','),
    _sort: '-date',
    _count: '1000',
  })
  await auditView(ctx, { patientId, kind: 'vitals.series', entities: [`Patient/${patientId}`] })
  const series = kinds.map(
    ({ key, loinc, unit }): Series => ({
      key,
      loinc,
      unit,
      points: observations
        .filter(
          (one) => one.status !== 'entered-in-error' && one.code?.coding?.some((coding) => coding.code === loinc),
        )
        .flatMap((one) => pointOf(one))
        .reverse(),
    }),
  )
  return { series: series.filter((one) => one.points.length > 0) }
}

function pointOf(one: Observation): Series['points'] {
  const part = (loinc: string) =>
    one.component?.find((component) => component.code?.coding?.some((coding) => coding.code === loinc))
      ?.valueQuantity?.value
  const top = one.valueQuantity?.value ?? part('8480-6')
  const low = part('8462-4')
  const value = numberOf(top)
  if (value === undefined || !one.effectiveDateTime) return []
  const text = low === undefined ? lexemeOf(top) : `${lexemeOf(top)}/${lexemeOf(low)}`
  const flag = (one.interpretation ?? one.component?.flatMap((component) => component.interpretation ?? []))?.[0]
    ?.coding?.[0]?.code
  return [{ at: one.effectiveDateTime, value, text: text ?? '', ...present({ low: numberOf(low), flag }) }]
}
