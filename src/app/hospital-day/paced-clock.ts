import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SeedClock } from '../demo/seed-client.ts'

/** A clock of people at work: the time is the world's, and minutes of the story are waited for. */
export interface PacedClock extends SeedClock {
  /** Waits until the minutes that were added have gone by. */
  reached(): Promise<void>
}

/** @param speed minutes of the story in a minute of the world */
export function pacedClock(speed: number): PacedClock {
  const hands = new AsyncLocalStorage<{ due: number }>()
  const common = { due: Date.now() }
  const mine = () => hands.getStore() ?? common
  return {
    set: () => {},
    addMinutes: (minutes) => {
      const own = mine()
      own.due = Math.max(own.due, Date.now()) + (minutes * 60_000) / speed
    },
    now: () => new Date(),
    apart: (at, work) => hands.run({ due: at.getTime() }, work),
    async reached() {
      const ms = mine().due - Date.now()
      if (ms > 0) await sleep(ms)
    },
  }
}
