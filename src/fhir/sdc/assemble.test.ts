import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Questionnaire, QuestionnaireItem } from '@medplum/fhirtypes'
import { ask, expression, group, questionnaire, variable } from '#tests/support/questionnaires.ts'
import { assemble } from './assemble.ts'
import { compileForm, readForm } from './compile-form.ts'
import { sdcUrl } from './extensions.ts'

const part = (name: string, more: Partial<QuestionnaireItem> = {}): QuestionnaireItem => ({
  linkId: `part.${name}`,
  type: 'display',
  ...more,
  extension: [{ url: sdcUrl.subQuestionnaire, valueCanonical: name }, ...(more.extension ?? [])],
})

const find = (parts: Readonly<Record<string, Questionnaire>>) => (name: string) => parts[name]
const linkIds = (items: readonly QuestionnaireItem[] = []): string[] =>
  items.flatMap((one) => [one.linkId, ...linkIds(one.item)])

describe('assemble', () => {
  it('puts parts in their places, nested ones too, and brings their variables along', () => {
    const parts = {
      outer: questionnaire([ask('a', 'string'), part('inner')], { extension: [variable('v', '1')] }),
      inner: questionnaire([ask('b', 'string')]),
    }
    const made = assemble(questionnaire([group('g', [part('outer')]), ask('c', 'string')]), find(parts))
    assert.deepEqual(linkIds(made.item), ['g', 'a', 'b', 'c'])
    assert.deepEqual(
      made.extension?.map((one) => one.valueCanonical ?? one.valueExpression?.name),
      ['v', 'outer', 'inner'],
    )
  })

  it('lets a part stand twice under a prefix, its conditions and expressions with it', () => {
    const eye = questionnaire([
      ask('acuity', 'decimal'),
      ask('glasses', 'boolean', { enableWhen: [{ question: 'acuity', operator: '<', answerDecimal: 1 }] }),
      ask('text', 'string', {
        extension: [
          expression(sdcUrl.calculated, "%resource.item.where(linkId='acuity').answer.value.toString()"),
        ],
      }),
    ])
    const prefix = (name: string) => ({ extension: [variable('linkIdPrefix', `'${name}.'`)] })
    const twice = [part('eye', prefix('left')), { ...part('eye', prefix('right')), linkId: 'part.right' }]
    const made = assemble(questionnaire(twice), find({ eye }))
    const form = compileForm(made)
    assert.equal(form.byLinkId.size, 6)
    assert.equal(form.byLinkId.get('right.glasses')?.raw.enableWhen?.[0]?.question, 'right.acuity')
    assert.match(form.logic.get(form.byLinkId.get('left.text') as never)?.calculated?.text ?? '', /'left\.acuity'/)
  })

  it('refuses parts that are missing, go in a circle, nest too deep, or contradict each other', () => {
    const chain = Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`p${n}`, questionnaire([part(`p${n + 1}`)])]))
    const cases: readonly [Questionnaire, Readonly<Record<string, Questionnaire>>, string][] = [
      [questionnaire([part('x')]), {}, 'sdc.partMissing'],
      [
        questionnaire([part('x')]),
        { x: questionnaire([part('y')]), y: questionnaire([part('x')]) },
        'sdc.partCycle',
      ],
      [questionnaire([part('p1')]), chain, 'sdc.partDepth'],
      [
        questionnaire([part('x'), part('y')]),
        {
          x: questionnaire([], { extension: [variable('v', '1')] }),
          y: questionnaire([], { extension: [variable('v', '2')] }),
        },
        'sdc.partConflict',
      ],
    ]
    for (const [form, parts, code] of cases) assert.throws(() => assemble(form, find(parts)), { code })
  })
})

describe('a form that is read', () => {
  const faults = (items: QuestionnaireItem[]) => readForm(questionnaire(items)).faults.map((one) => one.reason)

  it('tells every fault that hinders its use', () => {
    assert.match(faults([ask('a', 'string'), group('g', [ask('a', 'string')])]).join(), /stands twice/)
    assert.match(
      faults([
        ask('a', 'string', { enableWhen: [{ question: 'b', operator: 'exists', answerBoolean: true }] }),
      ]).join(),
      /not there/,
    )
    assert.match(
      faults([ask('a', 'string', { extension: [expression(sdcUrl.calculated, '1 +')] })]).join(),
      /not valid/,
    )
    assert.match(faults([part('x')]).join(), /not put in/)
    const look = (linkId: string) => ({
      extension: [expression(sdcUrl.calculated, `%resource.item.where(linkId='${linkId}').answer.value + 1`)],
    })
    assert.match(faults([ask('a', 'integer', look('b')), ask('b', 'integer', look('a'))]).join(), /circle: a → b/)
  })
})
