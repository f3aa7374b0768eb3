import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Questionnaire, QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { compileForm } from '#fhir/sdc/compile-form.ts'
import { withMarks } from '#fhir/sdc/row-marks.ts'
import { leftIn } from './answered.ts'
import { contentOf, itemsOf } from './content.ts'
import { FormStore } from './form-store.ts'
import { merge } from './merge.ts'
import { screenForm } from './model.ts'

const questionnaire: Questionnaire = {
  resourceType: 'Questionnaire',
  status: 'active',
  url: 'urn:lanong:form:sheet',
  item: [
    {
      linkId: 'entry',
      type: 'group',
      repeats: true,
      text: 'Diễn biến',
      extension: [{ url: 'urn:lanong:ext:row-signed-by', valueCode: 'doctor' }],
      item: [{ linkId: 'entry.course', type: 'text', text: 'Diễn biến' }],
    },
  ],
}
const form = compileForm(questionnaire)
const doctor = { reference: 'Practitioner/a', display: 'BS. Lê Hữu Trác' }
const signed = { by: doctor, at: '2026-11-23T08:05:00+07:00', hash: '00', evidence: 'Provenance/p', late: false }

const row = (id: string, course: string): QuestionnaireResponseItem => ({
  id,
  linkId: 'entry',
  item: [{ linkId: 'entry.course', answer: [{ valueString: course }] }],
})
const response = (...item: QuestionnaireResponseItem[]): QuestionnaireResponse => ({
  resourceType: 'QuestionnaireResponse',
  status: 'in-progress',
  item,
})

describe('rows that are signed, on the screen', () => {
  it('are not written in, taken out or given up for what this screen holds', () => {
    const base = contentOf(form, response(row('r1', 'Ho'), row('r2', 'Sốt')))
    const mine = contentOf(form, response(row('r1', 'Ho nhiều'), row('r3', 'Mới')))
    const marked = withMarks(row('r1', 'Ho'), { author: doctor, signed })
    const theirs = contentOf(form, response(marked, withMarks(row('r2', 'Sốt'), { author: doctor })))
    const { content, clashes } = merge(base, mine, theirs)
    assert.equal(clashes.size, 0)
    assert.deepEqual(itemsOf(form, content), [
      { id: 'r1', extension: marked.extension, linkId: 'entry', item: row('r1', 'Ho').item },
      row('r3', 'Mới'),
    ])
  })

  it('say who signed them, and refuse answers', () => {
    const store = new FormStore(
      form,
      response(withMarks(row('r1', 'Ho'), { author: doctor, signed }), row('r2', '')),
    )
    assert.equal(store.marksAt('entry@0').signed?.by.display, 'BS. Lê Hữu Trác')
    store.answer('entry.course@0', [{ valueString: 'Ho nhiều' }])
    store.answer('entry.course@1', [{ valueString: 'Sốt' }])
    assert.equal(store.answersAt('entry.course@0')[0]?.valueString, 'Ho')
    assert.equal(store.answersAt('entry.course@1')[0]?.valueString, 'Sốt')
    store.removeRow('entry@0')
    assert.equal(store.rowsAt('entry', []).length, 2)
  })

  it('lack nothing, also where a question stands open in them', () => {
    const [entry] = questionnaire.item ?? []
    const asked = { linkId: 'entry.other', type: 'string', text: 'Khác', required: true } as const
    const more: Questionnaire = {
      ...questionnaire,
      item: [{ ...entry, linkId: 'entry', type: 'group', item: [...(entry?.item ?? []), asked] }],
    }
    const rows = response(withMarks(row('r1', 'Ho'), { author: doctor, signed }), row('r2', 'Sốt'))
    const store = new FormStore(compileForm(more), rows)
    assert.deepEqual(leftIn(screenForm(more).items, store).missing, ['entry.other@1'])
  })
})
