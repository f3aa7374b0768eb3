import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shippedForms } from '#platform/forms/registry.ts'
import { formMark } from './form-mark.ts'

const markOf = (code: string) => {
  const edition = shippedForms().find((one) => one.code === code)
  assert.ok(edition, code)
  const { label, number, of } = formMark(edition)
  return [`${label} ${number}`, of]
}

test('a form is named as its circular names it', () => {
  assert.deepEqual(markOf('01/BV1'), ['MS: 01/BV1', null])
  assert.deepEqual(markOf('TT25-02'), ['Mẫu số 02', 'Thông tư 25/2025/TT-BYT'])
  assert.deepEqual(markOf('TT01-PL6'), ['Phụ lục VI', 'Thông tư 01/2025/TT-BYT'])
})

test('no code of ours stands on a statutory paper', () => {
  const ours = shippedForms().filter((one) => one.kind !== 'local' && /^TT/.test(formMark(one).number))
  assert.deepEqual(
    ours.map(({ code }) => code),
    [],
  )
})
