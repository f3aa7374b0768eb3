import assert from 'node:assert/strict'
import { it } from 'node:test'
import { decimal } from '#fhir/decimal.ts'
import { misshapenAt } from './answer-shape.ts'

const nested = (item: unknown) => [
  { linkId: 'head', item: [{ linkId: 'a', answer: [{ valueString: 'x', item }] }] },
]
const answered = (answer: unknown) => [{ linkId: 'a', answer }]

const cases: readonly (readonly [unknown, string | undefined])[] = [
  [undefined, undefined],
  [[], undefined],
  [nested([{ linkId: 'b', extension: [{ url: 'u', valueString: 'v' }] }]), undefined],
  [answered([{ valueDecimal: decimal('1.50') }, { valueInteger: 3 }, { valueBoolean: false }]), undefined],
  [{}, 'item'],
  [null, 'item'],
  ['x', 'item'],
  [['x'], 'item[0]'],
  [[null], 'item[0]'],
  [[[]], 'item[0]'],
  [[{ linkId: 7 }], 'item[0].linkId'],
  [[{}], 'item[0].linkId'],
  [[{ linkId: 'head', item: 'x' }], 'item[0].item'],
  [answered({}), 'item[0].answer'],
  [answered(['x']), 'item[0].answer[0]'],
  [answered([{ valueString: {} }]), 'item[0].answer[0].valueString'],
  [answered([{ valueCoding: 'x' }]), 'item[0].answer[0].valueCoding'],
  [answered([{ valueInteger: '3' }]), 'item[0].answer[0].valueInteger'],
  [answered([{ valueBoolean: null }]), 'item[0].answer[0].valueBoolean'],
  [answered([{ extension: {} }]), 'item[0].answer[0].extension'],
  [[{ linkId: 'a', extension: [{}] }], 'item[0].extension[0].url'],
  [nested({}), 'item[0].item[0].answer[0].item'],
]

for (const [item, path] of cases)
  it(`finds where answers are no answers: ${JSON.stringify(item)}`, () => {
    assert.equal(misshapenAt({ resourceType: 'QuestionnaireResponse', item }), path)
  })
