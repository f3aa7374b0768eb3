import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatMoment, parseVietnameseMoment } from './civil-moment.ts'

const read: readonly [string, string | undefined][] = [
  ['23/11/2026 10:42', '2026-11-23T10:42'],
  ['1/7/2026 7:05', '2026-07-01T07:05'],
  ['23112026 1042', '2026-11-23T10:42'],
  ['29/2/2028 23h59', '2028-02-29T23:59'],
  ['23/11/2026 7h', '2026-11-23T07:00'],
  ['23/11/2026, 00.00', '2026-11-23T00:00'],
  ['2026-11-23T10:42', '2026-11-23T10:42'],
  ['23/11/2026', undefined],
  ['23/11/2026 24:00', undefined],
  ['23/11/2026 10', undefined],
  ['23/11/2026 10:4', undefined],
  ['29/2/2026 10:42', undefined],
  ['2026-02-29T10:42', undefined],
  ['23/11/2026 10:42 PM', undefined],
  ['', undefined],
]

test('a day with a time is read as it is typed, or not at all', () => {
  for (const [text, moment] of read) {
    assert.equal(parseVietnameseMoment(text), moment, text)
    if (moment) assert.equal(parseVietnameseMoment(formatMoment(moment)), moment)
  }
})
