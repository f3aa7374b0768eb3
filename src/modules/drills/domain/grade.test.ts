import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { describe, it } from 'node:test'
import { knownChecks } from '../reaction.ts'
import { scenarioOf } from '../scenarios.ts'
import { judge } from './grade.ts'

const began = new Date('2026-11-23T03:00:00Z')
const after = (minutes: number) => new Date(began.getTime() + minutes * 60_000)
const check = (name: string, points: number, withinMinutes: number) => ({
  check: name,
  title: { vi: name, en: name },
  points,
  withinMinutes,
})
const scale = {
  checks: [check('a', 60, 15), check('b', 31, 60), check('c', 9, 5)],
  lateShare: 0.5,
  goodFrom: 80,
  fairFrom: 50,
}

describe('a grade', () => {
  it('gives all points in time, part of them late, none for what was missed', () => {
    const { judged, points, verdict } = judge(
      scale,
      began,
      new Map([
        ['a', after(15.9)],
        ['b', after(61)],
      ]),
    )
    assert.deepEqual(
      judged.map(({ state, got, minutes }) => [state, got, minutes]),
      [
        ['done', 60, 15],
        ['late', 15, 61],
        ['missed', 0, undefined],
      ],
    )
    assert.deepEqual([points, verdict], [75, 'fair'])
  })

  it('is good from its limit on, and poor below the other', () => {
    assert.equal(
      judge(
        scale,
        began,
        new Map([
          ['a', after(1)],
          ['b', after(1)],
        ]),
      ).verdict,
      'good',
    )
    assert.equal(judge(scale, began, new Map([['b', after(1)]])).verdict, 'poor')
  })

  it('can look for everything that the scenarios ask, a hundred points each', () => {
    for (const name of readdirSync(new URL('../../../../data/incidents/drills/', import.meta.url))) {
      const { checks } = scenarioOf(name.replace('.json', ''))
      assert.equal(
        checks.reduce((sum, one) => sum + one.points, 0),
        100,
        name,
      )
      for (const one of checks) assert.ok(knownChecks().includes(one.check), `${name} ${one.check}`)
    }
  })
})
