import assert from 'node:assert/strict'
import { validateHeaderValue } from 'node:http'
import { it } from 'node:test'
import fc from 'fast-check'
import { plainFileName } from './plain-file-name.ts'

it('a name in a header is ours: no text that it is made of ends the quotes, the line, or the answer', () => {
  assert.equal(plainFileName('01/BV1-0190', 'pdf'), '01-BV1-0190.pdf')
  assert.equal(plainFileName('ĐD/01"; filename*=x\r\nX: y', 'pdf'), '-D-01-filename-x-X-y.pdf')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const name = plainFileName(text, 'pdf')
      assert.match(name, /^[A-Za-z0-9-]*\.pdf$/)
      validateHeaderValue('content-disposition', `inline; filename="${name}"`)
    }),
  )
})
