import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays, completedMonths } from '#kernel/civil-date.ts'
import { ageOn, ageText } from './age.ts'

describe('the age as it is said at the bedside', () => {
  it('is in days, then months, then years', () => {
    const cases: readonly (readonly [string, string, string | undefined])[] = [
      ['2026-11-22', '2026-11-22', '0 ngày'],
      ['2026-11-01', '2026-11-28', '27 ngày'],
      ['2026-01-01', '2026-01-29', '28 ngày'],
      ['2026-01-01', '2026-01-31', '30 ngày'],
      ['2026-02-01', '2026-03-01', '1 tháng'],
      ['2024-02-29', '2025-02-28', '12 tháng'],
      ['2023-11-23', '2026-11-22', '35 tháng'],
      ['2023-11-22', '2026-11-22', '3 tuổi'],
      ['1959-03-14', '2026-03-13', '66 tuổi'],
      ['1959-03', '2026-03-01', '67 tuổi'],
      ['1959', '2026-01-01', '67 tuổi'],
      ['2026-11-23', '2026-11-22', undefined],
    ]
    for (const [born, on, said] of cases) assert.equal(ageText(born, on, 'vi'), said, `${born} ${on}`)
    assert.equal(ageText(undefined, '2026-11-22', 'vi'), undefined)
  })

  it('is never nothing of a unit that is too large, and never goes back', () =>
    fc.assert(
      fc.property(fc.nat(50_000), fc.nat(120 * 366), (offset, lived) => {
        const born = addDays('1900-01-01', offset)
        const on = addDays(born, lived)
        const age = ageOn(born, on)
        assert.ok(age && (age.count > 0 || age.unit === 'day'), `${born} ${on}`)
        if (age.unit === 'month') assert.ok(age.count < 36)
        if (age.unit === 'year') assert.ok(completedMonths(born, on) >= 36)
        const rank = { day: 0, month: 1, year: 2 }
        const next = ageOn(born, addDays(on, 1))
        assert.ok(next && (rank[next.unit] > rank[age.unit] || next.count >= age.count))
      }),
    ))
})
