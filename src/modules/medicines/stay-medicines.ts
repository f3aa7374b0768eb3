import type { Encounter } from '@medplum/fhirtypes'
import { addDays, dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { readResource } from '#store/read.ts'
import { refuseLocked } from '#store/record-state.ts'
import { type CellFrame, cellsOf, doseView, spanOf } from './cells.ts'
import { alertOf, countedDoses, needsTwo } from './checks.ts'
import type { MedicinesView, OrderView } from './contract.ts'
import { antibioticDay, isAntibiotic } from './domain/antibiotic-day.ts'
import { mayGive } from './domain/as-needed.ts'
import { endOf, instantOf } from './domain/due-times.ts'
import { stockUnits } from './domain/stock-units.ts'
import { ordersOf, type WardOrder } from './orders-of-stay.ts'
import { givingRules, scaleFor } from './rules.ts'
import { atcOf } from './scan.ts'
import { stayOf } from './stay-facts.ts'

/** The same substances, in whatever strength. */
const substance = (order: WardOrder) =>
  order.plan.ingredients
    .map((one) => one.name)
    .sort()
    .join('+') || order.plan.drugCode

const daysGiven = (orders: readonly WardOrder[]) =>
  orders.flatMap((one) =>
    one.doses
      .filter(({ status }) => ['completed', 'in-progress', 'stopped'].includes(status))
      .map(({ at }) => dayInVietnam(at)),
  )

function neededView(order: WardOrder, now: Date): OrderView['needed'] {
  const { needed, dose } = order.plan
  if (!needed) return undefined
  const given = countedDoses(order)
  const may = mayGive(needed, given, now, Number(dose ?? 1))
  const last = given.at(-1)?.at
  return {
    reason: needed.reason,
    scale: scaleFor(givingRules(dayInVietnam(now)), needed.reason)?.key ?? '',
    used: String(Math.round(may.used * 1000) / 1000),
    ...present({
      gapMinutes: needed.gapMinutes,
      most: needed.most?.amount,
      mostOf: needed.most?.of,
      mostHours: needed.most?.hours,
      lastAt: last && instantInVietnam(last),
      from: may.ok ? undefined : instantInVietnam(may.from),
    }),
  }
}

/** When the order that this one replaced was last given, if that was less than a day ago. */
function beforeAt(order: WardOrder, all: readonly WardOrder[], now: Date): string | undefined {
  const before = all.find((one) => one.plan.requestId === order.plan.replaces)
  const last = before && countedDoses(before).at(-1)?.at
  return last && now.getTime() - last.getTime() < 24 * 3_600_000 ? instantInVietnam(last) : undefined
}

function orderView(order: WardOrder, all: readonly WardOrder[], frame: CellFrame, day: string): OrderView {
  const { plan } = order
  const { now, atc } = frame
  const { from, to } = spanOf(day)
  const cells = cellsOf(order, frame, from, to)
  const shown = new Set(cells.flatMap((one) => one.dose?.id ?? []))
  const {
    requestId,
    name,
    drugCode,
    ingredients,
    strength,
    form,
    unit,
    route,
    dose,
    doseUnit,
    rate,
    timing,
    own,
  } = plan
  const units =
    dose === undefined ? undefined : (stockUnits(Number(dose), doseUnit, unit, strength) ?? (rate ? 1 : undefined))
  const course = isAntibiotic(atc)
    ? antibioticDay(daysGiven(all.filter((one) => substance(one) === substance(order))), day)
    : undefined
  return {
    ...{ requestId, name, drugCode, ingredients: [...ingredients], strength, form, unit, route, timing, own },
    status: order.status,
    controlled: plan.drugKind !== 'C',
    twoPersons: needsTwo(plan, atc, day),
    highAlert: [...(alertOf(plan, atc, day)?.why ?? [])],
    cells,
    others: order.doses
      .filter((one) => !shown.has(one.id) && one.at >= from && one.at < to)
      .map((one) => doseView(one, now)),
    ...present({
      dose,
      doseUnit,
      rate,
      note: plan.note,
      requester: plan.requester,
      antibioticDay: course,
      units: units === undefined ? undefined : String(units),
      beforeAt: beforeAt(order, all, now),
      needed: neededView(order, now),
    }),
  }
}

/** Whether an order belongs on the sheet of a day: in force on it, or a dose was written on it. */
function isOfDay(order: WardOrder, day: string): boolean {
  const { from, to } = spanOf(day)
  const begun = instantOf(order.plan.start) < to.getTime()
  const running = order.doses.some((one) => one.status === 'in-progress')
  const written = order.doses.some((one) => one.at >= from && one.at < to)
  return running || written || (begun && endOf(order.plan, order.states) > from.getTime())
}

function isOpen(encounter: Encounter): boolean {
  try {
    refuseLocked(encounter)
    return encounter.status === 'in-progress'
  } catch {
    return false
  }
}

/** All medicines of a stay on a day: what is due when, what was given, by whom. */
export async function stayMedicines(ctx: Context, encounterId: string, asked?: string): Promise<MedicinesView> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  const stay = stayOf(encounter)
  const now = ctx.now()
  const today = dayInVietnam(now)
  const day = asked ?? today
  const [orders, atc] = await Promise.all([ordersOf(ctx, [encounterId]), atcOf(ctx)])
  const rules = givingRules(today)
  await auditView(ctx, {
    patientId: stay.patientId,
    kind: 'medicines',
    entities: [`Encounter/${encounterId}`],
  })
  return {
    day,
    now: instantInVietnam(now),
    patientId: stay.patientId,
    department: stay.department,
    open: isOpen(encounter) && day >= addDays(today, -1),
    orders: orders
      .filter((one) => isOfDay(one, day))
      .map((one) =>
        orderView(one, orders, { department: stay.department, atc: atc(one.plan.drugCode), now }, day),
      ),
    notGiven: rules.notGiven.map(({ code, vi, en }) => ({ code, vi, en })),
    timeReasons: [...rules.timeReasons],
    byHand: [...rules.byHandReasons],
    scales: rules.scales.map(({ key, vi, en, min, max, unit }) => ({ key, vi, en, min, max, unit })),
    bandMinutes: rules.bandMinutes,
  }
}
