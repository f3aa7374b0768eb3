import type { DayHours } from './day-hours.ts'
import { shortestGapHours } from './day-hours.ts'
import { instantOf } from './due-times.ts'
import type { OrderPlan } from './order-plan.ts'

/** How far from its hour a dose may be given. Data: data/rules/medicines/time-limits.json. */
export interface TimeLimits {
  readonly timeCriticalMinutes: number
  readonly oftenMinutes: number
  readonly dailyMinutes: number
  readonly timeCritical: readonly { readonly atc?: string; readonly everyHoursAtMost?: number }[]
  /** How long before its hour a dose is shown as due. */
  readonly dueShownMinutesAhead: number
}

export type Punctuality = 'early' | 'right' | 'late'
export type Standing = 'planned' | 'due' | 'late'

const minuteMs = 60_000

/**
 * Minutes before and after its hour within which a dose is on time. A dose that was ordered at once, or only once, has
 * no hour of the ward: it is time-critical.
 */
export function limitMinutes(
  plan: OrderPlan,
  ward: DayHours,
  limits: TimeLimits,
  atc: string | undefined,
): number {
  const gap = shortestGapHours(plan, ward)
  const critical = limits.timeCritical.some(
    (one) =>
      (one.atc !== undefined && (atc?.startsWith(one.atc) ?? false)) ||
      (one.everyHoursAtMost !== undefined && gap <= one.everyHoursAtMost),
  )
  if (critical || (plan.timing === 'once' && plan.stat)) return limits.timeCriticalMinutes
  return gap < 24 && plan.timing === 'scheduled' ? limits.oftenMinutes : limits.dailyMinutes
}

/** Whether giving at `at` keeps the hour; both ends belong to being on time. */
export function punctuality(dueAt: Date, at: Date, limit: number): Punctuality {
  const minutes = (at.getTime() - dueAt.getTime()) / minuteMs
  if (minutes < -limit) return 'early'
  return minutes > limit ? 'late' : 'right'
}

/** How a dose that was not given yet stands. */
export function standing(dueAt: Date, now: Date, limit: number, ahead: number): Standing {
  if (punctuality(dueAt, now, limit) === 'late') return 'late'
  return dueAt.getTime() - now.getTime() <= Math.min(ahead, limit) * minuteMs ? 'due' : 'planned'
}

/** Whether an instant lies in the time that an order is for. */
export function isWithin(plan: Pick<OrderPlan, 'start' | 'end'>, at: Date): boolean {
  const begun = dayOrInstant(plan.start) <= at.getTime()
  return begun && (plan.end === undefined || at.getTime() < instantOf(plan.end, true))
}

const dayOrInstant = (text: string) => (text === '' ? Number.NEGATIVE_INFINITY : instantOf(text))
