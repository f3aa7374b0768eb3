import type { Patient } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { ordersEnding, ordersResuming } from '#modules/orders/index.ts'
import { inState } from '#modules/records/index.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import type { Change } from '#store/types.ts'
import {
  bedChange,
  holdRunning,
  holdStay,
  momentOf,
  reasonOf,
  type Stay,
  takeBed,
  whoOf,
  writeStays,
} from './change-stay.ts'
import type { DischargeBody, UndoBody } from './contract.ts'
import { withMainDiagnosis } from './diagnosis.ts'
import { withEvent } from './domain/events.ts'
import { leftPlace, movedTo, placesOf } from './domain/places.ts'
import { wardErrors } from './errors.ts'
import { bedLeft, bedNow, departmentOf, sexOf } from './move.ts'
import { findPlace, findTransfer, lockPatient } from './repository.ts'

const patientIdOf = (stay: Stay) => stay.subject?.reference?.split('/').at(-1) ?? ''

/**
 * The stay ends and its record is finished: the bed is free to be cleaned, nothing of the stay moves any more. Papers
 * may still be written and signed until the record is completed.
 */
export async function discharge(ctx: Context, id: string, body: DischargeBody): Promise<void> {
  const stay = await holdRunning(ctx, id)
  if (await findTransfer(ctx, id)) throw wardErrors.transferOpen()
  const at = momentOf(ctx, body.at, stay)
  const named = withDiagnosis(ctx, stay, body, at)
  if (!named.stay.diagnosis?.some((one) => one.rank === 1)) throw wardErrors.diagnosisMissing()
  const bedId = await bedNow(ctx, stay)
  const ended: Stay = {
    ...leftPlace(named.stay, at),
    status: 'finished',
    period: { ...stay.period, end: at },
    hospitalization: {
      ...stay.hospitalization,
      dischargeDisposition: { coding: [{ system: cs.disposition, code: body.disposition }] },
    },
  }
  const event = { kind: 'discharged', at, who: whoOf(ctx), to: body.disposition } as const
  const noted = withEvent(ended, { ...event, ...(body.note ? { reason: body.note } : {}) })
  const others = [...named.changes, ...(await bedLeft(ctx, bedId)), ...(await ordersEnding(ctx, id, at))]
  if (body.disposition === 'death') others.push(await deceased(ctx, stay, at))
  await writeStays(ctx, [inState(ctx, noted, 'finished')], others)
}

/** The final diagnosis as told with the discharge becomes the main one. */
function withDiagnosis(
  ctx: Context,
  stay: Stay,
  body: DischargeBody,
  at: string,
): { readonly stay: Stay; readonly changes: Change[] } {
  if (!body.diagnosis) return { stay, changes: [] }
  const made = withMainDiagnosis(ctx, stay, body.diagnosis, { role: 'DD', at })
  return { stay: made.stay, changes: [{ kind: 'create', resource: made.condition, id: made.condition.id }] }
}

async function deceased(ctx: Context, stay: Stay, at: string): Promise<Change> {
  const patient = await readResource<Patient & { id: string }>(ctx, 'Patient', patientIdOf(stay))
  return { kind: 'update', resource: { ...patient, deceasedDateTime: at } }
}

/** The patient is back on the ward as if he had not left: in the same bed when nobody else has it, else in another. */
export async function undoDischarge(ctx: Context, id: string, body: UndoBody): Promise<void> {
  const stay = await holdStay(ctx, id)
  if (stay.status !== 'finished') throw wardErrors.notFinished()
  const reason = reasonOf(body.reason)
  const running = await lockPatient(ctx, patientIdOf(stay))
  if (running) throw wardErrors.alreadyIn({ number: running.record_number })
  const last = placesOf(stay).at(-1)
  const end = stay.period?.end ?? ''
  const place = await placeAgain(ctx, stay, body.bedId ?? last?.locationId ?? '')
  const { end: _end, ...period } = stay.period ?? {}
  const { dischargeDisposition, ...hospitalization } = stay.hospitalization ?? {}
  const open: Stay = { ...stay, status: 'in-progress', period, hospitalization }
  const at = momentOf(ctx, undefined, stay)
  const back = withEvent(movedTo(open, { id: place.location_id, name: place.name, kind: place.kind }, end), {
    kind: 'discharge-undone',
    at,
    who: whoOf(ctx),
    reason,
    to: place.name,
  })
  const others: Change[] = place.kind === 'bd' ? await bedChange(ctx, place.location_id, 'O') : []
  others.push(...(await ordersResuming(ctx, id, at)))
  if (dischargeDisposition?.coding?.some((one) => one.code === 'death')) others.push(await alive(ctx, stay))
  await writeStays(ctx, [inState(ctx, back, 'open', reason)], others, { act: 'stay.undo' })
}

async function placeAgain(ctx: Context, stay: Stay, placeId: string) {
  const known = await findPlace(ctx, placeId)
  if (known?.kind !== 'bd') {
    if (!known) throw wardErrors.noBed({ bed: placeId })
    return known
  }
  const department = departmentOf(stay)
  return takeBed(ctx, {
    bedId: placeId,
    department,
    sex: await sexOf(ctx, stay),
    anySex: true,
    toClean: true,
  })
}

async function alive(ctx: Context, stay: Stay): Promise<Change> {
  const patient = await readResource<Patient & { id: string }>(ctx, 'Patient', patientIdOf(stay))
  const { deceasedDateTime: _at, ...rest } = patient
  return { kind: 'update', resource: rest }
}
