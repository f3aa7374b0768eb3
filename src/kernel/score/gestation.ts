import { addDays, type Day, daysBetween, isDay } from '../civil-date.ts'
import { commonErrors } from '../common-errors.ts'
import { scoreErrors } from './errors.ts'

const term = 280
const usualCycle = 28
/** Longer than any pregnancy: a day so far away is a slip of the pen. */
const longest = 315

export interface GestationalAge {
  readonly weeks: number
  /** 0 to 6 */
  readonly days: number
}

function day(text: string): Day {
  if (!isDay(text)) throw commonErrors.notADay({ value: text.slice(0, 20) })
  return text
}

/**
 * Due date by the first day of the last period, 280 days on; a longer or shorter cycle moves it.
 *
 * @see Naegele FC, Lehrbuch der Geburtshülfe, 1830; ACOG Committee Opinion 700, Methods for estimating the due date, 2017
 */
export function dueDateFromPeriod(lastPeriod: string, cycleDays = usualCycle): Day {
  if (!Number.isInteger(cycleDays) || cycleDays < 20 || cycleDays > 45)
    throw scoreErrors.outOfRange({ field: 'cycleDays', low: 20, high: 45 })
  return addDays(day(lastPeriod), term + cycleDays - usualCycle)
}

/** Due date by the age that an ultrasound scan found. @see ACOG Committee Opinion 700, 2017 */
export function dueDateFromScan(scanned: string, { weeks, days }: GestationalAge): Day {
  if (!Number.isInteger(weeks) || weeks < 4 || weeks > 43)
    throw scoreErrors.outOfRange({ field: 'weeks', low: 4, high: 43 })
  if (!Number.isInteger(days) || days < 0 || days > 6)
    throw scoreErrors.outOfRange({ field: 'days', low: 0, high: 6 })
  return addDays(day(scanned), term - (weeks * 7 + days))
}

/** Completed weeks and days of pregnancy on a day. */
export function gestationalAge(dueDate: string, on: string): GestationalAge {
  const start = addDays(day(dueDate), -term)
  const passed = daysBetween(start, day(on))
  if (passed < 0) throw scoreErrors.dayBefore({ day: on, start })
  if (passed > longest) throw scoreErrors.outOfRange({ field: 'days', low: 0, high: longest })
  return { weeks: Math.floor(passed / 7), days: passed % 7 }
}

/**
 * Term of a birth by completed weeks.
 *
 * @see WHO ICD-10 volume 2, 5.7.1 (pre-term below 37, post-term from 42 completed weeks)
 */
export function termOf({ weeks }: GestationalAge): 'preterm' | 'term' | 'postterm' {
  if (weeks < 37) return 'preterm'
  return weeks < 42 ? 'term' : 'postterm'
}
