import type { Encounter, Observation, Patient } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { completedYears, dayInVietnam, daysBetween, instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { FlowSheet, VitalSet } from './contract.ts'
import { rangesFor } from './domain/check-vitals.ts'
import type { EscalationTask } from './escalate.ts'
import { escalationCode } from './escalate.ts'
import { escalationView } from './escalation-view.ts'
import { vitalRanges } from './rules.ts'
import { vitalSets } from './vital-sets.ts'

const usualHours = 72
const mostObservations = '1000'

/** Vital signs of a stay by time, the calls they made, and the ranges of the patient's age. */
export async function flowSheet(ctx: Context, encounterId: string, hours = usualHours): Promise<FlowSheet> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  const patientId = idOf(encounter.subject)
  const since = instantInVietnam(new Date(ctx.now().getTime() - hours * 3_600_000))
  const of = { encounter: `Encounter/${encounterId}` }
  const [patient, observations, tasks] = await Promise.all([
    readResource<Patient>(ctx, 'Patient', patientId),
    searchResources<Observation>(ctx, 'Observation', {
      ...of,
      category: 'vital-signs',
      date: `ge${since}`,
      _sort: '-date',
      _count: mostObservations,
    }),
    searchResources<EscalationTask>(ctx, 'Task', { ...of, code: escalationCode, _count: '50' }),
  ])
  await auditView(ctx, { patientId, kind: 'vitals.flow', entities: [`Encounter/${encounterId}`] })
  const born = patient.birthDate ? `${patient.birthDate}-01-01`.slice(0, 10) : undefined
  const today = dayInVietnam(ctx.now())
  const ageDays = born ? daysBetween(born, today) : undefined
  return {
    patientId,
    sets: setsWithStruck(observations),
    ranges: [...rangesFor(vitalRanges, ageDays)],
    escalations: tasks.map(escalationView).toSorted((a, b) => b.calledAt.localeCompare(a.calledAt)),
    sex: patient.gender ?? 'unknown',
    ...present({ years: born ? completedYears(born, today) : undefined, ageDays }),
  }
}

/** Sets that count and sets that were withdrawn, newest first. */
export function setsWithStruck(observations: readonly Observation[]): VitalSet[] {
  const struck = observations.filter(({ status }) => status === 'entered-in-error')
  const counting = observations.filter(({ status }) => status !== 'entered-in-error')
  const withdrawn = vitalSets(
    struck.map((one) => ({ ...one, status: 'final' as const })),
    vitalRanges,
  ).map((set): VitalSet => {
    const note = struck.find((one) => one.effectiveDateTime === set.at)?.note?.at(-1)
    return { ...set, withdrawn: { by: note?.authorString ?? '–', reason: note?.text ?? '–' } }
  })
  return [...vitalSets(counting, vitalRanges), ...withdrawn].toSorted(
    (a, b) => Date.parse(b.at) - Date.parse(a.at),
  )
}
