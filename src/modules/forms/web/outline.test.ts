import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { QuestionnaireItem } from '@medplum/fhirtypes'
import { optionsFrom, withKind, withWords, wordsOfItem } from './item-draft.ts'
import { changeAt, freeLinkId, insertAfter, insertInto, itemAt, linesOf, moveBy, removeAt } from './outline.ts'

const leaf = (linkId: string): QuestionnaireItem => ({ linkId, type: 'string' })
const items: readonly QuestionnaireItem[] = [
  leaf('a'),
  { linkId: 'b', type: 'group', item: [leaf('b1'), leaf('b2')] },
  leaf('c'),
]
const ids = (list: readonly QuestionnaireItem[]) => linesOf(list).map(({ item }) => item.linkId)

describe('the outline of a form', () => {
  it('lists items with their places', () => {
    assert.deepEqual(ids(items), ['a', 'b', 'b1', 'b2', 'c'])
    assert.deepEqual(linesOf(items)[3]?.path, [1, 1])
    assert.equal(itemAt(items, [1, 1])?.linkId, 'b2')
    assert.equal(itemAt(items, [4]), undefined)
  })

  it('adds, changes, takes out and moves without touching what was there', () => {
    assert.deepEqual(ids(insertAfter(items, [1, 0], leaf('n'))), ['a', 'b', 'b1', 'n', 'b2', 'c'])
    assert.deepEqual(ids(insertInto(items, [1], leaf('n'))), ['a', 'b', 'b1', 'b2', 'n', 'c'])
    assert.deepEqual(ids(changeAt(items, [2], leaf('z'))), ['a', 'b', 'b1', 'b2', 'z'])
    assert.deepEqual(ids(removeAt(items, [1, 0])), ['a', 'b', 'b2', 'c'])
    assert.deepEqual(ids(moveBy(items, [1], -1)), ['b', 'b1', 'b2', 'a', 'c'])
    assert.deepEqual(ids(moveBy(items, [0], -1)), ids(items))
    assert.deepEqual(ids(items), ['a', 'b', 'b1', 'b2', 'c'])
  })

  it('leaves no empty list in a group', () => {
    const emptied = removeAt(removeAt(items, [1, 0]), [1, 0])
    assert.deepEqual(itemAt(emptied, [1]), { linkId: 'b', type: 'group' })
  })

  it('finds a linkId that is free', () => {
    assert.equal(freeLinkId([...items, leaf('item6')]), 'item7')
    assert.equal(freeLinkId([leaf('item2')]), 'item3')
  })
})

describe('an item in the workshop', () => {
  it('reads options with and without codes', () => {
    assert.deepEqual(optionsFrom('1. Nam\n 2) Nữ\n\nKhông rõ'), [
      { valueCoding: { code: '1', display: 'Nam' } },
      { valueCoding: { code: '2', display: 'Nữ' } },
      { valueCoding: { code: '3', display: 'Không rõ' } },
    ])
  })

  it('keeps what it does not show', () => {
    const item: QuestionnaireItem = {
      linkId: 'sex',
      type: 'choice',
      text: 'Giới',
      extension: [{ url: 'urn:x', valueString: 'kept' }],
      answerOption: [{ valueCoding: { system: 'urn:s', code: '1', display: 'Nam' } }],
    }
    assert.deepEqual(withWords(item, wordsOfItem(item)), item)
    const changed = withWords(item, { ...wordsOfItem(item), en: 'Sex', unit: '%', prefix: '3' })
    assert.deepEqual(changed.answerOption, item.answerOption)
    assert.equal(changed.extension?.[0]?.valueString, 'kept')
    assert.deepEqual(wordsOfItem(changed), { vi: 'Giới', en: 'Sex', prefix: '3', unit: '%', options: '1. Nam' })
  })

  it('drops what another kind cannot have', () => {
    const choice: QuestionnaireItem = {
      linkId: 'x',
      type: 'choice',
      required: true,
      answerOption: optionsFrom('Có'),
    }
    assert.deepEqual(withKind(choice, 'string'), { linkId: 'x', type: 'string', required: true })
    assert.deepEqual(withKind(choice, 'display'), { linkId: 'x', type: 'display' })
    assert.deepEqual(withKind(choice, 'open-choice'), { ...choice, type: 'open-choice' })
  })
})
