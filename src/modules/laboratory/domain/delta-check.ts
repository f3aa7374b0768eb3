import { type Day, daysBetween } from '#kernel/civil-date.ts'

/** When a result differs so much from the last one that the sample should be doubted first. */
export interface DeltaRule {
  /** Change relative to the previous value, percent. */
  readonly percent?: number
  /** Change in the unit of the test. */
  readonly absolute?: number
  /** Days within which the previous result is comparable. */
  readonly days: number
}

export interface EarlierResult {
  readonly value: number
  readonly on: Day
}

/**
 * Whether a result differs from the previous one by more than the rule allows. Both limits must be
 * passed when both are given: 30 % of a small number is no change.
 *
 * @see CLSI EP33, Use of Delta Checks in the Medical Laboratory, 2nd edition, 2023 (the method; the limits
 *   are the laboratory's own, data/rules/delta-check.json)
 */
export function exceedsDelta(
  value: number,
  on: Day,
  previous: EarlierResult | undefined,
  rule: DeltaRule | undefined,
): boolean {
  if (!previous || !rule) return false
  const age = daysBetween(previous.on, on)
  if (age < 0 || age > rule.days) return false
  const change = Math.abs(value - previous.value)
  if (change === 0) return false
  const overPercent =
    rule.percent === undefined || previous.value === 0 || (change / Math.abs(previous.value)) * 100 > rule.percent
  const overAbsolute = rule.absolute === undefined || change > rule.absolute
  return overPercent && overAbsolute
}
