import { addDays, type Day, dayInVietnam, daysBetween } from '#kernel/civil-date.ts'
import { type DayHours, hoursBetween, hoursOf } from './day-hours.ts'
import type { OrderPlan } from './order-plan.ts'

export type OrderStatus =
  | 'draft'
  | 'active'
  | 'on-hold'
  | 'stopped'
  | 'completed'
  | 'cancelled'
  | 'entered-in-error'
  | 'unknown'

/** Since when an order stands as it does; the first is how it began. */
export interface OrderState {
  readonly at: string
  readonly status: OrderStatus
}

/** A moment at which a dose is to be given. `held`: the order rested then. */
export interface Due {
  readonly at: Date
  readonly held: boolean
}

const minuteMs = 60_000
const ended: ReadonlySet<OrderStatus> = new Set(['stopped', 'completed', 'cancelled', 'entered-in-error'])
const weekdayCodes = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** An instant of a plan; a day alone is its beginning in Viet Nam. */
export function instantOf(text: string, atEnd = false): number {
  if (text.length > 10) return Date.parse(text)
  const begin = Date.parse(`${text}T00:00:00+07:00`)
  return atEnd ? begin + 24 * 60 * minuteMs : begin
}

const atHour = (day: Day, hour: string): number => Date.parse(`${day}T${hour}:00+07:00`)

/** When the order ended for good: by its own end, or because someone stopped it. */
export function endOf(plan: Pick<OrderPlan, 'end'>, states: readonly OrderState[]): number {
  const said = plan.end === undefined ? Number.POSITIVE_INFINITY : instantOf(plan.end, true)
  const last = states.at(-1)
  const stopped = last && ended.has(last.status) ? Date.parse(last.at) : Number.POSITIVE_INFINITY
  return Math.min(said, stopped)
}

/** How the order stood at an instant. */
export function statusAt(states: readonly OrderState[], at: number): OrderStatus {
  return states.findLast((one) => Date.parse(one.at) <= at)?.status ?? states[0]?.status ?? 'unknown'
}

function lastOfMonth(day: Day): number {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** Every n months on the day of the first; a 31st falls on the last day of a short month, a 29/02 on 28/02. */
function monthsFit(plan: OrderPlan, start: Day, day: Day): boolean {
  const [y1 = 0, m1 = 0, d1 = 0] = start.split('-').map(Number)
  const [y2 = 0, m2 = 0, d2 = 0] = day.split('-').map(Number)
  const months = (y2 - y1) * 12 + (m2 - m1)
  return months >= 0 && months % plan.period === 0 && d2 === Math.min(d1, lastOfMonth(day))
}

/** Whether the order is given on a day at all. */
function isDayOf(plan: OrderPlan, start: Day, day: Day): boolean {
  if (plan.weekdays.length > 0) {
    const weekday = weekdayCodes[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? ''
    return plan.weekdays.includes(weekday)
  }
  if (plan.periodUnit === 'mo') return monthsFit(plan, start, day)
  const cycle = Math.max(1, Math.round(plan.periodUnit === 'wk' ? plan.period * 7 : plan.period))
  const place = daysBetween(start, day) % cycle
  if (plan.periodUnit !== 'wk') return plan.periodUnit === 'd' ? place === 0 : true
  return Array.from({ length: plan.frequency }, (_, at) => Math.floor((at * cycle) / plan.frequency)).includes(
    place,
  )
}

/** What is counted over weeks is given once on each of its days. */
function onItsDay(plan: OrderPlan): OrderPlan {
  return plan.weekdays.length > 0 || plan.periodUnit === 'wk' || plan.periodUnit === 'mo'
    ? { ...plan, frequency: 1, period: 1, periodUnit: 'd' }
    : plan
}

function byDays(plan: OrderPlan, hours: readonly string[], from: number, to: number): number[] {
  const start = dayInVietnam(new Date(instantOf(plan.start)))
  const begin = Math.max(from, instantOf(plan.start))
  const found: number[] = []
  for (let day = dayInVietnam(new Date(begin)); atHour(day, '00:00') < to; day = addDays(day, 1))
    if (isDayOf(plan, start, day)) found.push(...hours.map((hour) => atHour(day, hour)))
  return found
}

function byHours(plan: OrderPlan, between: number, from: number, to: number): number[] {
  const start = instantOf(plan.start)
  const step = between * 60 * minuteMs
  const found: number[] = []
  const first = from <= start ? 0 : Math.ceil((from - start) / step)
  for (let at = start + first * step; at < to; at += step) found.push(at)
  return found
}

/** With a first dose at once, the next hour of the ward is left out where it comes sooner than half the usual gap. */
function withFirst(plan: OrderPlan, ward: DayHours, times: readonly number[], span: Span): number[] {
  const start = instantOf(plan.start)
  const hours = hoursOf(onItsDay(plan), ward) ?? []
  const gap = (hoursBetween(plan) ?? 24 / Math.max(1, hours.length)) * 60 * minuteMs
  const kept = times.filter((at) => at - start >= gap / 2)
  return start >= span.from && start < span.to ? [start, ...kept] : kept
}

interface Span {
  readonly from: number
  readonly to: number
}

function rhythm(plan: OrderPlan, ward: DayHours, span: Span): readonly number[] {
  const between = hoursBetween(plan)
  const hours = hoursOf(onItsDay(plan), ward)
  const times =
    hours === undefined
      ? byHours(plan, between ?? 24, span.from, span.to)
      : byDays(plan, hours, span.from, span.to)
  return plan.stat && hours !== undefined ? withFirst(plan, ward, times, span) : times
}

function moments(plan: OrderPlan, ward: DayHours, span: Span): readonly number[] {
  if (plan.timing === 'needed') return []
  if (plan.timing === 'scheduled') return rhythm(plan, ward, span)
  if (plan.timing === 'once' && plan.events.length > 0) return plan.events.map((one) => instantOf(one))
  return [instantOf(plan.start)]
}

/**
 * The moments at which an order is due from `from` up to, not including, `to`: from its beginning on, until its end or
 * until it was stopped. What falls into a pause is told as held.
 *
 * @param states how the order stood since when, oldest first
 */
export function dueTimes(
  plan: OrderPlan,
  ward: DayHours,
  states: readonly OrderState[],
  from: Date,
  to: Date,
): readonly Due[] {
  const end = endOf(plan, states)
  const start = instantOf(plan.start)
  if (Number.isNaN(start)) return []
  const span = { from: Math.max(from.getTime(), start), to: Math.min(to.getTime(), end) }
  return [...new Set(moments(plan, ward, span))]
    .filter((at) => at >= span.from && at < span.to)
    .sort((a, b) => a - b)
    .map((at) => ({ at: new Date(at), held: statusAt(states, at) === 'on-hold' }))
}
