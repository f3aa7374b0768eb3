import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tidyName } from './person-name.ts'

test('a name that was pasted loses what nobody sees and no search finds again', () => {
  assert.equal(tidyName('Ng\u200Buyễn\u00A0Thị \uFEFFHồ\u00ADng'), 'Nguyễn Thị Hồng')
  assert.equal(tidyName('Đặng Thị Hường'.normalize('NFD')), 'Đặng Thị Hường')
})

test('a name turns the direction of nothing that stands behind it; what its own letters need stays', () => {
  assert.equal(tidyName('Nguyễn \u202EgnuH\u202C Văn'), 'Nguyễn gnuH Văn')
  assert.equal(tidyName('مریم\u200Cالسادات'), 'مریم\u200Cالسادات')
  assert.equal(tidyName('Trần \u200Fعلي Hai'), 'Trần \u200Fعلي Hai')
})

test('what nobody can read is no name: marks of direction, joiners, signs', () => {
  for (const text of ['\u200B\u200F', '\u061C\u200D', '😀', '--', '\u0301']) assert.equal(tidyName(text), '')
})
