import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { QuestionnaireItem, QuestionnaireResponse } from '@medplum/fhirtypes'
import { ask, blank, expression, group, questionnaire } from '#tests/support/questionnaires.ts'
import { decimal } from '../decimal.ts'
import { cleanResponse, cleanText } from './clean-text.ts'
import { compileForm } from './compile-form.ts'
import { sdcUrl } from './extensions.ts'
import { validateResponse } from './validate-response.ts'

type Given = QuestionnaireResponse['item']

const codes = (items: QuestionnaireItem[], given: Given, complete = true) =>
  validateResponse(
    compileForm(questionnaire(items)),
    blank(given),
    {},
    {
      complete,
      inValueSet: (_set, { code }) => code !== 'X99',
    },
  ).map(({ path, code }) => `${path} ${code}`)

const answer = (linkId: string, ...answers: object[]) => ({ linkId, answer: answers })
/** What is told of one answer to one question. */
const told = (item: QuestionnaireItem, ...answers: object[]) => codes([item], [answer(item.linkId, ...answers)])
const ext = (url: string, value: object) => ({ extension: [{ url, ...value }] })

describe('a response is checked', () => {
  it('for what must be answered, where it is asked', () => {
    const items = [
      ask('a', 'string', { required: true }),
      group('g', [ask('b', 'string')], { required: true }),
      group('rows', [ask('c', 'date', { required: true })], { required: true, repeats: true }),
      ask('d', 'string', {
        required: true,
        enableWhen: [{ question: 'a', operator: 'exists', answerBoolean: true }],
      }),
    ]
    assert.deepEqual(codes(items, []), ['a required', 'g required', 'rows required'])
    assert.deepEqual(codes(items, [], false), [])
    const rows = [{ linkId: 'rows', item: [answer('c', { valueDate: '2026-01-01' })] }, { linkId: 'rows' }]
    const given = [
      answer('a', { valueString: 'x' }),
      { linkId: 'g', item: [answer('b', { valueString: 'y' })] },
      ...rows,
    ]
    assert.deepEqual(codes(items, given), ['c@1 required', 'd required'])
  })

  it('for its shape', () => {
    const items = [ask('a', 'string'), group('g', [ask('b', 'string')]), ask('c', 'string', { repeats: true })]
    assert.deepEqual(codes(items, [{ linkId: 'z' }]), ['z unknownItem'])
    assert.deepEqual(codes(items, [answer('b', { valueString: 'x' })]), ['b wrongPlace'])
    assert.deepEqual(codes(items, [answer('a', { valueString: 'x' }), answer('a', { valueString: 'y' })]), [
      'a doubled',
    ])
    assert.deepEqual(codes(items, [answer('a', { valueString: 'x' }, { valueString: 'y' })]), ['a tooMany'])
    assert.deepEqual(codes(items, [answer('c', { valueString: 'x' }, { valueString: 'y' })]), [])
    assert.deepEqual(codes(items, [answer('g', { valueString: 'x' })]), ['g wrongPlace'])
    assert.deepEqual(codes(items, [{ linkId: 'a', item: [answer('b', { valueString: 'x' })] }]), ['a wrongPlace'])
  })

  it('for the kind of its values, in drafts too', () => {
    const wrong: readonly [QuestionnaireItem['type'], object, string][] = [
      ['integer', { valueInteger: 1.5 }, 'type'],
      ['integer', { valueString: '1' }, 'type'],
      ['decimal', { valueDecimal: Number.NaN }, 'type'],
      ['boolean', { valueBoolean: 'true' }, 'type'],
      ['string', { valueInteger: 1 }, 'type'],
      ['date', { valueDate: '2026-02-29' }, 'day'],
      ['date', { valueDate: '2025-04-31' }, 'day'],
      ['date', { valueDate: '26-11-22' }, 'day'],
      ['date', { valueDate: '0026-11-22' }, 'day'],
      ['date', { valueDate: '22/11/2026' }, 'day'],
      ['dateTime', { valueDateTime: '2026-11-22T24:10:00+07:00' }, 'day'],
      ['dateTime', { valueDateTime: '2026-11-22T10:10' }, 'day'],
      ['time', { valueTime: '25:00:00' }, 'day'],
      ['reference', { valueReference: { reference: 'nowhere' } }, 'reference'],
      ['string', {}, 'type'],
      ['string', { valueString: 'a\u0007b' }, 'control'],
      ['string', { valueString: 'a\u202eb' }, 'control'],
    ]
    for (const [type, value, code] of wrong)
      assert.deepEqual(codes([ask('q', type)], [answer('q', value)], false), [`q ${code}`], JSON.stringify(value))
    const right: readonly [QuestionnaireItem['type'], object][] = [
      ['date', { valueDate: '2024-02-29' }],
      ['date', { valueDate: '2026-12-31' }],
      ['date', { valueDate: '1931' }],
      ['dateTime', { valueDateTime: '2026-12-31T23:59:00+07:00' }],
      ['decimal', { valueDecimal: decimal('7.0') }],
      ['string', { valueString: '<b>#{x}</b> 😀 عربي' }],
    ]
    for (const [type, value] of right) assert.deepEqual(told(ask('q', type), value), [], JSON.stringify(value))
  })

  it('for limits, places, lengths, patterns, choices and lists', () => {
    const range = {
      extension: [
        { url: sdcUrl.minValue, valueInteger: 30 },
        { url: sdcUrl.maxValue, valueInteger: 250 },
      ],
    }
    assert.deepEqual(told(ask('q', 'integer', range), { valueInteger: 20 }), ['q below'])
    assert.deepEqual(told(ask('q', 'integer', range), { valueInteger: 251 }), ['q above'])
    const before = ext(sdcUrl.maxValue, { valueDate: '2026-11-22' })
    assert.deepEqual(told(ask('q', 'date', before), { valueDate: '2026-11-23' }), ['q above'])
    const places = ext(sdcUrl.maxDecimalPlaces, { valueInteger: 1 })
    assert.deepEqual(told(ask('q', 'decimal', places), { valueDecimal: 36.55 }), ['q places'])
    assert.deepEqual(told(ask('q', 'string', { maxLength: 3 }), { valueString: '😀😀😀😀' }), ['q tooLong'])
    assert.deepEqual(told(ask('q', 'string', { maxLength: 3 }), { valueString: '😀😀😀' }), [])
    assert.deepEqual(told(ask('q', 'text'), { valueString: 'x'.repeat(50_001) }), ['q tooLong'])
    assert.deepEqual(told(ask('q', 'string', ext(sdcUrl.minLength, { valueInteger: 2 })), { valueString: 'x' }), [
      'q tooShort',
    ])
    assert.deepEqual(
      told(ask('q', 'string', ext(sdcUrl.regex, { valueString: '[0-9]{12}' })), { valueString: '1234567890123' }),
      ['q pattern'],
    )
    const options = { answerOption: [{ valueCoding: { code: '1' } }, { valueCoding: { code: '2' } }] }
    assert.deepEqual(told(ask('q', 'choice', options), { valueCoding: { code: '3' } }), ['q notOffered'])
    assert.deepEqual(told(ask('q', 'choice', options), { valueCoding: { code: '2' } }), [])
    assert.deepEqual(told(ask('q', 'open-choice', options), { valueString: 'khác' }), [])
    const listed = { answerValueSet: 'urn:lanong:vs:icd10-vn' }
    assert.deepEqual(told(ask('q', 'choice', listed), { valueCoding: { code: 'X99' } }), ['q notOffered'])
  })

  it('for counts of rows and answers, and choices that stand alone', () => {
    const few = {
      repeats: true,
      extension: [
        { url: sdcUrl.minOccurs, valueInteger: 2 },
        { url: sdcUrl.maxOccurs, valueInteger: 3 },
      ],
    }
    const rows = (count: number) =>
      Array.from({ length: count }, () => ({ linkId: 'g', item: [answer('a', { valueString: 'x' })] }))
    assert.deepEqual(codes([group('g', [ask('a', 'string')], few)], rows(1)), ['g tooFew'])
    assert.deepEqual(codes([group('g', [ask('a', 'string')], few)], rows(4)), ['g tooMany'])
    assert.deepEqual(told(ask('q', 'string', few), { valueString: 'x' }), ['q tooFew'])
    const alone = { ...ext(sdcUrl.optionExclusive, { valueBoolean: true }), valueCoding: { code: '0' } }
    const choice = ask('q', 'choice', { repeats: true, answerOption: [alone, { valueCoding: { code: '1' } }] })
    assert.deepEqual(told(choice, { valueCoding: { code: '0' } }, { valueCoding: { code: '1' } }), ['q exclusive'])
  })

  it('for rules of the form, which are silent while they cannot say anything', () => {
    const rule = {
      url: sdcUrl.constraint,
      extension: [
        { url: 'key', valueId: 'order' },
        { url: 'severity', valueCode: 'error' },
        {
          url: 'expression',
          valueString:
            "%resource.item.where(linkId='to').answer.value >= %resource.item.where(linkId='from').answer.value",
        },
        { url: 'human', valueString: 'Kết thúc sau bắt đầu' },
      ],
    }
    const form = compileForm(questionnaire([ask('from', 'date'), ask('to', 'date')], { extension: [rule] }))
    const check = (given: Given) => validateResponse(form, blank(given), {}, { complete: true })
    assert.deepEqual(check([answer('from', { valueDate: '2026-01-02' })]), [])
    const [broken] = check([
      answer('from', { valueDate: '2026-01-02' }),
      answer('to', { valueDate: '2026-01-01' }),
    ])
    assert.deepEqual(
      [broken?.code, broken?.human?.vi, broken?.details['key']],
      ['constraint', 'Kết thúc sau bắt đầu', 'order'],
    )
  })

  it('for answers to what is not asked', () => {
    const when = { enableWhen: [{ question: 'a', operator: '=' as const, answerBoolean: true }] }
    const items = [ask('a', 'boolean'), ask('b', 'string', when)]
    assert.deepEqual(codes(items, [answer('b', { valueString: 'x' })]), ['b notAsked'])
    const byExpression = {
      extension: [expression(sdcUrl.enableWhen, "%resource.item.where(linkId='a').answer.value = true")],
    }
    assert.deepEqual(
      codes([ask('a', 'boolean'), ask('b', 'string', byExpression)], [answer('b', { valueString: 'x' })]),
      ['b notAsked'],
    )
  })
})

describe('texts are cleaned', () => {
  it('to composed letters without what no paper holds', () => {
    assert.equal(cleanText('Nguye\u0302\u0303n\r\nVa\u0306n\u0000 \u202eA\ufeff \ud83d'), 'Nguyễn\nVăn A ')
    assert.equal(cleanText('😀 عربي <b>\tx</b>'), '😀 عربي <b>\tx</b>')
    assert.equal(cleanText('một\n hai', false), 'một hai')
  })

  it('wherever they stand in a response; an empty text is no answer', () => {
    const given = blank([
      { linkId: 'a', answer: [{ valueString: ' \u0007 ' }] },
      { linkId: 'g', item: [{ linkId: 'b', answer: [{ valueCoding: { code: 'x', display: 'e\u0301' } }] }] },
      { linkId: 'n', answer: [{ valueDecimal: decimal('1.00') }] },
    ])
    assert.equal(
      JSON.stringify(cleanResponse(given).item),
      '[{"linkId":"a"},{"linkId":"g","item":[{"linkId":"b","answer":[{"valueCoding":{"code":"x","display":"é"}}]}]},{"linkId":"n","answer":[{"valueDecimal":1.00}]}]',
    )
  })
})
