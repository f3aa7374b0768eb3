import type { Extension } from '@medplum/fhirtypes'
import { decimal } from '#fhir/decimal.ts'
import { idOf } from '#fhir/encounter.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { secondPerson, takeForDose } from '#modules/ward-stock/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { type Administration, eventExtension, factsExtension } from './administration.ts'
import { lockDose, replaceExtension } from './change-dose.ts'
import { needsTwo, requireDrug } from './checks.ts'
import type { InfusionBody } from './contract.ts'
import { hangingBag, type InfusionEvent, infusionAt, isVolume, mayFollow } from './domain/infusion-volume.ts'
import { detailOf } from './dose-detail.ts'
import { medicineErrors } from './errors.ts'
import { requirePatient } from './give-doses.ts'
import { writeInfusion } from './infusion-sheet.ts'
import { lockOrders, type WardOrder } from './orders-of-stay.ts'
import { atcOf } from './scan.ts'
import { openStay, type StayFacts, writableStay } from './stay-facts.ts'

const point = (text: string) => {
  if (!isVolume(text)) throw medicineErrors.volumeUnreadable({ value: text })
  return text.replace(',', '.')
}

function required(text: string | undefined): string {
  if (text === undefined) throw medicineErrors.volumeUnreadable({ value: '' })
  return point(text)
}

function eventOf(body: InfusionBody, at: string, lot: string | undefined): InfusionEvent {
  if (body.kind === 'rate') return { kind: 'rate', at, rate: required(body.rate) }
  if (body.kind === 'pause') return { kind: 'pause', at }
  if (body.kind === 'resume') return { kind: 'resume', at, ...(body.rate ? { rate: point(body.rate) } : {}) }
  if (body.kind === 'end') return { kind: 'end', at, ...(body.left ? { left: point(body.left) } : {}) }
  return { kind: 'bag', at, bag: required(body.bag), left: point(body.left ?? '0'), ...(lot ? { lot } : {}) }
}

function refuseUnfit(events: readonly InfusionEvent[], event: InfusionEvent, now: Date): void {
  const may = mayFollow(events, event, now)
  const standing = infusionAt(events, now)
  if (may === 'state') throw medicineErrors.infusionEvent({ state: standing.state })
  if (may === 'time') throw medicineErrors.infusionTime()
  if (may === 'volume') throw medicineErrors.infusionVolume({ hung: hangingBag(events) })
}

interface Bag {
  readonly dose: Administration
  readonly order: WardOrder
  readonly stay: StayFacts
  readonly body: InfusionBody
  readonly number: number
}

/** Another bag of an infusion leaves the stock, checked like the first. */
async function takeBag(
  ctx: Context,
  bag: Bag,
): Promise<{ lot: string | undefined; facts: Extension | undefined }> {
  const { dose, order, stay, body, number } = bag
  const { plan } = order
  if (order.status !== 'active') throw medicineErrors.orderEnded({ drug: plan.name, status: order.status })
  await requirePatient(ctx, stay, body)
  const scanned = await requireDrug(ctx, order, stay, body)
  const second = await secondPerson(ctx, body.secondPersonId, `Encounter/${stay.encounterId}`)
  const atc = (await atcOf(ctx))(plan.drugCode)
  if (needsTwo(plan, atc, dayInVietnam(ctx.now())) && !second)
    throw medicineErrors.needsSecondPerson({ drug: plan.name })
  if (plan.own) return { lot: scanned, facts: undefined }
  const { lots, debt } = await takeForDose(ctx, {
    place: stay.department,
    drug: { code: plan.drugCode, name: plan.name, unit: plan.unit, kind: plan.drugKind },
    units: '1',
    lot: scanned,
    at: ctx.now(),
    cause: `${dose.id}:bag-${number}`,
    administrationId: dose.id,
    patientId: stay.patientId,
    encounterId: stay.encounterId,
    payer: stay.payer,
    witness: second,
  })
  const before = detailOf(dose)
  const owed = Number(before.debt ?? 0) + Number(debt)
  const facts = factsExtension(stay, { ...before, lots: [...before.lots, ...lots], debt: String(owed) })
  return { lot: scanned ?? lots[0]?.lot, facts }
}

/** The infusion has ended: the volume that ran is its dose, measured where it was measured. */
function ended(dose: Administration, events: readonly InfusionEvent[], at: string): Administration {
  const { computedMl, measuredMl } = infusionAt(events, new Date(at))
  const { effectiveDateTime, ...rest } = dose
  return {
    ...rest,
    status: 'completed',
    effectivePeriod: { ...(effectiveDateTime ? { start: effectiveDateTime } : {}), end: at },
    dosage: { ...dose.dosage, dose: { value: decimal(measuredMl ?? computedMl), unit: 'mL' } },
  }
}

/** Writes down what happens to a running infusion. */
export async function infusionEvent(ctx: Context, id: string, body: InfusionBody): Promise<void> {
  const dose = await lockDose(ctx, id)
  const detail = detailOf(dose)
  if (dose.status !== 'in-progress' || !detail.infusion)
    throw medicineErrors.doseState({ status: dose.status ?? '' })
  const stay = await (body.kind === 'end' ? writableStay : openStay)(ctx, idOf(dose.context))
  const requestId = idOf(dose.request)
  const order = (await lockOrders(ctx, stay.encounterId, [requestId])).get(requestId)
  if (!order) throw medicineErrors.orderUnknown({ order: requestId })
  const at = body.at ?? instantInVietnam(ctx.now())
  refuseUnfit(detail.infusion, eventOf(body, at, undefined), ctx.now())
  const bags = detail.infusion.filter((one) => one.kind === 'bag').length + 2
  const bag = body.kind === 'bag' ? await takeBag(ctx, { dose, order, stay, body, number: bags }) : undefined
  const event = eventOf(body, at, bag?.lot)
  const told = bag?.facts ? replaceExtension(dose, bag.facts) : dose
  const changed = { ...told, extension: [...(told.extension ?? []), eventExtension(ctx, event)] }
  const resource = event.kind === 'end' ? ended(changed, [...detail.infusion, event], at) : changed
  await commit(ctx, [{ kind: 'update', resource }])
  if (event.kind === 'end')
    await writeInfusion(ctx, {
      id,
      encounterId: stay.encounterId,
      plan: order.plan,
      detail: detailOf(resource),
    })
}
