import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  addDays,
  completedMonths,
  completedYears,
  type Day,
  dayInVietnam,
  daysBetween,
  formatDay,
  instantInVietnam,
  isDay,
  parseVietnameseDay,
} from './civil-date.ts'

const days = fc
  .date({ min: new Date('1880-01-01T00:00:00Z'), max: new Date('2150-12-31T00:00:00Z'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10))
const instants = fc.date({
  min: new Date('1980-01-01T00:00:00Z'),
  max: new Date('2150-12-31T00:00:00Z'),
  noInvalidDate: true,
})

/** The same day some months later; the last of the month where it has none. Civil Code 91/2015/QH13 art. 148. */
function monthsLater(day: Day, months: number): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10)
}

describe('days of the calendar', () => {
  it('are those that exist', () => {
    for (const day of ['2024-02-29', '2000-02-29', '2026-12-31', '2026-01-01']) assert.ok(isDay(day), day)
    for (const day of [
      '2026-02-29',
      '1900-02-29',
      '2026-04-31',
      '2026-13-01',
      '2026-00-10',
      '26-01-01',
      '2026-1-1',
    ])
      assert.ok(!isDay(day), day)
    fc.assert(fc.property(days, (day) => isDay(day)))
    fc.assert(
      fc.property(fc.nat(9999), fc.nat(13), fc.nat(32), (year, month, date) => {
        const text = [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(date).padStart(2, '0')]
        const day = text.join('-')
        const at = new Date(`${day}T00:00:00Z`)
        const exists = !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === day
        return isDay(day) === exists
      }),
    )
  })

  it('are typed and printed the Vietnamese way', () => {
    assert.equal(parseVietnameseDay('31/12/2026'), '2026-12-31')
    assert.equal(parseVietnameseDay(' 1-2-2026 '), '2026-02-01')
    assert.equal(parseVietnameseDay('29022024'), '2024-02-29')
    for (const text of [
      '29/02/2026',
      '31/04/2026',
      '1/1/26',
      '12/31/2026',
      '00/01/2026',
      '2026-12-31',
      '',
      'hôm nay',
    ])
      assert.equal(parseVietnameseDay(text), undefined, text)
    fc.assert(fc.property(days, (day) => parseVietnameseDay(formatDay(day)) === day))
  })

  it('are counted without gaps, over leap days too', () => {
    assert.equal(daysBetween('2024-02-28', '2024-03-01'), 2)
    assert.equal(daysBetween('2026-12-31', '2027-01-01'), 1)
    fc.assert(
      fc.property(days, fc.integer({ min: -40_000, max: 40_000 }), (day, count) => {
        const other = addDays(day, count)
        return isDay(other) && daysBetween(day, other) === count && daysBetween(other, day) === -count
      }),
    )
  })
})

describe('ages', () => {
  it('are completed on the day of birth, on the last of the month where it has no such day', () => {
    const cases: readonly (readonly [Day, Day, number, number])[] = [
      ['2024-02-29', '2025-02-27', 0, 11],
      ['2024-02-29', '2025-02-28', 1, 12],
      ['2024-02-29', '2028-02-28', 3, 47],
      ['2024-02-29', '2028-02-29', 4, 48],
      ['2026-01-31', '2026-02-28', 0, 1],
      ['2026-01-31', '2026-03-30', 0, 1],
      ['2026-01-31', '2026-03-31', 0, 2],
      ['2025-12-31', '2026-12-30', 0, 11],
      ['2025-12-31', '2026-12-31', 1, 12],
      ['2026-11-22', '2026-11-22', 0, 0],
    ]
    for (const [born, on, years, months] of cases)
      assert.deepEqual([completedYears(born, on), completedMonths(born, on)], [years, months], `${born} ${on}`)
  })

  it('are the most months whose end has come, whatever the days', () =>
    fc.assert(
      fc.property(days, fc.nat(120 * 366), (born, lived) => {
        const on = addDays(born, lived)
        const months = completedMonths(born, on)
        assert.ok(monthsLater(born, months) <= on && monthsLater(born, months + 1) > on, `${born} ${on} ${months}`)
        assert.equal(completedYears(born, on), Math.floor(months / 12))
        assert.ok(completedMonths(born, addDays(on, 1)) - months <= 1)
      }),
    ))
})

describe('moments', () => {
  it('belong to the day that the clocks of Viet Nam show', () => {
    assert.equal(dayInVietnam(new Date('2026-12-31T16:59:59Z')), '2026-12-31')
    assert.equal(dayInVietnam(new Date('2026-12-31T17:00:00Z')), '2027-01-01')
    assert.equal(dayInVietnam(new Date('2024-02-28T17:30:00Z')), '2024-02-29')
    assert.equal(instantInVietnam(new Date('2026-12-31T17:00:00Z')), '2027-01-01T00:00:00+07:00')
    fc.assert(
      fc.property(instants, (at) => {
        const written = instantInVietnam(at)
        assert.equal(Math.floor(at.getTime() / 1000), Date.parse(written) / 1000)
        assert.equal(dayInVietnam(at), written.slice(0, 10))
      }),
    )
  })
})
