export interface GuessPace {
  /** Wrong tries that cost nothing: people mistype. */
  readonly guessesWithoutWait: number
  /** Wait after the next ones; the last repeats. */
  readonly guessWaitSeconds: readonly number[]
  readonly forgetGuessesAfterHours: number
  /** From so many wrong tries on the person whose secret it is is told. */
  readonly guessesWorthTelling: number
}

/** Seconds until who guessed wrong so often may try again, counted from the last try. */
export function waitAfter(wrong: number, pace: GuessPace): number {
  const step = wrong - pace.guessesWithoutWait - 1
  if (step < 0) return 0
  return pace.guessWaitSeconds[Math.min(step, pace.guessWaitSeconds.length - 1)] ?? 0
}
