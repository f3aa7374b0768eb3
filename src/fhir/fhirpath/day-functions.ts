import {
  addDays,
  completedMonths,
  completedYears,
  type Day,
  dayInVietnam,
  daysBetween,
  isDay,
} from '#kernel/civil-date.ts'
import { isTime, plainValue } from './engine-types.ts'
import { fhirPathErrors } from './errors.ts'

/** The day of a date, a dateTime or a text of one; undefined when there is none or it is no whole day. */
function dayOf(argument: unknown): Day | undefined {
  const nodes: readonly unknown[] = Array.isArray(argument) ? argument : [argument]
  if (nodes.length > 1) throw fhirPathErrors.failed({ reason: `one day is needed, not ${nodes.length}` })
  const value = plainValue(nodes[0])
  const text = isTime(value) ? value.asStr : value
  if (typeof text !== 'string' || text.length < 10) return undefined
  if (text.length === 10) return isDay(text) ? text : undefined
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? undefined : dayInVietnam(at)
}

const units: Readonly<Record<string, (from: Day, to: Day) => number>> = {
  years: completedYears,
  months: completedMonths,
  days: daysBetween,
}

/** `ageAt(birthDate, date)`: completed years; `ageAt(birthDate, date, 'months')`, `'days'` for infants. */
export function ageAt(_focus: unknown, birth: unknown, at: unknown, unit: unknown = 'years'): unknown {
  const [from, to] = [dayOf(birth), dayOf(at)]
  const count = units[String(unit)]
  if (!count) throw fhirPathErrors.failed({ reason: 'ageAt() counts years, months or days' })
  return from === undefined || to === undefined || to < from ? [] : count(from, to)
}

/** `daysBetween(from, to)`: below zero when `to` is earlier. */
export function daysBetweenDates(_focus: unknown, from: unknown, to: unknown): unknown {
  const [first, last] = [dayOf(from), dayOf(to)]
  return first === undefined || last === undefined ? [] : daysBetween(first, last)
}

const mostDays = 40_000

/** `addDays(date, count)`: the day that many days later. */
export function addDaysTo(_focus: unknown, date: unknown, count: unknown): unknown {
  const from = dayOf(date)
  const nodes: readonly unknown[] = Array.isArray(count) ? count : [count]
  const days = Math.trunc(Number(plainValue(nodes[0])))
  if (from === undefined || nodes.length !== 1 || Number.isNaN(days)) return []
  if (Math.abs(days) > mostDays) throw fhirPathErrors.failed({ reason: `addDays() adds at most ${mostDays} days` })
  return addDays(from, days)
}
