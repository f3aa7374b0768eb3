import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { structures } from '#store/definitions.ts'
import { decimal } from '../decimal.ts'
import { canonicalJson, parseJson } from '../json.ts'
import { applyJsonPatch } from '../patch/json-patch.ts'
import { readXml } from './read-xml.ts'
import { writeXml } from './write-xml.ts'

const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,30})(\.\d{1,30})?([eE][+-]?\d{1,3})?$/)
const words = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((text) => [...text].every((one) => one >= ' ' && one !== '\ufffe' && one !== '\uffff'))

const through = (resource: unknown) => canonicalJson(readXml(structures, writeXml(structures, resource)))

describe('what must not change on the way', () => {
  it('digits of numbers through XML', () => {
    fc.assert(
      fc.property(digits, (text) => {
        const resource = { resourceType: 'Observation', valueQuantity: { value: decimal(text) } }
        return through(resource) === `{"resourceType":"Observation","valueQuantity":{"value":${text}}}`
      }),
    )
  })

  it('any text through XML, pretty or not', () => {
    fc.assert(
      fc.property(words, words, fc.boolean(), (one, other, pretty) => {
        const resource = { resourceType: 'Patient', name: [{ text: one, given: [other, `${other}\r\n\t `] }] }
        const back = readXml(structures, writeXml(structures, resource, pretty))
        return canonicalJson(back) === canonicalJson(resource)
      }),
    )
  })

  it('lists of primitives with gaps through XML', () => {
    const item = fc.record({ value: fc.option(words), id: fc.option(fc.stringMatching(/^[a-z]{1,5}$/)) })
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 5 }), (items) => {
        const kept = items.filter((one) => one.value !== null || one.id !== null)
        if (kept.length === 0) return true
        const given = kept.map((one) => one.value)
        const twins = kept.map((one) => (one.id === null ? null : { id: one.id }))
        const name = {
          ...(given.some((one) => one !== null) ? { given } : {}),
          ...(twins.some((one) => one !== null) ? { _given: twins } : {}),
        }
        const back = readXml(structures, writeXml(structures, { resourceType: 'Patient', name: [name] }))
        assert.deepEqual(back, { resourceType: 'Patient', name: [name] })
        return true
      }),
    )
  })

  it('digits of numbers through a patch elsewhere', () => {
    fc.assert(
      fc.property(digits, (text) => {
        const before = parseJson(`{"a":[${text}],"b":1}`)
        return canonicalJson(applyJsonPatch(before, [{ op: 'remove', path: '/b' }])) === `{"a":[${text}]}`
      }),
    )
  })

  it('a text that is no XML never breaks the reader otherwise than by a refusal', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (inner) => {
        try {
          readXml(structures, `<Patient xmlns="http://hl7.org/fhir">${inner}</Patient>`)
        } catch (cause) {
          return /^xml\./.test((cause as { code?: string }).code ?? '')
        }
        return true
      }),
      { numRuns: 500 },
    )
  })
})
