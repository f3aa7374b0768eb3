import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { withServices } from '#tests/support/database.ts'
import { modules } from '../module-list.ts'
import type { OpenServices } from '../open-services.ts'
import { seedDemo } from './seed-demo.ts'

/** Midnight in Viet Nam between the 23rd and the 24th. */
const midnight = Date.parse('2026-11-24T00:00:00+07:00')

interface Visit {
  readonly day: string
  readonly arrivedAt: Date
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
}

/** The demo hospital made at one moment: every visit to a room. */
async function visitsMadeAt(at: Date): Promise<readonly Visit[]> {
  return withServices(
    async (services) => {
      await seedDemo(services as OpenServices, 10, () => {})
      const { rows } = await sql<Visit>`
        select day::text as day, arrived_at as "arrivedAt", started_at as "startedAt", finished_at as "finishedAt"
        from queue_entry`.execute(services.db)
      return rows
    },
    { now: () => at, guards: modules.flatMap((module) => module.guards ?? []) },
  )
}

/** Moments of a visit that there are, in the order they should have. */
const moments = ({ arrivedAt, startedAt, finishedAt }: Visit) =>
  [arrivedAt, startedAt, finishedAt].flatMap((one) => (one ? [one.getTime()] : []))

describe('the demo hospital', { timeout: 300_000 }, () => {
  for (const seconds of [1, 12 * 60]) {
    it(`is made ${seconds} seconds after midnight, with today's visits begun and ended today`, async () => {
      const now = new Date(midnight + seconds * 1000)
      const visits = await visitsMadeAt(now)
      const today = visits.filter(({ day }) => day === '2026-11-24')
      assert.ok(today.length >= 7, `${today.length} visits of today`)
      assert.ok(today.some(({ finishedAt }) => finishedAt))
      for (const visit of today) {
        // The clock of the seed goes on by a millisecond each time it is looked at.
        const between = [midnight, ...moments(visit), now.getTime() + 60_000]
        assert.deepEqual(
          between,
          between.toSorted((a, b) => a - b),
          JSON.stringify(visit),
        )
      }
    })
  }
})
