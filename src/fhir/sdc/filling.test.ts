import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { QuestionnaireItem } from '@medplum/fhirtypes'
import {
  ask,
  blank,
  calculated,
  expression,
  group,
  questionnaire,
  variable,
} from '#tests/support/questionnaires.ts'
import { compileForm } from './compile-form.ts'
import { looksAt } from './dependencies.ts'
import { sdcUrl } from './extensions.ts'
import { Filling } from './filling.ts'

const value = (linkId: string) => `%resource.item.where(linkId='${linkId}').answer.value`
const fillOf = (items: QuestionnaireItem[], environment = {}) =>
  new Filling(compileForm(questionnaire(items)), blank(), environment)

const table = group(
  'drug',
  [
    ask('dose', 'integer'),
    ask('times', 'integer'),
    ask('perDay', 'integer', calculated('%dose * %times')),
    ask('why', 'string', { enableWhen: [{ question: 'times', operator: '>', answerInteger: 3 }] }),
  ],
  {
    repeats: true,
    extension: [
      variable('dose', "%context.item.where(linkId='dose').answer.value"),
      variable('times', "%context.item.where(linkId='times').answer.value"),
    ],
  },
)

describe('what an expression looks at', () => {
  it('is told by its words', () => {
    const looks = (text: string) => {
      const { names, resource, context } = looksAt(text)
      const list = (set: ReadonlySet<string> | undefined) => (set ? [...set] : 'all')
      return [list(names), list(resource), list(context)]
    }
    assert.deepEqual(looks("%resource.item.where(linkId='g').item.where(linkId='a').answer.value + %w"), [
      ['w'],
      ['a'],
      [],
    ])
    assert.deepEqual(looks("%resource.descendants().where(linkId='a' or linkId='b').answer.value"), [
      [],
      ['a', 'b'],
      [],
    ])
    assert.deepEqual(looks("%resource.repeat(item).where(linkId in ('a'|'b')).answer"), [[], ['a', 'b'], []])
    assert.deepEqual(looks('%resource.item.answer.value.count()'), [[], 'all', []])
    assert.deepEqual(looks("iif(%context.item.where(linkId='a').exists(), item.where(linkId='z'), %facts.a)"), [
      ['facts'],
      [],
      ['a', 'z'],
    ])
    assert.deepEqual(looks("'%resource.item' & %`patient`.id"), [['patient'], [], []])
  })
})

