import type { Context } from '#platform/context.ts'
import {
  bedChange,
  holdRunning,
  momentOf,
  reasonOf,
  type Stay,
  takeBed,
  whoOf,
  writeStays,
} from './change-stay.ts'
import type { AcceptBody, TransferBody } from './contract.ts'
import { stayEventsOf, withEvent } from './domain/events.ts'
import { movedTo } from './domain/places.ts'
import { wardErrors } from './errors.ts'
import { bedLeft, bedNow, departmentOf, sexOf } from './move.ts'
import {
  findTransfer,
  insertTransfer,
  noteReceived,
  removeHold,
  removeTransfer,
  type TransferRow,
  wardOf,
} from './repository.ts'
import { missingHandOver } from './transfer-view.ts'

/** First step: the sending department asks. The patient stays where he is until the other one accepts. */
export async function askTransfer(ctx: Context, id: string, body: TransferBody): Promise<void> {
  const stay = await holdRunning(ctx, id)
  if (stay.status === 'onleave') throw wardErrors.onLeave()
  if (departmentOf(stay) === body.departmentId) throw wardErrors.sameDepartment()
  if (await findTransfer(ctx, id)) throw wardErrors.transferOpen()
  const ward = await wardOf(ctx, body.departmentId)
  const at = momentOf(ctx, undefined, stay)
  const reason = reasonOf(body.reason)
  await insertTransfer(ctx, {
    encounter_id: id,
    patient_id: stay.subject?.reference?.split('/').at(-1) ?? '',
    from_department: departmentOf(stay),
    to_department: body.departmentId,
    reason,
    urgent: body.urgent ?? false,
    asked_at: new Date(at),
    asked_by: ctx.actor.name,
    asked_account: ctx.actor.id,
    arrived_at: new Date(arrivedAt(stay)),
  })
  await writeStays(ctx, [withEvent(stay, { kind: 'transfer-asked', at, who: whoOf(ctx), reason, to: ward.name })])
}

const arrivedAt = (stay: Stay): string =>
  stayEventsOf(stay).findLast((one) => one.kind === 'transferred')?.at ?? stay.period?.start ?? ''

async function waiting(ctx: Context, id: string): Promise<{ stay: Stay; transfer: TransferRow }> {
  const stay = await holdRunning(ctx, id)
  const transfer = await findTransfer(ctx, id)
  if (!transfer) throw wardErrors.noTransfer()
  return { stay, transfer }
}

async function endTransfer(
  ctx: Context,
  id: string,
  kind: 'transfer-withdrawn' | 'transfer-refused',
  reason: string,
): Promise<void> {
  const { stay } = await waiting(ctx, id)
  const at = momentOf(ctx, undefined, stay)
  await removeTransfer(ctx, id)
  await writeStays(ctx, [withEvent(stay, { kind, at, who: whoOf(ctx), reason: reasonOf(reason) })])
}

/** The sending department thinks again. */
export const withdrawTransfer = (ctx: Context, id: string, reason: string) =>
  endTransfer(ctx, id, 'transfer-withdrawn', reason)

/** The other department cannot take the patient. */
export const refuseTransfer = (ctx: Context, id: string, reason: string) =>
  endTransfer(ctx, id, 'transfer-refused', reason)

/**
 * Second step: the receiving department accepts, and from this moment the patient is there. Both hand-over papers are
 * completed before; an urgent transfer does not wait for them, the record lacks them until they are written.
 */
export async function acceptTransfer(ctx: Context, id: string, body: AcceptBody): Promise<void> {
  const { stay, transfer } = await waiting(ctx, id)
  const [form] = transfer.urgent ? [] : await missingHandOver(ctx, transfer)
  if (form) throw wardErrors.papersFirst({ form })
  const department = transfer.to_department
  const ward = await wardOf(ctx, department)
  const bed = body.bedId
    ? await takeBed(ctx, { ...body, bedId: body.bedId, department, sex: await sexOf(ctx, stay) })
    : undefined
  const at = momentOf(ctx, undefined, stay)
  const place = bed ?? ward
  const left = await bedLeft(ctx, await bedNow(ctx, stay))
  const moved = movedTo(
    { ...stay, serviceProvider: { reference: `Organization/${department}`, display: ward.name } },
    { id: place.location_id, name: place.name, kind: place.kind },
    at,
  )
  await removeTransfer(ctx, id)
  await noteReceived(ctx, transfer, at)
  await writeStays(
    ctx,
    [withEvent(moved, { kind: 'transferred', at, who: whoOf(ctx), to: `${ward.name} · ${place.name}` })],
    [...left, ...(bed ? await bedChange(ctx, bed.location_id, 'O') : [])],
  )
  if (bed) await removeHold(ctx, bed.location_id)
}
