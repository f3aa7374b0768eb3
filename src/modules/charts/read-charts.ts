import type { Encounter, Observation, Patient } from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { idOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import { addDays, completedYears, dayInVietnam, instantInVietnam, isDay } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { labSeries, vitalSeries } from '#modules/chart/index.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { findResource, readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { DayAmounts, StayCharts } from './contract.ts'
import { chartErrors } from './errors.ts'
import { examinationsOf } from './record-examination.ts'

const perPage = 1000
const mostPages = 5
const released = 'final,amended,corrected'
const category = (code: string) => `${cs.observationCategory}|${code}`

/** Everything that is drawn of a stay: vital signs of all its days, what went out, laboratory results. */
export async function readCharts(ctx: Context, encounterId: string): Promise<StayCharts> {
  const encounter = await findResource<Encounter & { id: string }>(ctx, 'Encounter', encounterId)
  if (encounter?.class?.code !== 'IMP') throw chartErrors.notStay({ id: encounterId })
  const patientId = idOf(encounter.subject)
  const now = ctx.now()
  // With its patient and its beginning the search goes through what was measured since, not through all of the hospital.
  const start = encounter.period?.start
  const ofStay = {
    patient: `Patient/${patientId}`,
    encounter: `Encounter/${encounterId}`,
    status: released,
    date: start ? [`ge${addDays(dayInVietnam(new Date(start)), -1)}`] : [],
  }
  const [patient, vitals, excreted, results, labour] = await Promise.all([
    readResource<Patient>(ctx, 'Patient', patientId),
    allOf(ctx, { ...ofStay, category: category('vital-signs') }),
    allOf(ctx, { ...ofStay, code: `${cs.fluid}|urine,${cs.fluid}|stool` }),
    searchResources<Observation>(ctx, 'Observation', {
      patient: `Patient/${patientId}`,
      category: category('laboratory'),
      status: released,
      _count: '500',
    }),
    examinationsOf(ctx, encounterId),
  ])
  await auditView(ctx, { patientId, kind: 'charts', entities: [`Encounter/${encounterId}`] })
  const { birthDate } = patient
  const years = birthDate && isDay(birthDate) ? completedYears(birthDate, dayInVietnam(now)) : undefined
  return {
    patientId,
    encounterId,
    admittedAt: encounter.period?.start ?? instantInVietnam(now),
    now: instantInVietnam(now),
    sex: patient.gender ?? 'unknown',
    vitals: vitalSeries(vitals, years, (key) => key),
    amounts: amountsOf(excreted),
    laboratory: labSeries(results).laboratory,
    labour,
    ...present({ birthDate }),
  }
}

/** Observations newest first, page by page; of very long stays the newest five thousand. */
async function allOf(
  ctx: Context,
  query: Readonly<Record<string, string | readonly string[]>> & { readonly date: readonly string[] },
): Promise<readonly Observation[]> {
  const all = new Map<string, Observation>()
  let before: string | undefined
  for (let page = 0; page < mostPages; page++) {
    const found = await searchResources<Observation>(ctx, 'Observation', {
      ...query,
      date: before ? [...query.date, `le${before}`] : query.date,
      _sort: '-date',
      _count: String(perPage),
    })
    for (const one of found) all.set(one.id ?? '', one)
    before = found.at(-1)?.effectiveDateTime
    if (found.length < perPage || !before) break
  }
  return [...all.values()]
}

function amountsOf(observations: readonly Observation[]): DayAmounts[] {
  const days = Map.groupBy(
    observations.filter((one) => one.effectiveDateTime),
    (one) => dayInVietnam(new Date(one.effectiveDateTime ?? '')),
  )
  return [...days]
    .map(([day, all]): DayAmounts => {
      const of = (code: string) =>
        all.filter((one) => one.code?.coding?.some((each) => each.system === cs.fluid && each.code === code))
      const urine = of('urine').flatMap((one) => numberOf(one.valueQuantity?.value) ?? [])
      const stools = of('stool').length
      return {
        day,
        ...(urine.length > 0 ? { urineMl: urine.reduce((sum, one) => sum + one, 0) } : {}),
        ...(stools > 0 ? { stools } : {}),
      }
    })
    .toSorted((a, b) => a.day.localeCompare(b.day))
}
