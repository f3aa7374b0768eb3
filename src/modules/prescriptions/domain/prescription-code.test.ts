import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { drugKinds } from '#kernel/drug/drug-kind.ts'
import { kindOfCode, makePrescriptionCode } from './prescription-code.ts'

const random = (count: number) => crypto.getRandomValues(new Uint8Array(count))

describe('makePrescriptionCode', () => {
  it('has 14 characters: the facility in lower case, seven random ones, the kind', () => {
    for (const kind of drugKinds) {
      const code = makePrescriptionCode('01ZZ1', kind, random)
      assert.match(code, /^01zz1[0-9a-z]{7}-[CNH]$/)
      assert.equal(code.length, 14)
      assert.equal(kindOfCode(code), kind)
    }
  })

  it('does not favour the first characters of the alphabet', () => {
    assert.equal(
      makePrescriptionCode('01zz1', 'C', () => Uint8Array.of(255, 254, 253, 252, 0, 35, 36)).slice(5, 12),
      '0z00z00',
    )
  })

  it('does not repeat in 20,000 codes', () => {
    const codes = new Set(Array.from({ length: 20_000 }, () => makePrescriptionCode('01zz1', 'C', random)))
    assert.equal(codes.size, 20_000)
  })
})

describe('kindOfCode', () => {
  it('accepts both cases and refuses everything else', () => {
    assert.equal(kindOfCode('01zz1ab3d9xy-n'), 'N')
    assert.equal(kindOfCode('01zz1ab3d9xy-T'), undefined)
    fc.assert(
      fc.property(fc.string(), (text) => /^[0-9a-z]{12}-[cnh]$/i.test(text) === (kindOfCode(text) !== undefined)),
    )
  })
})
