import type { Drug } from '#kernel/drug/drug.ts'
import { type DrugLine, isInfusion, timesADay } from '#modules/drug-orders/index.ts'
import type { Line, Moment } from './domain/line.ts'
import { quantityFor } from './domain/quantity.ts'

/** Days that a line taken over from the ward begins with. */
const usualDays = 7

/** Hour from which a part of the day begins. */
const parts: readonly (readonly [number, Moment])[] = [
  [21, 'HS'],
  [17, 'EVE'],
  [13, 'AFT'],
  [10, 'NOON'],
  [4, 'MORN'],
  [0, 'HS'],
]

const momentOf = (hour: string): Moment => parts.find(([from]) => Number(hour.slice(0, 2)) >= from)?.[1] ?? 'MORN'

function momentsOf({ schedule }: DrugLine): readonly Moment[] {
  if (schedule.type !== 'hours') return []
  const found = [...new Set(schedule.at.map(momentOf))]
  return found.length === schedule.at.length ? found : []
}

/** Ways of giving that nobody has at home. */
const wardRoute = /tiêm|truyền/i

/** A drug order of the ward as a line to take home; undefined for what is injected, infused or given once. */
export function takenHome(line: DrugLine, drug: Drug): Line | undefined {
  if (isInfusion(line) || wardRoute.test(drug.route.name) || line.schedule.type === 'once') return undefined
  const { id, dose, doseUnit, schedule, note } = line
  const times = Math.max(1, Math.round(timesADay(schedule)))
  const written = {
    id,
    drug,
    dose,
    ...(doseUnit ? { doseUnit } : {}),
    timesADay: times,
    days: usualDays,
    moments: momentsOf(line),
    ...(schedule.type === 'prn' ? { asNeeded: schedule.reason } : {}),
    ...(note ? { note } : {}),
  }
  return { ...written, quantity: doseUnit && doseUnit !== drug.unit ? 1 : quantityFor(written) }
}
