import type { Encounter, Patient } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { completedYears, dayInVietnam, daysBetween, instantInVietnam, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { present } from '#kernel/present.ts'
import { bodyMassIndex } from '#kernel/score/body-mass.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import type { Change } from '#store/types.ts'
import type { VitalsBody, VitalsSaved } from './contract.ts'
import {
  bmiObservation,
  consciousnessObservation,
  type Measuring,
  measurements,
  pregnancyObservation,
} from './domain/build-observations.ts'
import { findFault, findQuestions, rangesFor, type VitalNumbers, type VitalRange } from './domain/check-vitals.ts'
import { vitalErrors } from './errors.ts'
import { type Escalation, escalate } from './escalate.ts'
import { escalationView } from './escalation-view.ts'
import { vitalRanges } from './rules.ts'
import { type Person, type Scored, scoreSet } from './score-set.ts'
import { vitalSets } from './vital-sets.ts'

/**
 * Writes one set of vital signs in one commit, with BMI and the early-warning score where they may be made. The visit is
 * triaged then; in a stay the score calls whom it has to.
 */
export async function recordVitals(ctx: Context, encounterId: string, body: VitalsBody): Promise<VitalsSaved> {
  const encounter = await readResource<Encounter & { id: string }>(ctx, 'Encounter', encounterId)
  const patientId = idOf(encounter.subject)
  const patient = await readResource<Patient>(ctx, 'Patient', patientId)
  const at = measuredAt(ctx, body, encounter)
  const person = ageAt(patient, at)
  const ranges = rangesFor(vitalRanges, person.ageDays)
  const numbers = numbersOf(body)
  refuseFaults(numbers, body, ranges)
  const { actor } = ctx
  const of: Measuring = {
    patientId,
    encounterId,
    at,
    by: actor.name,
    newId: () => ctx.newId(),
    ...present({ practitionerId: actor.practitionerId, note: body.note?.trim() || undefined }),
  }
  const measured = [
    ...measurements(numbers, ranges, of),
    ...(body.consciousness ? [consciousnessObservation(body.consciousness, of)] : []),
    ...(body.pregnant === undefined ? [] : [pregnancyObservation(body.pregnant, of)]),
  ]
  const index = indexOf(body, person)
  const scored = scoreSet(body, person, of, measured)
  const all = [...measured, ...(index ? [bmiObservation(index, of, measured)] : []), ...scored.made]
  const call = await callOf(ctx, encounter, scored, at)
  await commit(ctx, [
    ...all.map((resource): Change => ({ kind: 'create', resource, id: resource.id })),
    ...call.changes,
    ...triaged(encounter),
  ])
  const [set] = vitalSets(all, vitalRanges)
  return {
    set: set ?? { at, measures: {} },
    ...present({ noScore: scored.reason, escalation: call.task && escalationView(call.task) }),
  }
}

/** Only a patient in a bed is watched by early-warning scores; at triage the screen tells. */
async function callOf(
  ctx: Context,
  encounter: Encounter & { id: string },
  { warning, made }: Scored,
  at: string,
): Promise<Pick<Escalation, 'changes' | 'task'>> {
  const [observation] = made
  if (encounter.class?.code !== 'IMP' || !warning || !observation) return { changes: [] }
  return escalate(ctx, { encounter, warning, observation, at })
}

function triaged(encounter: Encounter & { id: string }): Change[] {
  if (encounter.status !== 'arrived') return []
  const resource: Encounter = { ...encounter, status: 'triaged' }
  return [{ kind: 'update', resource, ifVersion: Number(encounter.meta?.versionId ?? 1) }]
}

/** Whole years as long as only a year or month of birth is known, else days too. */
function ageAt({ birthDate }: Patient, at: string): Person {
  if (!birthDate) return { years: undefined, ageDays: undefined }
  const born = `${birthDate}-01-01`.slice(0, 10)
  const day = dayInVietnam(new Date(at))
  return { years: completedYears(born, day), ageDays: daysBetween(born, day) }
}

function indexOf({ weight, height, pregnant }: VitalsBody, { years = 0 }: Person): string | undefined {
  return weight && height && years >= 18 && !pregnant ? bodyMassIndex(Number(weight), Number(height)) : undefined
}

function numbersOf(body: VitalsBody): VitalNumbers {
  return present(Object.fromEntries(vitalRanges.map(({ key }) => [key, body[key]])) as VitalNumbers)
}

function refuseFaults(numbers: VitalNumbers, body: VitalsBody, ranges: readonly VitalRange[]): void {
  const more = body.consciousness !== undefined || body.pregnant !== undefined || body.pews !== undefined
  const fault = findFault(numbers, more, ranges)
  if (fault?.kind === 'impossible')
    throw vitalErrors.impossible({ key: fault.key, low: fault.low, high: fault.high })
  if (fault) throw vitalErrors[fault.kind]()
  const open = findQuestions(numbers, ranges).filter((key) => !body.confirmed?.includes(key))
  if (open.length > 0) throw vitalErrors.pleaseConfirm({ keys: open.join(',') })
}

/** Measured on the way here or at the last desk counts; the day before is a slip of the keyboard. */
const beforeVisitMs = 12 * 60 * 60 * 1000

function measuredAt(ctx: Context, body: VitalsBody, encounter: Encounter): string {
  if (!body.measuredAt) return instantInVietnam(ctx.now())
  const at = new Date(body.measuredAt)
  if (!isDay(body.measuredAt.slice(0, 10)) || Number.isNaN(at.getTime()))
    throw commonErrors.notADay({ value: body.measuredAt })
  if (!(at.getTime() <= ctx.now().getTime() + 60_000)) throw vitalErrors.measuredInFuture()
  const begun = encounter.period?.start
  if (begun && at.getTime() < Date.parse(begun) - beforeVisitMs)
    throw vitalErrors.measuredBeforeVisit({ begun: instantInVietnam(new Date(begun)) })
  return instantInVietnam(at)
}
