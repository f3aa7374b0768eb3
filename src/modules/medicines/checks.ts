import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import type { GiveDose } from './contract.ts'
import { mayGive } from './domain/as-needed.ts'
import { limitMinutes, punctuality } from './domain/dose-window.ts'
import { dueTimes } from './domain/due-times.ts'
import { wrongDrug } from './domain/five-rights.ts'
import { highAlertOf } from './domain/high-alert.ts'
import type { OrderPlan } from './domain/order-plan.ts'
import { medicineErrors } from './errors.ts'
import type { WardOrder, WrittenDose } from './orders-of-stay.ts'
import { dayHours, givingRules, highAlertRules, type Reason, timeLimits } from './rules.ts'
import { scannedDrug } from './scan.ts'
import type { StayFacts } from './stay-facts.ts'

const clock = (at: Date) => instantInVietnam(at).slice(11, 16)
const dayMs = 24 * 3_600_000

export function requireReason(reasons: readonly Reason[], code: string): void {
  if (!reasons.some((one) => one.code === code)) throw medicineErrors.reasonUnknown({ code })
}

/** Whether two persons give it: of high risk, narcotic or psychotropic. */
export function needsTwo(plan: OrderPlan, atc: string | undefined, day: string): boolean {
  if (plan.own && plan.drugKind === 'C') return false
  return plan.drugKind !== 'C' || (alertOf(plan, atc, day)?.twoPersons ?? false)
}

export function alertOf(plan: OrderPlan, atc: string | undefined, day: string) {
  const { strength, drugKind, route } = plan
  const ingredients = plan.ingredients.length > 0 ? plan.ingredients.map((one) => one.name) : [plan.name]
  return highAlertOf({ atc, ingredients, strength, drugKind, routeCode: route.code }, highAlertRules(day))
}

/** The order must be in force; one that rests is not. */
export function requireActive(order: WardOrder): void {
  if (order.status !== 'active') throw medicineErrors.orderEnded({ drug: order.plan.name, status: order.status })
}

/** A dose that stands already is told with who wrote it and when; one that was held may still be given. */
export function openDose(order: WardOrder, dueAt: Date): WrittenDose | undefined {
  const found = order.doses.find(
    (one) => one.status !== 'entered-in-error' && one.dueAt.getTime() === dueAt.getTime(),
  )
  if (!found || found.status === 'on-hold') return found
  throw medicineErrors.alreadyGiven({
    drug: order.plan.name,
    due: clock(dueAt),
    by: found.detail.by,
    at: clock(found.at),
  })
}

/** The hour must be one of the order's. */
export function requireDue(order: WardOrder, stay: StayFacts, dueAt: Date): void {
  const hours = dayHours(stay.department, dayInVietnam(dueAt))
  const found = dueTimes(
    order.plan,
    hours,
    order.states,
    new Date(dueAt.getTime() - 1),
    new Date(dueAt.getTime() + 1),
  )
  if (!found.some((one) => one.at.getTime() === dueAt.getTime()))
    throw medicineErrors.noSuchDose({ drug: order.plan.name, due: clock(dueAt) })
}

/** The right medicine, strength and form, by what was scanned; without a scan there is a reason. */
export async function requireDrug(
  ctx: Context,
  order: WardOrder,
  stay: StayFacts,
  dose: Pick<GiveDose, 'code' | 'drugBy'>,
): Promise<string | undefined> {
  const today = dayInVietnam(ctx.now())
  const drug = order.plan.name
  if (dose.code === undefined) {
    if (dose.drugBy === undefined) throw medicineErrors.needsScan({ drug })
    requireReason(givingRules(today).byHandReasons, dose.drugBy)
    return undefined
  }
  const scanned = await scannedDrug(ctx, dose.code, stay.department)
  const wrong = wrongDrug(order.plan, scanned, today)
  const said = { drug, scanned: scanned.name, day: scanned.expiresOn ?? '' }
  if (wrong?.because === 'expired') throw medicineErrors.expired(said)
  if (wrong?.right === 'drug') throw medicineErrors.wrongDrug(said)
  if (wrong?.right === 'dose') throw medicineErrors.wrongDose(said)
  if (wrong?.right === 'route') throw medicineErrors.wrongRoute(said)
  return scanned.lot
}

/** The right hour, or a reason. */
export function requireHour(
  order: WardOrder,
  stay: StayFacts,
  moment: {
    readonly dueAt: Date
    readonly at: Date
    readonly atc: string | undefined
    readonly reason?: string | undefined
  },
): void {
  const { dueAt, at, atc, reason } = moment
  const day = dayInVietnam(dueAt)
  const limit = limitMinutes(order.plan, dayHours(stay.department, day), timeLimits(day), atc)
  const kept = punctuality(dueAt, at, limit)
  if (kept === 'right') return
  if (reason !== undefined) {
    requireReason(givingRules(day).timeReasons, reason)
    return
  }
  const minutes = Math.round(Math.abs(at.getTime() - dueAt.getTime()) / 60_000)
  const said = { drug: order.plan.name, due: clock(dueAt), minutes }
  throw kept === 'early' ? medicineErrors.tooEarly(said) : medicineErrors.tooLate(said)
}

/** Doses that count against the most of an order given when needed: given and kept or not, those in error do not. */
export function countedDoses(order: WardOrder): { at: Date; amount: number }[] {
  return order.doses
    .filter((one) => ['completed', 'stopped', 'in-progress'].includes(one.status))
    .map((one) => ({ at: one.at, amount: Number(one.detail.amount ?? 1) }))
}

/** The smallest gap and the most of a medicine given when needed. */
export function requireAllowed(order: WardOrder, at: Date): void {
  const { needed, dose, name } = order.plan
  if (!needed) return
  const may = mayGive(needed, countedDoses(order), at, Number(dose ?? 1))
  if (may.ok) return
  const sameDay = may.from.getTime() - at.getTime() < dayMs / 2
  const from = sameDay ? clock(may.from) : instantInVietnam(may.from).slice(0, 16).replace('T', ' ')
  if (may.because === 'gap') throw medicineErrors.tooSoon({ drug: name, from })
  throw medicineErrors.tooMuch({ drug: name, from, hours: needed.most?.hours ?? 24 })
}
