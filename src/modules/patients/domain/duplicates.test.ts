import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { likeness, worthALook } from './duplicates.ts'

const huyen = {
  name: 'Đặng Thị Huyền',
  birthDate: '1972-09-02',
  sex: 'female',
  numbers: ['099172000001'],
  phone: '0999000412',
}

describe('likeness', () => {
  for (const [what, other, reasons, look] of [
    [
      'the same number under another name',
      { name: 'Lê Văn Ba', birthDate: '1980-01-01', numbers: ['099172000001'] },
      ['sameNumber'],
      true,
    ],
    [
      'the same name without accents and birth day',
      { name: 'DANG THI HUYEN', birthDate: '1972-09-02', numbers: [] },
      ['sameNameAndBirth'],
      true,
    ],
    [
      'name, year and phone',
      { name: 'Đặng Thị Huyền', birthDate: '1972', numbers: [], phone: '0999000412' },
      ['sameNameAndYear', 'samePhone'],
      true,
    ],
    [
      'name and year alone',
      { name: 'Đặng Thị Huyền', birthDate: '1972-03-01', numbers: [] },
      ['sameNameAndYear'],
      false,
    ],
    [
      'one letter apart on the same day',
      { name: 'Đặng Thị Huyên', birthDate: '1972-09-02', numbers: [] },
      ['sameNameAndBirth'],
      true,
    ],
    [
      'a letter missing on the same day',
      { name: 'Đặng Thị Hyền', birthDate: '1972-09-02', numbers: [] },
      ['sameNameAndYear', 'similarName'],
      true,
    ],
    [
      'another sex on the same day',
      { name: 'Đặng Thị Huyền', birthDate: '1972-09-02', sex: 'male', numbers: [] },
      ['sameNameAndBirth', 'sexDiffers'],
      true,
    ],
    [
      'a household phone only',
      { name: 'Lê Văn Ba', birthDate: '1970-01-01', numbers: [], phone: '0999000412' },
      [],
      false,
    ],
    ['nobody', { numbers: [] }, [], false],
  ] as const) {
    it(`looks at ${what}`, () => {
      const found = likeness(huyen, other)
      assert.deepEqual(found.reasons, reasons)
      assert.equal(found.score >= worthALook, look)
    })
  }
})
