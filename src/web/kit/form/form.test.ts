import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Questionnaire, QuestionnaireResponse } from '@medplum/fhirtypes'
import { compileForm } from '#fhir/sdc/compile-form.ts'
import { leftIn } from './answered.ts'
import { carryItem, sourceOf } from './carry.ts'
import { contentOf, itemsOf } from './content.ts'
import { FormStore } from './form-store.ts'
import { merge, withTheirs } from './merge.ts'
import { screenForm } from './model.ts'
import { sectionsOf } from './sections.ts'

const hidden = [{ url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-hidden', valueBoolean: true }]

const questionnaire: Questionnaire = {
  resourceType: 'Questionnaire',
  status: 'active',
  url: 'urn:lanong:form:sample',
  item: [
    {
      linkId: 'history',
      type: 'group',
      prefix: 'II',
      text: 'Bệnh sử',
      item: [
        { linkId: 'reason', type: 'string', text: 'Lý do', required: true },
        { linkId: 'smokes', type: 'boolean', text: 'Hút thuốc', required: true },
        {
          linkId: 'packs',
          type: 'integer',
          text: 'Bao mỗi ngày',
          required: true,
          enableWhen: [{ question: 'smokes', operator: '=', answerBoolean: true }],
        },
        { linkId: 'secret', type: 'string', text: 'Ẩn', required: true, extension: hidden },
      ],
    },
    {
      linkId: 'drug',
      type: 'group',
      repeats: true,
      text: 'Thuốc',
      item: [
        { linkId: 'drug.name', type: 'string', text: 'Tên', required: true },
        { linkId: 'drug.dose', type: 'decimal', text: 'Liều' },
      ],
    },
  ],
}

const form = compileForm(questionnaire)
const model = screenForm(questionnaire)
const response = (item: QuestionnaireResponse['item'] = []): QuestionnaireResponse => ({
  resourceType: 'QuestionnaireResponse',
  status: 'in-progress',
  ...(item.length > 0 ? { item } : {}),
})
const drug = (name: string, id?: string) => ({
  ...(id ? { id } : {}),
  linkId: 'drug',
  item: [{ linkId: 'drug.name', answer: [{ valueString: name }] }],
})
const history = (text: string) => ({
  linkId: 'history',
  item: [{ linkId: 'reason', answer: [{ valueString: text }] }],
})
const text = (value: string) => [{ valueString: value }]
const names = (of: QuestionnaireResponse) =>
  (of.item ?? []).filter(({ linkId }) => linkId === 'drug').map((row) => row.item?.[0]?.answer?.[0]?.valueString)

describe('a fill on the screen', () => {
  it('counts what is required, asked and not answered; what is hidden or not asked is not counted', () => {
    const store = new FormStore(form, response())
    const left = () => leftIn(model.items, store).missing
    assert.deepEqual(left(), ['reason', 'smokes'])
    store.answer('smokes', [{ valueBoolean: true }])
    assert.deepEqual(left(), ['reason', 'packs'])
    store.answer('reason', text('  '))
    assert.deepEqual(left(), ['reason', 'packs'])
    store.answer('reason', text('Ho'))
    store.answer('smokes', [{ valueBoolean: false }])
    assert.deepEqual(left(), [])
  })

  it('counts a required group as long as nothing in it is answered', () => {
    const group: Questionnaire = {
      resourceType: 'Questionnaire',
      status: 'active',
      item: [
        {
          linkId: 'eye',
          type: 'group',
          text: 'Bệnh chính',
          required: true,
          item: [
            { linkId: 'eye.right', type: 'string' },
            { linkId: 'eye.left', type: 'string' },
          ],
        },
      ],
    }
    const store = new FormStore(compileForm(group), response())
    const { items } = screenForm(group)
    assert.deepEqual(leftIn(items, store), { missing: ['eye'], required: 1 })
    store.answer('eye.left', text('Đục thể thủy tinh'))
    assert.deepEqual(leftIn(items, store), { missing: [], required: 1 })
  })

  it('has a row to write in, and keeps none in which nothing stands', () => {
    const store = new FormStore(form, response())
    assert.deepEqual(store.rowsAt('drug', []), ['drug@0'])
    assert.deepEqual(store.response().item ?? [], [])
    store.addRow('drug', [])
    store.answer('drug.name@1', text('Aspirin'))
    assert.deepEqual(names(store.response()), ['Aspirin'])
    assert.deepEqual(leftIn(model.items, store).missing, ['reason', 'smokes'])
    store.answer('drug.dose@0', [{ valueDecimal: 5 }])
    assert.deepEqual(leftIn(model.items, store).missing, ['reason', 'smokes', 'drug.name@0'])
  })

  it('adds, doubles, takes out and puts back rows, each with its id', () => {
    const store = new FormStore(form, response([drug('A'), drug('B')]))
    const second = store.rowId('drug@1')
    store.duplicateRow('drug@0')
    assert.deepEqual(names(store.response()), ['A', 'A', 'B'])
    assert.equal(store.rowId('drug@2'), second)
    const taken = store.removeRow('drug@2')
    assert.deepEqual(names(store.response()), ['A', 'A'])
    assert.ok(taken)
    store.restoreRow(taken)
    assert.deepEqual(names(store.response()), ['A', 'A', 'B'])
    assert.equal(store.rowId('drug@2'), second)
    const ids = store.response().item?.map(({ id }) => id) ?? []
    assert.equal(new Set(ids).size, 3)
  })

  it('tells only who watches a changed place, and those that it decides about', () => {
    const store = new FormStore(form, response())
    const told: string[] = []
    for (const key of ['reason', 'smokes', 'packs', 'drug.name@0'])
      store.listeners.watch(key, () => told.push(key))
    store.answer('reason', text('Ho'))
    assert.deepEqual(told, ['reason'])
    told.length = 0
    store.answer('smokes', [{ valueBoolean: true }])
    assert.deepEqual(told.sort(), ['packs', 'smokes'])
  })

  it('takes an item or a group from another fill with the mark of where it comes from', () => {
    const source = { reference: 'QuestionnaireResponse/1', display: 'từ 01/BV1 ngày 02/03/2026' }
    const before = new FormStore(form, response([history('Ho'), drug('A'), drug('B')]), {}, { frozen: true })
    const store = new FormStore(form, response([drug('C')]))
    for (const item of model.items) carryItem(store, before, item, item.linkId, source)
    assert.deepEqual(names(store.response()), ['A', 'B'])
    assert.deepEqual(sourceOf(store.answersAt('reason')[0]), source)
    assert.equal(sourceOf(before.answersAt('reason')[0]), undefined)
    store.answer('reason', text('Ho khan'))
    assert.equal(sourceOf(store.answersAt('reason')[0]), undefined)
  })

  it('lists the parts of the form', () => {
    assert.deepEqual(
      sectionsOf(model).map(({ key }) => key),
      ['history', 'drug'],
    )
  })
})

describe('two writers', () => {
  const merged = (base: QuestionnaireResponse, mine: QuestionnaireResponse, theirs: QuestionnaireResponse) => {
    const found = merge(contentOf(form, base), contentOf(form, mine), contentOf(form, theirs))
    return { ...found, response: response(itemsOf(form, found.content)) }
  }
  const base = response([history('Ho'), drug('A', 'r1'), drug('B', 'r2')])

  it('lays a response apart and puts it together the same', () => {
    assert.deepEqual(itemsOf(form, contentOf(form, base)), base.item)
  })

  it('takes what only one of them changed', () => {
    const mine = response([history('Ho, sốt'), drug('A', 'r1'), drug('B', 'r2')])
    const theirs = response([history('Ho'), drug('A', 'r1'), drug('B2', 'r2'), drug('C', 'r3')])
    const { response: made, clashes } = merged(base, mine, theirs)
    assert.deepEqual(made.item?.[0], history('Ho, sốt'))
    assert.deepEqual(names(made), ['A', 'B2', 'C'])
    assert.equal(clashes.size, 0)
  })

  it('keeps both values where both wrote, and sends the one that the server has', () => {
    const mine = response([history('Ho, sốt')])
    const theirs = response([history('Ho, khó thở')])
    const { content, clashes } = merged(response([history('Ho')]), mine, theirs)
    assert.deepEqual(content.answers.get('reason'), text('Ho, sốt'))
    assert.deepEqual(clashes.get('reason'), text('Ho, khó thở'))
    assert.deepEqual(withTheirs(content, clashes).answers.get('reason'), text('Ho, khó thở'))
  })

  it('lets a row go that one took out, unless the other wrote in it', () => {
    const out = response([history('Ho'), drug('B', 'r2')])
    assert.deepEqual(names(merged(base, out, base).response), ['B'])
    assert.deepEqual(names(merged(base, base, out).response), ['B'])
    const changed = response([history('Ho'), drug('A, 2 viên', 'r1'), drug('B', 'r2')])
    assert.deepEqual(names(merged(base, out, changed).response), ['A, 2 viên', 'B'])
    assert.deepEqual(names(merged(base, changed, out).response), ['B', 'A, 2 viên'])
  })
})
