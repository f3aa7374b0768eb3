export interface ExpectedTimeRule {
  /** Used until enough visits of the room were measured. */
  readonly defaultMinutes: number
  readonly smallestMeasured: number
  /** Longer visits (waiting for results in between) do not count. */
  readonly longestMinutes: number
}

/** Mean minutes of a visit in a room, from the visits that were measured; the default while they are few. */
export function meanMinutes(measured: readonly number[], rule: ExpectedTimeRule): number {
  const counted = measured.filter((minutes) => minutes > 0 && minutes <= rule.longestMinutes)
  if (counted.length < rule.smallestMeasured) return rule.defaultMinutes
  return counted.reduce((sum, minutes) => sum + minutes, 0) / counted.length
}

/** Minutes until a person's turn, rounded to five so that nobody takes it for a promise. */
export function minutesToWait(ahead: number, mean: number): number {
  return Math.round((ahead * mean) / 5) * 5
}
