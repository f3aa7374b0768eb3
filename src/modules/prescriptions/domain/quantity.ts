import type { DrugKind } from '#kernel/drug/drug-kind.ts'
import { inWordsCapital } from './number-words.ts'

export interface Course {
  /** Units at one time: 0.5 tablet. */
  readonly dose: number
  readonly timesADay: number
  /** Taken every so many days; daily when absent. */
  readonly everyDays?: number
  readonly days: number
}

/** Thousandths, so that 0.1 × 3 is 0.3. */
const scale = 1000

/** Units of a whole course, before rounding to what can be handed out. */
export function unitsNeeded({ dose, timesADay, days, everyDays = 1 }: Course): number {
  return (Math.round(dose * scale) * timesADay * Math.ceil(days / everyDays)) / scale
}

/**
 * Whole units to hand out. A drug counted in the unit it is dosed in (tablet, sachet) is rounded up; one
 * measured (a bottle dosed in mL) needs the number of containers, `perContainer` dosed units each.
 */
export function quantityFor(course: Course, perContainer = 1): number {
  if (perContainer <= 0) return 0
  return Math.ceil(Math.round((unitsNeeded(course) * scale) / perContainer) / scale)
}

/** `05` for 5, `12` for 12: below ten a zero stands before, so that no digit can be added. @see Circular 26/2025/TT-BYT art. 6 */
export function printedNumber(quantity: number): string {
  if (!Number.isInteger(quantity)) return String(quantity).replace('.', ',')
  return quantity < 10 ? `0${quantity}` : String(quantity)
}

/** The quantity as the prescription prints it: narcotics in words, others in digits. */
export function printedQuantity(quantity: number, unit: string, kind: DrugKind): string {
  if (kind === 'N') return `${inWordsCapital(quantity)} ${unit} (${printedNumber(quantity)})`
  return `${printedNumber(quantity)} ${unit}`
}

/** A dose with a comma and no trailing zero: `0,5`, `1`, `2,25`. */
export function doseText(dose: number): string {
  return String(Math.round(dose * scale) / scale).replace('.', ',')
}
