import { addDays, dayInVietnam } from '#kernel/civil-date.ts'
import { readStock, textOf, unitsOf } from '#modules/ward-stock/index.ts'
import type { Context } from '#platform/context.ts'
import { spanOf } from './cells.ts'
import { dueTimes } from './domain/due-times.ts'
import { stockUnits } from './domain/stock-units.ts'
import type { NeedsView } from './needs-contract.ts'
import { ordersOf, type WardOrder } from './orders-of-stay.ts'
import { dayHours } from './rules.ts'
import { stayOf } from './stay-facts.ts'
import { staysOf } from './ward-medicines.ts'

interface Sum {
  readonly order: WardOrder
  readonly patients: ReadonlySet<string>
  readonly doses: number
  readonly units: bigint
}

/** How many of the stock one dose takes; undefined when the strength does not say. */
function unitsOfDose(order: WardOrder): bigint | undefined {
  const { dose, doseUnit, unit, strength, rate } = order.plan
  const units = dose === undefined ? undefined : stockUnits(Number(dose), doseUnit, unit, strength)
  const counted = units ?? (rate === undefined ? undefined : 1)
  return counted === undefined ? undefined : unitsOf(counted)
}

function dosesOn(order: WardOrder, department: string, day: string): number {
  const { from, to } = spanOf(day)
  if (order.status !== 'active' || order.plan.own) return 0
  return dueTimes(order.plan, dayHours(department, day), order.states, from, to).length
}

function sums(orders: readonly WardOrder[], count: (order: WardOrder) => number): Map<string, Sum> {
  const found = new Map<string, Sum>()
  for (const order of orders) {
    const [doses, units] = [count(order), unitsOfDose(order)]
    if (doses === 0 || units === undefined) continue
    const before = found.get(order.plan.drugCode)
    found.set(order.plan.drugCode, {
      order,
      patients: new Set([...(before?.patients ?? []), order.patientId]),
      doses: (before?.doses ?? 0) + doses,
      units: (before?.units ?? 0n) + units * BigInt(doses),
    })
  }
  return found
}

/** Doses that were meant for patients since yesterday and not given. */
function missed(order: WardOrder, since: Date): number {
  return order.plan.own
    ? 0
    : order.doses.filter((one) => one.at >= since && ['not-done', 'on-hold'].includes(one.status)).length
}

/** Whole packs: a half tablet is asked for as one. */
const wholeUp = (units: bigint) => ((units + 9999n) / 10_000n) * 10_000n

/** What a ward needs of the pharmacy for a day: the doses that are due on it, less what it holds, debts added. */
export async function needs(ctx: Context, department: string, asked?: string): Promise<NeedsView> {
  const day = asked ?? addDays(dayInVietnam(ctx.now()), 1)
  const stays = (await staysOf(ctx, department)).map(stayOf)
  const [orders, stock] = await Promise.all([
    ordersOf(
      ctx,
      stays.map((one) => one.encounterId),
    ),
    readStock(ctx, department),
  ])
  const held = new Map(stock.rows.map((row) => [row.drugCode, unitsOf(row.quantity)]))
  const needed = sums(orders, (order) => dosesOn(order, department, day))
  const since = spanOf(addDays(dayInVietnam(ctx.now()), -1)).from
  return {
    day,
    lines: [...needed.values()]
      .map(({ order, patients, doses, units }) => {
        const { drugCode, name, unit, drugKind } = order.plan
        const there = held.get(drugCode) ?? 0n
        const short = units > there ? wholeUp(units - there) : 0n
        return {
          ...{ drugCode, name, unit, controlled: drugKind !== 'C', patients: patients.size, doses },
          needed: textOf(units),
          held: textOf(there),
          ask: textOf(short),
        }
      })
      .sort((a, b) => a.name.localeCompare(b.name, 'vi')),
    unclear: orders
      .filter((one) => unitsOfDose(one) === undefined && dosesOn(one, department, day) > 0)
      .map((one) => ({ name: one.plan.name, doses: dosesOn(one, department, day) })),
    notUsed: [...sums(orders, (order) => missed(order, since)).values()].map(({ order, units }) => ({
      drugCode: order.plan.drugCode,
      name: order.plan.name,
      unit: order.plan.unit,
      units: textOf(units),
    })),
  }
}
