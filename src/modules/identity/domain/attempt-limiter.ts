export interface AttemptLimits {
  /** Failures an address may have at once … */
  readonly failuresPerAddress: number
  /** … and how many are forgiven each minute. */
  readonly forgivenPerMinute: number
}

/** Counts failed logins per address, in memory. Successes give their place back: a whole ward may share one. */
export interface AttemptLimiter {
  /** Counts an attempt as failed; returns the seconds to wait when there were too many, else 0. */
  take(address: string, now: Date): number
  /** The attempt succeeded after all. */
  giveBack(address: string): void
}

const mostAddresses = 10_000

/** A token bucket for each address, so that a flood slows its own address down and ends with the flood. */
export function attemptLimiter(limits: AttemptLimits): AttemptLimiter {
  const perMs = limits.forgivenPerMinute / 60_000
  const buckets = new Map<string, { failures: number; atMs: number }>()
  const remaining = (bucket: { failures: number; atMs: number }, nowMs: number) =>
    Math.max(0, bucket.failures - Math.max(0, nowMs - bucket.atMs) * perMs)
  const forgetOld = (nowMs: number) => {
    for (const [address, bucket] of buckets) if (remaining(bucket, nowMs) === 0) buckets.delete(address)
    if (buckets.size > mostAddresses) buckets.clear()
  }
  return {
    take(address, now) {
      const nowMs = now.getTime()
      if (buckets.size > mostAddresses) forgetOld(nowMs)
      const failures = remaining(buckets.get(address) ?? { failures: 0, atMs: nowMs }, nowMs)
      const full = failures + 1 > limits.failuresPerAddress
      buckets.set(address, { failures: full ? failures : failures + 1, atMs: nowMs })
      return full ? Math.max(1, Math.ceil((failures + 1 - limits.failuresPerAddress) / perMs / 1000)) : 0
    },
    giveBack(address) {
      const bucket = buckets.get(address)
      if (bucket) bucket.failures = Math.max(0, bucket.failures - 1)
    },
  }
}
