import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { expand, findPhrases, insert } from './phrases.ts'
import { hasShortYear, readTypedMoment, readTypedTime, shownMoment } from './typed.ts'

describe('times as they are typed', () => {
  for (const [typed, read] of [
    ['0930', '09:30:00'],
    ['930', '09:30:00'],
    ['9:30', '09:30:00'],
    ['9h30', '09:30:00'],
    ['23g59', '23:59:00'],
    ['0000', '00:00:00'],
    ['2400', undefined],
    ['0960', undefined],
    ['9', undefined],
    ['', undefined],
  ] as const)
    it(`reads ${typed || 'nothing'} as ${read}`, () => assert.equal(readTypedTime(typed), read))

  for (const [typed, read] of [
    ['23/11/2026 10:42', '2026-11-23T10:42:00+07:00'],
    ['231120261042', '2026-11-23T10:42:00+07:00'],
    ['23112026 1042', '2026-11-23T10:42:00+07:00'],
    ['10h42 23/11/2026', '2026-11-23T10:42:00+07:00'],
    ['31/12/2026 23:59', '2026-12-31T23:59:00+07:00'],
    ['29/02/2028 00:00', '2028-02-29T00:00:00+07:00'],
    ['29/02/2026 00:00', undefined],
    ['23/11/26 10:42', undefined],
    ['23/11/2026', undefined],
  ] as const)
    it(`reads ${typed} as ${read}`, () => assert.equal(readTypedMoment(typed), read))

  it('shows an instant by the clock of Viet Nam, over midnight too', () => {
    assert.equal(shownMoment('2026-12-31T17:05:00Z'), '01/01/2027 00:05')
    assert.equal(shownMoment('2026-11-23'), '23/11/2026')
  })

  it('knows a year of two digits', () => {
    assert.deepEqual(['1/7/26', '010726', '01/07/26 10:00', '1/7/2026', '01072026'].map(hasShortYear), [
      true,
      true,
      true,
      false,
      false,
    ])
  })
})

describe('phrases', () => {
  const phrases = [
    { short: 'tha', text: 'Tăng huyết áp' },
    { short: 'THA', text: 'Tăng huyết áp nguyên phát' },
    { short: 'bt', text: 'bình thường' },
  ]
  it('writes out the short form before the caret, the very one before one of other letters', () => {
    assert.deepEqual(expand('Tiền sử tha', 11, phrases), { text: 'Tiền sử Tăng huyết áp', caret: 21 })
    assert.equal(expand('THA', 3, phrases)?.text, 'Tăng huyết áp nguyên phát')
    assert.equal(expand('Bt', 2, phrases)?.text, 'bình thường')
    assert.deepEqual(expand('Tim bt, phổi rõ', 6, phrases), { text: 'Tim bình thường, phổi rõ', caret: 15 })
  })
  it('leaves other words alone', () => {
    assert.equal(expand('thang', 5, phrases), undefined)
    assert.equal(expand('tha ', 4, phrases), undefined)
    assert.equal(expand('', 0, phrases), undefined)
  })
  it('keeps a blank between words', () => {
    assert.deepEqual(insert('Tim', 3, 3, 'đều'), { text: 'Tim đều', caret: 7 })
    assert.deepEqual(insert('Tim ', 4, 4, 'đều'), { text: 'Tim đều', caret: 7 })
  })
  it('finds them by text without accents', () => {
    assert.deepEqual(
      findPhrases(phrases, 'huyet ap nguyen').map(({ short }) => short),
      ['THA'],
    )
  })
})
