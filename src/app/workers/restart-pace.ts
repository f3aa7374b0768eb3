/** Restarts that are looked back at, and the longest pause before one. */
const windowMs = 60_000
const longestMs = 30_000

/**
 * How long to wait before a dead worker is replaced: the first at once, then 1 s, 2 s, 4 s … for each restart of the
 * last minute. A worker that always dies does not keep the machine busy.
 */
export function restartPause(restarts: readonly number[], nowMs: number): number {
  const recent = restarts.filter((at) => nowMs - at < windowMs).length
  return recent === 0 ? 0 : Math.min(1000 * 2 ** (recent - 1), longestMs)
}
