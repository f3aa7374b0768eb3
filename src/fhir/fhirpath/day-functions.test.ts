import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays, completedMonths, completedYears, daysBetween, instantInVietnam } from '#kernel/civil-date.ts'
import { compilePath, evaluatePath } from './index.ts'

const paths = {
  between: compilePath('daysBetween(%from, %to)'),
  years: compilePath('ageAt(%from, %to)'),
  months: compilePath("ageAt(%from, %to, 'months')"),
  days: compilePath("ageAt(%from, %to, 'days')"),
  later: compilePath('addDays(%from, %count)'),
}
const run = (path: keyof typeof paths, values: Record<string, unknown>): unknown =>
  evaluatePath(paths[path], {}, values)[0]

const instants = fc.date({
  min: new Date('1930-01-01T00:00:00Z'),
  max: new Date('2100-12-31T00:00:00Z'),
  noInvalidDate: true,
})

describe('days in the rules of forms', () => {
  it('are those of the clock of Viet Nam, over midnight and the end of a year', () => {
    const cases: readonly (readonly [string, string, number])[] = [
      ['2026-11-22T23:59:59+07:00', '2026-11-23T00:00:00+07:00', 1],
      ['2026-11-22T00:00:00+07:00', '2026-11-22T23:59:59+07:00', 0],
      ['2026-12-31T16:59:00Z', '2026-12-31T17:01:00Z', 1],
      ['2024-02-28T23:00:00+07:00', '2024-03-01T01:00:00+07:00', 2],
      ['2026-11-23T00:10:00+07:00', '2026-11-22', -1],
    ]
    for (const [from, to, days] of cases) assert.equal(run('between', { from, to }), days, `${from} ${to}`)
  })

  it('give ages in years, months or days, none before birth', () => {
    const ages = (from: string, to: string) => [
      run('years', { from, to }),
      run('months', { from, to }),
      run('days', { from, to }),
    ]
    assert.deepEqual(ages('2024-02-29', '2025-02-28T10:00:00+07:00'), [1, 12, 365])
    assert.deepEqual(ages('2026-11-01', '2026-11-22'), [0, 0, 21])
    assert.deepEqual(ages('2026-11-22', '2026-11-21T23:00:00+07:00'), [undefined, undefined, undefined])
    assert.deepEqual(ages('1959', '2026-11-22'), [undefined, undefined, undefined], 'a year alone is no day')
  })

  it('agree with the calendar whatever the moments', () =>
    fc.assert(
      fc.property(instants, fc.nat(40_000), fc.integer({ min: -500, max: 500 }), (born, lived, count) => {
        const from = instantInVietnam(born)
        const [first, last] = [from.slice(0, 10), addDays(from.slice(0, 10), lived)]
        const to = `${last}T00:00:00+07:00`
        assert.equal(run('between', { from, to }), daysBetween(first, last))
        assert.equal(run('years', { from: first, to }), completedYears(first, last))
        assert.equal(run('months', { from: first, to }), completedMonths(first, last))
        assert.equal(run('later', { from, count }), addDays(first, count))
      }),
      { numRuns: 40 },
    ))
})
