export interface SessionLimits {
  readonly idleMinutes: number
  readonly maxHours: number
}

export interface SessionTimes {
  readonly createdAt: Date
  readonly lastSeenAt: Date
}

const minuteMs = 60_000

/** When a session ends if nothing more is done in it. */
export function sessionEndsAt(times: SessionTimes, limits: SessionLimits): Date {
  const idle = times.lastSeenAt.getTime() + limits.idleMinutes * minuteMs
  const absolute = times.createdAt.getTime() + limits.maxHours * 60 * minuteMs
  return new Date(Math.min(idle, absolute))
}

/** Clocks of machines differ by less. */
const aheadMs = 5 * minuteMs

/** Whether a session goes on. One that was seen in the future is from before the clock was set back: nobody knows its age. */
export function isAlive(times: SessionTimes, limits: SessionLimits, now: Date): boolean {
  const newest = Math.max(times.createdAt.getTime(), times.lastSeenAt.getTime())
  return newest <= now.getTime() + aheadMs && sessionEndsAt(times, limits) > now
}

/** Whether "last seen" is old enough to be written again: a write per minute, not per request. */
export function isWorthTouching(times: SessionTimes, limits: SessionLimits, now: Date): boolean {
  const everyMs = Math.min(minuteMs, (limits.idleMinutes * minuteMs) / 10)
  return now.getTime() - times.lastSeenAt.getTime() >= everyMs
}
