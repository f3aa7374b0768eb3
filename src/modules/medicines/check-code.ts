import type { Encounter, Location, Patient } from '@medplum/fhirtypes'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { findResource, readResource } from '#store/read.ts'
import type { BandView, CheckBody, CheckView } from './contract.ts'
import { matchDose, wrongDrug } from './domain/five-rights.ts'
import { medicineErrors } from './errors.ts'
import { ordersOf } from './orders-of-stay.ts'
import { scannedDrug } from './scan.ts'
import { bandStay, nameOf, stayOf } from './stay-facts.ts'

/** Which of the orders at hand a scanned pack is for, and which right fails when it is for none. */
export async function checkCode(ctx: Context, encounterId: string, body: CheckBody): Promise<CheckView> {
  const stay = stayOf(await readResource<Encounter>(ctx, 'Encounter', encounterId))
  const scanned = await scannedDrug(ctx, body.code, stay.department)
  const orders = (await ordersOf(ctx, [encounterId])).filter((one) => body.requestIds.includes(one.plan.requestId))
  const order = matchDose(orders, scanned)
  const told = {
    name: scanned.name,
    drugCode: scanned.drugCode,
    ...present({ lot: scanned.lot, expiresOn: scanned.expiresOn }),
  }
  if (!order) return { ...told, wrong: { right: 'drug', because: 'other' } }
  const wrong = wrongDrug(order.plan, scanned, dayInVietnam(ctx.now()))
  return wrong
    ? { ...told, wrong: { ...wrong, drug: order.plan.name } }
    : { ...told, requestId: order.plan.requestId }
}

/** Whose wristband was scanned. */
export async function bandOf(ctx: Context, code: string): Promise<BandView> {
  const stay = await bandStay(ctx, code)
  if (!stay) throw medicineErrors.unknownBand()
  const [patient, bed] = await Promise.all([
    findResource<Patient>(ctx, 'Patient', stay.patientId),
    stay.bedId ? findResource<Location>(ctx, 'Location', stay.bedId) : undefined,
  ])
  return {
    encounterId: stay.encounterId,
    patientId: stay.patientId,
    name: nameOf(patient),
    bed: bed?.name ?? '',
  }
}
