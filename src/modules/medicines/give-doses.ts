import type { Extension, MedicationRequest } from '@medplum/fhirtypes'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { type SecondPerson, secondPerson, takeForDose } from '#modules/ward-stock/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import {
  type Administration,
  administration,
  effectExtension,
  eventExtension,
  factsExtension,
} from './administration.ts'
import {
  needsTwo,
  openDose,
  requireActive,
  requireAllowed,
  requireDrug,
  requireDue,
  requireHour,
  requireReason,
} from './checks.ts'
import type { GiveBody, GiveDose } from './contract.ts'
import { stockUnits } from './domain/stock-units.ts'
import { medicineErrors } from './errors.ts'
import { lockOrders, type WardOrder } from './orders-of-stay.ts'
import { givingRules, scaleFor } from './rules.ts'
import { atcOf } from './scan.ts'
import { momentOf, openStay, requireBand, type StayFacts } from './stay-facts.ts'

/** What all doses of one go have in common. */
interface Going {
  readonly stay: StayFacts
  readonly at: Date
  readonly second: SecondPerson | undefined
  readonly patientBy: string | undefined
  readonly atc: (drugCode: string) => string | undefined
}

const minuteMs = 60_000

/** The right patient: by the wristband, or with a reason why it was not scanned. */
export async function requirePatient(
  ctx: Context,
  stay: StayFacts,
  body: Pick<GiveBody, 'band' | 'patientBy'>,
): Promise<void> {
  if (body.band !== undefined) return requireBand(ctx, stay, body.band)
  if (body.patientBy === undefined) throw medicineErrors.needsBand()
  requireReason(givingRules(dayInVietnam(ctx.now())).byHandReasons, body.patientBy)
}

/** How many of the stock a dose takes; of an infusion one bag. */
export function unitsTaken(order: WardOrder, said: string | undefined): string {
  const { plan } = order
  if (said !== undefined) return said.replace(',', '.')
  const units =
    plan.dose === undefined ? undefined : stockUnits(Number(plan.dose), plan.doseUnit, plan.unit, plan.strength)
  if (units !== undefined) return String(units)
  if (plan.rate !== undefined) return '1'
  throw medicineErrors.needsUnits({ drug: plan.name, unit: plan.unit })
}

async function stockTaken(ctx: Context, going: Going, order: WardOrder, dose: GiveDose, lot: string | undefined) {
  const { plan } = order
  if (plan.own) return { lots: [], debt: '0' }
  const { stay, at, second } = going
  return takeForDose(ctx, {
    place: stay.department,
    drug: { code: plan.drugCode, name: plan.name, unit: plan.unit, kind: plan.drugKind },
    units: unitsTaken(order, dose.units),
    destroyed: dose.destroyed?.replace(',', '.'),
    lot,
    at,
    cause: dose.id,
    administrationId: dose.id,
    patientId: stay.patientId,
    encounterId: stay.encounterId,
    payer: stay.payer,
    witness: second,
  })
}

/** After which time the effect of a medicine given when needed is looked at. */
function effectOf(order: WardOrder, at: Date, before: string | undefined): Extension[] {
  const { needed, route } = order.plan
  const scale = needed && scaleFor(givingRules(dayInVietnam(at)), needed.reason)
  if (!scale) return []
  if (before !== undefined) requireInScale(scale, before)
  const minutes = route.code.startsWith('2') ? scale.afterInjectionMinutes : scale.afterMinutes
  const dueAt = instantInVietnam(new Date(at.getTime() + minutes * minuteMs))
  return [effectExtension({ scale: scale.key, dueAt, ...(before === undefined ? {} : { before }) })]
}

export function requireInScale(scale: { readonly min: number; readonly max: number }, value: string): void {
  const number = Number(value.replace(',', '.'))
  if (number < scale.min || number > scale.max)
    throw medicineErrors.outOfScale({ low: scale.min, high: scale.max })
}

/** An infusion begins with its first bag. */
function startOf(
  ctx: Context,
  order: WardOrder,
  going: Going,
  dose: GiveDose,
  lot: string | undefined,
): Extension[] {
  const { rate, dose: volume, doseUnit } = order.plan
  if (rate === undefined) return []
  const inMl = doseUnit?.toLowerCase() === 'ml' ? volume : undefined
  const bag = (dose.bag ?? inMl ?? '0').replace(',', '.')
  if (Number(bag) === 0) throw medicineErrors.volumeUnreadable({ value: bag })
  const at = instantInVietnam(going.at)
  return [eventExtension(ctx, { kind: 'start', at, rate, bag, ...(lot ? { lot } : {}) })]
}

async function giveOne(ctx: Context, going: Going, order: WardOrder, dose: GiveDose): Promise<Administration> {
  const { stay, at, second } = going
  const { plan } = order
  requireActive(order)
  const dueAt = dose.dueAt === undefined || plan.timing === 'needed' ? at : new Date(dose.dueAt)
  const held = openDose(order, dueAt)
  if (plan.timing === 'needed') requireAllowed(order, at)
  else requireDue(order, stay, dueAt)
  const scannedLot = await requireDrug(ctx, order, stay, dose)
  const atc = going.atc(plan.drugCode)
  if (plan.timing !== 'needed') requireHour(order, stay, { dueAt, at, atc, reason: dose.timeReason })
  if (needsTwo(plan, atc, dayInVietnam(at)) && !second) throw medicineErrors.needsSecondPerson({ drug: plan.name })
  const id = held?.id ?? dose.id
  const { lots, debt } = await stockTaken(ctx, going, order, { ...dose, id }, scannedLot)
  const request = await readResource<MedicationRequest>(ctx, 'MedicationRequest', plan.requestId)
  const lot = scannedLot ?? lots[0]?.lot
  const { patientBy } = going
  const { drugBy, timeReason } = dose
  const resource = administration(
    ctx,
    { id, stay, plan, request, dueAt, at, second },
    plan.rate === undefined ? 'completed' : 'in-progress',
    [
      factsExtension(stay, { lots, debt, patientBy, drugBy, timeReason }),
      ...effectOf(order, at, dose.before),
      ...startOf(ctx, order, going, dose, lot),
    ],
  )
  return dose.note ? { ...resource, note: [{ text: dose.note }] } : resource
}

/**
 * Gives doses to a patient, all or none: each of the five rights is checked, two persons where the medicine asks for it,
 * and what is given leaves the ward's stock in the same transaction.
 */
export async function giveDoses(
  ctx: Context,
  encounterId: string,
  body: GiveBody,
): Promise<{ given: readonly string[] }> {
  const stay = await openStay(ctx, encounterId)
  await requirePatient(ctx, stay, body)
  const orders = await lockOrders(
    ctx,
    encounterId,
    body.doses.map((one) => one.requestId),
  )
  const going: Going = {
    stay,
    at: momentOf(ctx, stay.start, body.at),
    second: await secondPerson(ctx, body.secondPersonId, `Encounter/${encounterId}`),
    patientBy: body.patientBy,
    atc: await atcOf(ctx),
  }
  const resources: Administration[] = []
  for (const dose of body.doses) {
    const order = orders.get(dose.requestId)
    if (!order) throw medicineErrors.orderUnknown({ order: dose.requestId })
    resources.push(await giveOne(ctx, going, order, dose))
  }
  await commit(
    ctx,
    resources.map((resource) => ({ kind: 'update', resource })),
  )
  return { given: resources.map((one) => one.id) }
}
