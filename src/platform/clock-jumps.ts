/** A time at which the clock of the machine was set by more than clocks drift. */
export interface ClockJump {
  /** By the new clock. */
  readonly at: Date
  /** Forward when positive. */
  readonly seconds: number
}

interface Clocks {
  wall(): number
  /** Never set, in milliseconds. */
  steady(): number
}

const everyMs = 5000
const jumpMs = 30_000

/** Compares the clock with one that nobody can set. A machine that slept shows as a jump forward. */
export function watchClock(clocks: Clocks) {
  let wall = clocks.wall()
  let steady = clocks.steady()
  let last: ClockJump | undefined
  return {
    look(): ClockJump | undefined {
      const [wallNow, steadyNow] = [clocks.wall(), clocks.steady()]
      const jumped = wallNow - wall - (steadyNow - steady)
      if (Math.abs(jumped) > jumpMs) last = { at: new Date(wallNow), seconds: Math.round(jumped / 1000) }
      wall = wallNow
      steady = steadyNow
      return last
    },
  }
}

const clock = watchClock({ wall: () => Date.now(), steady: () => performance.now() })
setInterval(() => clock.look(), everyMs).unref()

/** The last jump since this program started. */
export const lastClockJump = (): ClockJump | undefined => clock.look()
