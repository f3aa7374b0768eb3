import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchParts } from './match.ts'

const shown = (text: string, query: string) =>
  matchParts(text, query)
    .map((part) => (part.hit ? `[${part.text}]` : part.text))
    .join('')

test('marks the accented words that a query without accents found', () => {
  assert.equal(
    shown('Đái tháo đường không phụ thuộc insuline', 'dai thao duong'),
    '[Đái tháo đường] không phụ thuộc insuline',
  )
  assert.equal(shown('Trần Văn Hậu', 'hau tran'), '[Trần] Văn [Hậu]')
  assert.equal(shown('Trần Văn Hậu', ''), 'Trần Văn Hậu')
  assert.equal(shown('E11.9', 'e11'), '[E11].9')
})

test('a text in decomposed form is marked at the same letters', () => {
  assert.equal(shown('Hậu'.normalize('NFD'), 'hau'), '[Hậu]')
})
