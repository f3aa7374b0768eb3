import assert from 'node:assert/strict'
import { it } from 'node:test'
import { atHalfDay, daysOfPage, lastOfDay, pagesOf, placeOf } from './day-sheet.ts'

const at = (day: number, hour: string) => `2026-11-${day}T${hour}:00+07:00`

it('pages begin at the day of admission, ten days each, up to the page of today', () => {
  assert.equal(pagesOf(at(10, '23:30'), at(23, '00:10')), 2)
  const [first, second] = [0, 1].map((page) => daysOfPage(at(10, '23:30'), page))
  assert.deepEqual([first?.length, first?.[0], first?.at(-1)], [10, '2026-11-10', '2026-11-19'])
  assert.deepEqual([second?.length, second?.[0], second?.at(-1)], [10, '2026-11-20', '2026-11-29'])
})

it('places a moment by its day and hour in Viet Nam, whatever its offset', () => {
  const days = daysOfPage(at(20, '09:00'), 0)
  assert.equal(placeOf(days, at(21, '06:00')), 1.25)
  assert.equal(placeOf(days, '2026-11-20T23:00:00Z'), 1.25)
  assert.equal(placeOf(days, at(19, '06:00')), undefined)
})

it('takes the measurement nearest to the usual hour of the half day, and the last of the day', () => {
  const pulse = {
    key: 'pulse',
    points: [
      { at: at(21, '00:20'), value: '110' },
      { at: at(21, '06:10'), value: '88' },
      { at: at(21, '11:50'), value: '92' },
      { at: at(21, '22:00'), value: '101' },
    ],
  }
  assert.equal(atHalfDay(pulse, '2026-11-21', 'morning')?.value, '88')
  assert.equal(atHalfDay(pulse, '2026-11-21', 'afternoon')?.value, '101')
  assert.equal(atHalfDay(pulse, '2026-11-22', 'morning'), undefined)
  assert.equal(lastOfDay(pulse, '2026-11-21')?.value, '101')
})
