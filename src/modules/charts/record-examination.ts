import type { Encounter, Observation, Patient } from '@medplum/fhirtypes'
import { actMarks } from '#fhir/act-marks.ts'
import { idOf } from '#fhir/encounter.ts'
import { labourCodes } from '#fhir/labour.ts'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { columnsOf } from '#kernel/drawing/labour-sheet.ts'
import { present } from '#kernel/present.ts'
import { openEscalations, raiseCall, recordVitals, withdrawVitals } from '#modules/vitals/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { findResource, readResource } from '#store/read.ts'
import { refuseLocked } from '#store/record-state.ts'
import { searchResources } from '#store/search.ts'
import type { Change } from '#store/types.ts'
import { callOf } from './domain/partograph.ts'
import { chartErrors } from './errors.ts'
import type { LabourBody, LabourExamination, LabourSaved, StrikeLabourBody } from './labour-contract.ts'
import { componentsOf, examinationOf } from './labour-store.ts'

type Stay = Encounter & { id: string }
const oneMinute = 60_000

/** Examinations of a stay, struck ones among them. */
export async function examinationsOf(ctx: Context, encounterId: string): Promise<LabourExamination[]> {
  const found = await searchResources<Observation & { id: string }>(ctx, 'Observation', {
    encounter: `Encounter/${encounterId}`,
    code: labourCodes.examination,
    _sort: 'date',
    _count: '500',
  })
  return found.map(examinationOf)
}

/**
 * Writes an examination in labour: the mother's signs as vital signs, which are scored, the rest on the partograph. A line
 * that is crossed, or a foetal heart beyond its limits, calls the obstetrician.
 */
export async function recordExamination(ctx: Context, stayId: string, body: LabourBody): Promise<LabourSaved> {
  const stay = await womanInBed(ctx, stayId)
  const at = momentOf(ctx, stay, body.at)
  const component = componentsOf(body)
  const { pulse, systolic, diastolic, temperature, confirmed } = body
  const mother = present({ pulse, systolic, diastolic, temperature })
  const hasMother = Object.keys(mother).length > 0
  if (component.length === 0 && !hasMother) throw chartErrors.nothingFound()
  if (hasMother)
    await recordVitals(ctx, stayId, { ...mother, pregnant: true, measuredAt: at, ...present({ confirmed }) })
  if (component.length === 0) return {}
  const id = ctx.newId()
  const { name, practitionerId } = ctx.actor
  const resource: Observation = {
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [{ coding: [{ system: cs.observationCategory, code: 'exam' }] }],
    code: { coding: [{ system: cs.labour, code: 'examination' }], text: 'Khám trong chuyển dạ' },
    ...present({ subject: stay.subject }),
    extension: actMarks(stay),
    encounter: { reference: `Encounter/${stayId}` },
    effectiveDateTime: at,
    performer: [{ display: name, ...present({ reference: practitionerId && `Practitioner/${practitionerId}` }) }],
    component,
  }
  const before = (await examinationsOf(ctx, stayId)).filter(({ struck }) => !struck)
  const columns = columnsOf([...before, examinationOf({ ...resource, id })])
  const call = columns.at(-1)?.at === at ? callOf(columns) : undefined
  const raised = call
    ? await raiseCall(ctx, {
        encounter: stay,
        what: 'Biểu đồ chuyển dạ',
        level: call.level as 'medium' | 'high',
        answer: { ...call, priority: call.priority as 'asap' | 'stat' },
        observationId: id,
      })
    : { changes: [] }
  await commit(ctx, [{ kind: 'create', resource, id }, ...raised.changes])
  return { id, ...present({ called: raised.changes.length > 0 ? raised.task?.description : undefined }) }
}

/** Strikes an examination through, with the mother's signs of that moment and the call that rests on it: it counts no more. */
export async function strikeExamination(
  ctx: Context,
  stayId: string,
  { at, reason }: StrikeLabourBody,
): Promise<void> {
  await womanInBed(ctx, stayId)
  const moment = instantInVietnam(new Date(at))
  const ofMoment = { encounter: `Encounter/${stayId}`, date: moment, _count: '100' }
  const counting = ({ status }: Observation) => status !== 'entered-in-error'
  const [found, signs] = await Promise.all([
    searchResources<Observation & { id: string }>(ctx, 'Observation', {
      ...ofMoment,
      code: labourCodes.examination,
    }),
    searchResources<Observation>(ctx, 'Observation', { ...ofMoment, category: 'vital-signs' }),
  ])
  const examinations = found.filter(counting)
  const hasSigns = signs.some(counting)
  if (examinations.length === 0 && !hasSigns) throw chartErrors.noSuchExamination()
  if (hasSigns) await withdrawVitals(ctx, stayId, moment, reason)
  const note = { text: reason.trim(), time: instantInVietnam(ctx.now()), authorString: ctx.actor.name }
  const struck = new Set(examinations.map(({ id }) => `Observation/${id}`))
  const calls = (await openEscalations(ctx, stayId)).filter(({ focus }) => struck.has(focus?.reference ?? ''))
  const changes = [...examinations, ...calls].map((one) => ({
    kind: 'update',
    resource: { ...one, status: 'entered-in-error', note: [...(one.note ?? []), note] },
    ifVersion: Number(one.meta?.versionId ?? 1),
  }))
  await commit(ctx, changes as Change[])
}

/** A stay whose record is open, of a woman. */
async function womanInBed(ctx: Context, id: string): Promise<Stay> {
  const stay = await findResource<Stay>(ctx, 'Encounter', id)
  if (stay?.class?.code !== 'IMP' || stay.status === 'cancelled') throw chartErrors.notStay({ id })
  refuseLocked(stay)
  const patient = await readResource<Patient>(ctx, 'Patient', idOf(stay.subject))
  if (patient.gender !== 'female') throw chartErrors.notInLabour()
  return stay
}

function momentOf(ctx: Context, stay: Stay, at: string): string {
  const moment = new Date(at)
  if (!isDay(at.slice(0, 10)) || Number.isNaN(moment.getTime())) throw commonErrors.notADay({ value: at })
  if (moment.getTime() > ctx.now().getTime() + oneMinute) throw chartErrors.inFuture()
  const since = stay.period?.start ?? ''
  if (moment.getTime() < Date.parse(since) - oneMinute) throw chartErrors.beforeStay({ since })
  return instantInVietnam(moment)
}