describe('a filling', () => {
  it('computes what depends on a change, and only that', () => {
    const many = Array.from({ length: 1500 }, (_, at) => ask(`q${at}`, 'integer'))
    const sums = [10, 20, 30].map((at) => ask(`s${at}`, 'integer', calculated(`${value(`q${at}`)} + 1`)))
    const total = ask('total', 'integer', calculated(`${value('s10')} + ${value('s20')}`))
    const filling = fillOf([...many, total, ...sums])
    assert.deepEqual(filling.set('q10', [{ valueInteger: 4 }]), ['q10', 's10'])
    assert.deepEqual(filling.set('q20', [{ valueInteger: 5 }]), ['q20', 's20', 'total'])
    assert.deepEqual(filling.set('q99', [{ valueInteger: 5 }]), ['q99'])
    assert.equal(filling.answers('total')[0]?.valueInteger, 11)
  })

  it('keeps rows apart: each computes and asks by its own', () => {
    const filling = fillOf([
      table,
      ask(
        'all',
        'integer',
        calculated("%resource.item.where(linkId='drug').item.where(linkId='perDay').answer.value.sum()"),
      ),
    ])
    filling.addRow('drug')
    filling.addRow('drug')
    for (const [key, number] of Object.entries({ 'dose@0': 2, 'times@0': 4, 'dose@1': 5, 'times@1': 1 }))
      filling.set(key, [{ valueInteger: number }])
    assert.deepEqual(
      ['perDay@0', 'perDay@1', 'all'].map((key) => filling.answers(key)[0]?.valueInteger),
      [8, 5, 13],
    )
    assert.deepEqual([filling.isAsked('why@0'), filling.isAsked('why@1')], [true, false])
    assert.deepEqual(filling.set('dose@1', [{ valueInteger: 6 }]), ['dose@1', 'perDay@1', 'all'])
    filling.removeRow('drug@0')
    assert.deepEqual([filling.rows('drug'), filling.answers('all')[0]?.valueInteger], [['drug@0'], 6])
  })

  it('asks by conditions of either behaviour, by expressions, and not below what is not asked', () => {
    const when = (question: string) => ({ question, operator: '=' as const, answerBoolean: true })
    const filling = fillOf(
      [
        ask('a', 'boolean'),
        ask('b', 'boolean'),
        ask('any', 'string', { enableWhen: [when('a'), when('b')], enableBehavior: 'any' }),
        group('both', [ask('inner', 'boolean')], { enableWhen: [when('a'), when('b')], enableBehavior: 'all' }),
        ask('late', 'string', { enableWhen: [when('inner')] }),
        ask('old', 'string', { extension: [expression(sdcUrl.enableWhen, '%patient.birthDate < @2000-01-01')] }),
      ],
      { patient: { resourceType: 'Patient', birthDate: '1959-03-14' } },
    )
    filling.set('inner', [{ valueBoolean: true }])
    const asked = () => ['any', 'both', 'inner', 'late', 'old'].filter((key) => filling.isAsked(key))
    assert.deepEqual(asked(), ['old'])
    filling.set('a', [{ valueBoolean: true }])
    assert.deepEqual(asked(), ['any', 'old'])
    filling.set('b', [{ valueBoolean: true }])
    assert.deepEqual(asked(), ['any', 'both', 'inner', 'late', 'old'])
    filling.set('b', [])
    assert.match(JSON.stringify(filling.response()), /inner/, 'what was typed is kept')
    assert.doesNotMatch(JSON.stringify(filling.asked()), /inner/, 'and does not count')
  })

  it('finds items wherever they stand in groups, asked ones only, each with its type', () => {
    const everywhere = (linkIds: string, more = '') =>
      `%resource.repeat(item).where(${linkIds}).answer.value${more}`
    const either = "linkId = 'x' or linkId='y'"
    const rows = group('rows', [ask('y', 'integer')], { repeats: true })
    const filling = fillOf([
      group('g', [
        rows,
        group('h', [ask('x', 'integer')], {
          enableWhen: [{ question: 'on', operator: '=', answerBoolean: true }],
        }),
      ]),
      ask('on', 'boolean'),
      ask('day', 'date'),
      ask('sum', 'integer', calculated(everywhere(either, '.sum()'))),
      ask('next', 'date', calculated(`${everywhere("linkId='day'")} + 1 month`)),
      ask(
        'text',
        'string',
        calculated(`'%resource.repeat(item).where(linkId=x)' & ${everywhere(either, '.count().toString()')}`),
      ),
    ])
    for (const row of [0, 1]) {
      filling.addRow('rows')
      filling.set(`y@${row}`, [{ valueInteger: 10 + row }])
    }
    filling.set('x', [{ valueInteger: 100 }])
    assert.equal(filling.answers('sum')[0]?.valueInteger, 21)
    filling.set('on', [{ valueBoolean: true }])
    filling.set('day', [{ valueDate: '2026-01-31' }])
    assert.equal(filling.answers('sum')[0]?.valueInteger, 121)
    assert.equal(filling.answers('next')[0]?.valueDate, '2026-02-28')
    assert.equal(filling.answers('text')[0]?.valueString, '%resource.repeat(item).where(linkId=x)3')
    assert.deepEqual([...filling.failures], [])
  })

  it('leaves what a person wrote over a computed value, until it is emptied', () => {
    const extension = [expression(sdcUrl.calculated, `${value('a')} * 2`)]
    const filling = fillOf([ask('a', 'integer'), ask('twice', 'integer', { extension })])
    filling.set('a', [{ valueInteger: 2 }])
    filling.set('twice', [{ valueInteger: 5 }])
    filling.set('a', [{ valueInteger: 3 }])
    assert.equal(filling.answers('twice')[0]?.valueInteger, 5)
    const reopened = new Filling(filling.form, filling.response())
    assert.deepEqual([reopened.answers('twice')[0]?.valueInteger, reopened.isComputed('twice')], [5, false])
    reopened.set('twice', [])
    assert.equal(reopened.answers('twice')[0]?.valueInteger, 6)
  })

  it('computes nothing anew when it is frozen', () => {
    const form = compileForm(
      questionnaire([ask('a', 'integer'), ask('b', 'integer', calculated(`${value('a')} + 1`))]),
    )
    const stored = blank([
      { linkId: 'a', answer: [{ valueInteger: 1 }] },
      { linkId: 'b', answer: [{ valueInteger: 7 }] },
    ])
    assert.deepEqual(new Filling(form, stored, {}, { frozen: true }).response(), stored)
    assert.equal(new Filling(form, stored).answers('b')[0]?.valueInteger, 2)
  })

  it('rounds as the form says, and knows days', () => {
    const places = { url: sdcUrl.maxDecimalPlaces, valueInteger: 1 }
    const bmi = calculated(`${value('kg')} / (${value('cm')} / 100).power(2)`)
    const filling = fillOf(
      [
        ask('kg', 'decimal'),
        ask('cm', 'decimal'),
        ask('bmi', 'decimal', { ...bmi, extension: [...(bmi.extension ?? []), places] }),
        ask('lmp', 'date'),
        ask('due', 'date', calculated(`addDays(${value('lmp')}, 280)`)),
        ask('weeks', 'integer', calculated(`daysBetween(${value('lmp')}, %facts.today) div 7`)),
      ],
      { facts: { today: '2026-03-01' } },
    )
    filling.set('kg', [{ valueDecimal: 70 }])
    filling.set('cm', [{ valueDecimal: 173 }])
    filling.set('lmp', [{ valueDate: '2025-12-31' }])
    assert.equal(filling.answers('bmi')[0]?.valueDecimal, 23.4)
    assert.equal(filling.answers('due')[0]?.valueDate, '2026-10-07')
    assert.equal(filling.answers('weeks')[0]?.valueInteger, 8)
    assert.deepEqual([...filling.failures], [])
  })
})
