import type { OrderPlan } from './order-plan.ts'

/** At which hours of the day a ward gives what. Data: data/rules/medicines/day-hours.json. */
export interface DayHours {
  /** Times a day to hours. */
  readonly timesADay: Readonly<Record<string, readonly string[]>>
  /** Hours between doses to hours of the day. */
  readonly everyHours: Readonly<Record<string, readonly string[]>>
  /** Codes of http://hl7.org/fhir/R4/valueset-event-timing.html to hours. */
  readonly when: Readonly<Record<string, string>>
}

const unitHours: Readonly<Record<string, number>> = { min: 1 / 60, h: 1 }

/** Hours between two doses of an order that is counted by hours; undefined of one that is counted by days. */
export function hoursBetween(plan: Pick<OrderPlan, 'period' | 'periodUnit' | 'frequency'>): number | undefined {
  const unit = unitHours[plan.periodUnit]
  return unit === undefined ? undefined : (plan.period * unit) / Math.max(1, plan.frequency)
}

/** Evenly spread hours, where the ward has none of its own: from 06:00 to 22:00. */
function spread(times: number): readonly string[] {
  const step = times === 1 ? 0 : 16 / (times - 1)
  return Array.from({ length: times }, (_, at) => {
    const minutes = Math.round((6 + at * step) * 60)
    return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  })
}

/** Hours of the day at which an order is given; undefined when it runs by hours from its beginning. */
export function hoursOf(plan: OrderPlan, ward: DayHours): readonly string[] | undefined {
  if (plan.hours.length > 0) return plan.hours
  const said = plan.when.flatMap((code) => ward.when[code] ?? [])
  if (said.length > 0 && said.length >= plan.frequency) return [...new Set(said)].sort()
  const between = hoursBetween(plan)
  if (between === undefined) return ward.timesADay[String(plan.frequency)] ?? spread(plan.frequency)
  return ward.everyHours[String(between)]
}

/** Hours between doses on a day, the shortest; 24 or more when given once a day or more rarely. */
export function shortestGapHours(plan: OrderPlan, ward: DayHours): number {
  const between = hoursBetween(plan)
  if (between !== undefined && plan.hours.length === 0) return between
  const minutes = (hoursOf(plan, ward) ?? []).map((hour) => Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3)))
  if (minutes.length < 2) return 24
  const gaps = minutes.map((at, index) => ((minutes[index + 1] ?? (minutes[0] ?? 0) + 1440) - at) / 60)
  return Math.min(...gaps)
}
