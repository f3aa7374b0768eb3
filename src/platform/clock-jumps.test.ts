import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { watchClock } from './clock-jumps.ts'

describe('the clock of the machine', () => {
  const hour = 3_600_000
  for (const jump of [hour, -hour, 24 * hour, -24 * hour])
    it(`is seen to be set by ${jump / hour} h, and drift is not`, () => {
      const at = { wall: Date.parse('2026-11-23T03:42:00Z'), steady: 500 }
      const clock = watchClock({ wall: () => at.wall, steady: () => at.steady })
      for (let n = 0; n < 100; n++) {
        at.wall += 5010
        at.steady += 5000
        assert.equal(clock.look(), undefined)
      }
      at.wall += 5000 + jump
      at.steady += 5000
      assert.deepEqual(clock.look(), { at: new Date(at.wall), seconds: jump / 1000 })
      at.wall += 5000
      at.steady += 5000
      assert.equal(clock.look()?.seconds, jump / 1000, 'the last one is remembered')
    })
})
