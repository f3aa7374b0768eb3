export interface Dose {
  /** mg at a time. */
  readonly single: number
  /** mg a day. */
  readonly daily: number
  /** The maximum and not the weight decided. */
  readonly capped: boolean
}

/**
 * A child's dose by weight, never above the maximum a day.
 *
 * @param mgPerKg a day
 */
export function dosePerKg(weightKg: number, mgPerKg: number, dosesPerDay: number, maxMgPerDay: number): Dose {
  const byWeight = weightKg * mgPerKg
  const daily = Math.min(byWeight, maxMgPerDay)
  return { single: daily / dosesPerDay, daily, capped: byWeight > maxMgPerDay }
}
