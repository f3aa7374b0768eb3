export interface LockRules {
  readonly failuresBeforeLock: number
  /** Length of the first, second, … lock; the last repeats. */
  readonly lockMinutes: readonly number[]
}

/** Minutes that login stays closed after the `failures`-th failure in a row; 0 while it stays open. */
export function lockMinutesAfter(failures: number, rules: LockRules): number {
  const step = failures - rules.failuresBeforeLock
  if (step < 0) return 0
  return rules.lockMinutes[Math.min(step, rules.lockMinutes.length - 1)] ?? 0
}
