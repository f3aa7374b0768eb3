import type { Encounter, Observation, Patient, ServiceRequest } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { addDays, dayInVietnam } from '#kernel/civil-date.ts'
import { ageText } from '#modules/patients/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { NewResults, NewResultsView } from './contract.ts'
import { laboratory } from './read-orders.ts'
import { resultView } from './results-of.ts'
import { seenVersionsOf } from './seen.ts'

/** A visit and its results concern its doctor for this long; afterwards they stand in the chart. */
const recentDays = 3

/** Visits with laboratory orders by this doctor that still go on. */
async function myOpenVisits(ctx: Context): Promise<Encounter[]> {
  const { practitionerId } = ctx.actor
  if (!practitionerId) return []
  const requests = await searchResources<ServiceRequest>(ctx, 'ServiceRequest', {
    requester: `Practitioner/${practitionerId}`,
    category: laboratory,
    authored: `ge${addDays(dayInVietnam(ctx.now()), -recentDays)}`,
    _count: '500',
  })
  const ids = [...new Set(requests.map((one) => idOf(one.encounter)))].filter(Boolean).slice(0, 100)
  if (ids.length === 0) return []
  return searchResources<Encounter>(ctx, 'Encounter', {
    _id: ids.join(','),
    status: 'in-progress,triaged,arrived',
  })
}

const criticalFlags = new Set(['LL', 'HH', 'AA'])

function group(
  ctx: Context,
  encounter: Encounter,
  results: readonly Observation[],
  patient: Patient | undefined,
): NewResults {
  const views = results.map((one) => resultView(one, undefined))
  const abnormalFirst = [...views].sort(
    (a, b) => Number(b.flag !== undefined && b.flag !== 'N') - Number(a.flag !== undefined && a.flag !== 'N'),
  )
  const age = ageText(patient?.birthDate, dayInVietnam(ctx.now()), ctx.language)
  return {
    patientId: idOf(encounter.subject),
    encounterId: encounter.id ?? '',
    patientName: patient?.name?.[0]?.text ?? encounter.subject?.display ?? '',
    ...(age ? { ageText: age } : {}),
    tests: abnormalFirst.slice(0, 6).map((one) => one.name),
    count: views.length,
    critical: views.some((one) => criticalFlags.has(one.flag ?? '')),
    releasedAt:
      views
        .flatMap((one) => one.issuedAt ?? [])
        .sort()
        .at(-1) ?? '',
  }
}

/** Patients of the doctor whose released results were not opened yet, critical ones first. */
export async function listNewResults(ctx: Context): Promise<NewResultsView> {
  const visits = await myOpenVisits(ctx)
  if (visits.length === 0) return { patients: [] }
  const [results, patients] = await Promise.all([
    searchResources<Observation>(ctx, 'Observation', {
      encounter: visits.map((one) => one.id).join(','),
      category: laboratory,
      status: 'final,amended,corrected',
    }),
    searchResources<Patient>(ctx, 'Patient', {
      _id: [...new Set(visits.map((one) => idOf(one.subject)))].join(','),
    }),
  ])
  const seen = await seenVersionsOf(
    ctx,
    results.map((one) => one.id ?? ''),
  )
  const fresh = results.filter((one) => resultView(one, seen.get(one.id ?? '')).isNew)
  const groups = visits.flatMap((visit) => {
    const own = fresh.filter((one) => idOf(one.encounter) === visit.id)
    return own.length === 0
      ? []
      : [
          group(
            ctx,
            visit,
            own,
            patients.find((one) => one.id === idOf(visit.subject)),
          ),
        ]
  })
  return {
    patients: groups.sort(
      (a, b) => Number(b.critical) - Number(a.critical) || b.releasedAt.localeCompare(a.releasedAt),
    ),
  }
}
