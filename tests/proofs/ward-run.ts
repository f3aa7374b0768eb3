import { encounters } from '#modules/encounters/index.ts'
import { patients } from '#modules/patients/index.ts'
import { records } from '#modules/records/index.ts'
import { ward, wardActs } from '#modules/ward/index.ts'
import { givenWard } from '../support/beds.ts'
import { withServer } from '../support/server.ts'
import { systemContext } from '../support/visit.ts'
import { playWard, wardBeds } from './ward-sequences.ts'

/** Random sequences on the wards of a fresh database, with a clock of their own. */
export async function wardRun(count: number, seed: number, tell: (done: number) => void = () => {}) {
  let now = Date.parse('2026-11-20T01:00:00Z')
  const tick = () => {
    now += 700
    return new Date(now)
  }
  return withServer(
    [ward, patients, encounters, records],
    async ({ services }) => {
      const ctx = systemContext(services)
      for (const [name, beds] of Object.entries(wardBeds)) await givenWard(ctx, name, beds)
      return playWard(ctx, wardActs, count, seed, tell)
    },
    { now: tick },
  )
}
