import type { Encounter, Observation, Patient } from '@medplum/fhirtypes'
import { completedYears, dayInVietnam, instantInVietnam, isDay } from '#kernel/civil-date.ts'
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
  news2Observation,
  pregnancyObservation,
} from './domain/build-observations.ts'
import { findFault, findQuestions, type VitalNumbers } from './domain/check-vitals.ts'
import { news2, news2Refused } from './domain/news2.ts'
import { vitalErrors } from './errors.ts'
import { vitalRanges } from './rules.ts'
import { vitalSets } from './vital-sets.ts'

/** Writes one set of vital signs in one commit, with BMI and NEWS2 where they may be made; the visit is triaged then. */
export async function recordVitals(ctx: Context, encounterId: string, body: VitalsBody): Promise<VitalsSaved> {
  const numbers = numbersOf(body)
  refuseFaults(numbers, body)
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  const patientId = encounter.subject?.reference?.replace('Patient/', '') ?? ''
  const patient = await readResource<Patient>(ctx, 'Patient', patientId)
  const at = measuredAt(ctx, body, encounter)
  const years = patient.birthDate
    ? completedYears(`${patient.birthDate}-01-01`.slice(0, 10), dayInVietnam(new Date(at)))
    : undefined
  const { actor } = ctx
  const of: Measuring = {
    patientId,
    encounterId,
    at,
    by: actor.name,
    adult: (years ?? 0) >= 16,
    newId: () => ctx.newId(),
    ...present({ practitionerId: actor.practitionerId, note: body.note?.trim() || undefined }),
  }
  const measured = [
    ...measurements(numbers, vitalRanges, of),
    ...(body.consciousness ? [consciousnessObservation(body.consciousness, of)] : []),
    ...(body.pregnant === undefined ? [] : [pregnancyObservation(body.pregnant, of)]),
  ]
  const index =
    body.weight && body.height && (years ?? 0) >= 18 && !body.pregnant
      ? bodyMassIndex(Number(body.weight), Number(body.height))
      : undefined
  const scored = score(body, years, of, measured)
  const all: (Observation & { id: string })[] = [
    ...measured,
    ...(index ? [bmiObservation(index, of, measured)] : []),
    ...scored.made,
  ]
  const changes: Change[] = all.map((resource) => ({ kind: 'create', resource, id: resource.id }))
  if (encounter.status === 'arrived')
    changes.push({
      kind: 'update',
      resource: { ...encounter, id: encounterId, status: 'triaged' },
      ifVersion: Number(encounter.meta?.versionId ?? 1),
    })
  await commit(ctx, changes)
  const [set] = vitalSets(all, vitalRanges)
  return { set: set ?? { at, measures: {} }, ...present({ noScore: scored.reason }) }
}

function numbersOf(body: VitalsBody): VitalNumbers {
  return present(Object.fromEntries(vitalRanges.map(({ key }) => [key, body[key]])) as VitalNumbers)
}

function refuseFaults(numbers: VitalNumbers, body: VitalsBody): void {
  const fault = findFault(numbers, body.consciousness !== undefined || body.pregnant !== undefined, vitalRanges)
  if (fault?.kind === 'impossible')
    throw vitalErrors.impossible({ key: fault.key, low: fault.low, high: fault.high })
  if (fault) throw vitalErrors[fault.kind]()
  const open = findQuestions(numbers, vitalRanges).filter((key) => !body.confirmed?.includes(key))
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

function score(
  body: VitalsBody,
  years: number | undefined,
  of: Measuring,
  measured: readonly (Observation & { id: string })[],
) {
  const refused = news2Refused(years, body.pregnant === true)
  if (refused) return { made: [], reason: refused }
  const scale = body.spo2Scale ?? 1
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text))
  const total = news2({
    spo2Scale: scale,
    ...present({
      respiration: number(body.respiration),
      spo2: number(body.spo2),
      systolic: number(body.systolic),
      pulse: number(body.pulse),
      temperature: number(body.temperature),
      consciousness: body.consciousness,
      onOxygen: body.oxygen === undefined ? undefined : Number(body.oxygen) > 0,
    }),
  })
  return total
    ? { made: [news2Observation(total, scale, of, measured)], reason: undefined }
    : { made: [], reason: 'incomplete' }
}
