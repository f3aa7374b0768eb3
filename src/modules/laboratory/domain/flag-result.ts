/** Bounds in the unit of the result they judge; an absent bound does not apply. */
export interface Bounds {
  readonly low?: number | undefined
  readonly high?: number | undefined
  readonly criticalLow?: number | undefined
  readonly criticalHigh?: number | undefined
}

/** Codes of http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation */
export type Flag = 'LL' | 'L' | 'N' | 'H' | 'HH' | 'A'

/**
 * Says where a numeric result lies against its bounds.
 *
 * A bound belongs to the normal side: 3.5 against a low of 3.5 is `N`. Critical bounds win over normal
 * ones. `<` and `>` results are judged by their limit: `<0.01` is below every low above 0.01.
 *
 * @param value result in the unit of `bounds`
 * @returns undefined when no bound is known: then nothing may be said
 */
export function flagResult(value: number, bounds: Bounds, comparator?: string): Flag | undefined {
  if (Object.values(bounds).every((bound) => bound === undefined)) return undefined
  const below = (bound: number | undefined) =>
    bound !== undefined && (value < bound || (comparator === '<' && value === bound))
  const above = (bound: number | undefined) =>
    bound !== undefined && (value > bound || (comparator === '>' && value === bound))
  if (below(bounds.criticalLow)) return 'LL'
  if (above(bounds.criticalHigh)) return 'HH'
  if (below(bounds.low)) return 'L'
  if (above(bounds.high)) return 'H'
  return 'N'
}

/** A chosen answer is abnormal when the catalogue lists the normal ones and this is none of them. */
export function flagChoice(code: string, normal: readonly string[] | undefined): Flag | undefined {
  if (!normal || normal.length === 0) return undefined
  return normal.includes(code) ? 'N' : 'A'
}

/** A flag that must reach a clinician by voice before the result is released. */
export function isCritical(flag: string | undefined): boolean {
  return flag === 'LL' || flag === 'HH'
}
