import type { Encounter, Observation } from '@medplum/fhirtypes'
import { lexemeOf, numberOf } from '#fhir/decimal.ts'
import { cs, ext, type RecordState, sid } from '#fhir/systems.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { newestInRecords } from '#store/newest.ts'
import { findResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { Banner } from './banner-contract.ts'

/** The root Encounter that a banner speaks of: the one asked for, else the running visit, else the latest one. */
export async function currentEncounter(
  ctx: Context,
  patientId: string,
  asked?: string,
): Promise<Encounter | undefined> {
  const given = asked ? await findResource<Encounter>(ctx, 'Encounter', asked) : undefined
  if (given?.subject?.reference === `Patient/${patientId}`) return given
  const latest = await searchResources<Encounter>(ctx, 'Encounter', {
    subject: `Patient/${patientId}`,
    _sort: '-date',
    _count: '10',
  })
  const running = latest.find((one) => ['arrived', 'triaged', 'in-progress'].includes(one.status ?? ''))
  return running ?? latest.find((one) => one.status !== 'cancelled' && one.status !== 'entered-in-error')
}

export async function lastVisitOn(ctx: Context, patientId: string): Promise<string | undefined> {
  return (await currentEncounter(ctx, patientId))?.period?.start?.slice(0, 10)
}

/** Record, place and number of a visit. Visits of other systems have no record number, so no record is shown. */
export function visitOf(encounter: Encounter): Pick<Banner, 'record' | 'place' | 'queueNumber' | 'startedAt'> {
  const number = encounter.identifier?.find((one) => one.system === sid.record)?.value
  const state = encounter.extension?.find((one) => one.url === ext.recordState)?.valueCode as
    | RecordState
    | undefined
  return present({
    record: number ? { id: encounter.id ?? '', number, state: state ?? ('open' as const) } : undefined,
    place: encounter.location?.[0]?.location?.display,
    queueNumber: encounter.identifier
      ?.find((one) => one.system === sid.queue)
      ?.value?.split('/')
      .at(-1),
    startedAt: encounter.period?.start,
  })
}

/** The latest NEWS2 total of the visit, with when it was measured: a score without its time, or of years ago, says little. */
export async function latestNews2(ctx: Context, encounter: Encounter | undefined): Promise<Banner['news2']> {
  const [id, start] = [encounter?.id, encounter?.period?.start]
  if (!id || !start) return undefined
  const asked = { records: [id], codes: [`${cs.score}|NEWS2`], since: new Date(start) }
  const found = (await newestInRecords<Observation>(ctx, 'Observation', asked)).get(id)
  const score = found?.valueInteger ?? numberOf(found?.valueQuantity?.value)
  if (!found || score === undefined) return undefined
  const red =
    found.component?.some((part) => (part.valueInteger ?? numberOf(part.valueQuantity?.value)) === 3) ?? false
  return { score, red, ...present({ at: found.effectiveDateTime }) }
}

/** Body weight (LOINC 29463-7) with its digits as measured. */
export async function latestWeight(ctx: Context, patientId: string): Promise<string | undefined> {
  const [found] = await searchResources<Observation>(ctx, 'Observation', {
    subject: `Patient/${patientId}`,
    code: `${cs.loinc}|29463-7`,
    _sort: '-date',
    _count: '1',
  })
  return lexemeOf(found?.valueQuantity?.value)
}
