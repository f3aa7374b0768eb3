import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Observation, QuestionnaireItem, QuestionnaireResponse } from '@medplum/fhirtypes'
import { ask, blank, expression, group, questionnaire } from '#tests/support/questionnaires.ts'
import { beginRow } from './begin-row.ts'
import { compileForm } from './compile-form.ts'
import { factSystem, sdcUrl } from './extensions.ts'
import { Filling } from './filling.ts'
import { populate } from './populate.ts'
import type { EarlierFill, PopulationSources } from './types.ts'

const now = new Date('2026-11-22T03:00:00Z')
const fact = (code: string, scope?: 'patient') => ({
  code: [{ system: factSystem, code }],
  ...(scope ? { extension: [{ url: sdcUrl.factScope, valueCode: scope }] } : {}),
})
const initial = (text: string) => ({ extension: [expression(sdcUrl.initial, text)] })

function populated(items: QuestionnaireItem[], sources: Partial<PopulationSources> = {}): Filling {
  const form = compileForm(questionnaire(items))
  const response = populate(form, blank(), { environment: {}, observations: [], earlier: [], now, ...sources })
  return new Filling(form, response, sources.environment, { frozen: true })
}

/** The value of an answer and where it came from. */
function told(filling: Filling, key: string) {
  const [answer] = filling.answers(key)
  const { extension, ...value } = answer ?? {}
  return [
    Object.values(value)[0],
    extension?.find(({ url }) => url === sdcUrl.filledFrom)?.valueReference?.reference,
  ]
}

const pulse = (id: string, at: string, value: number, code = '/min'): Observation => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
  effectiveDateTime: at,
  valueQuantity: { value, code },
})

const pulseItem = ask('pulse', 'integer', {
  code: [{ system: 'http://loinc.org', code: '8867-4' }],
  extension: [
    { url: sdcUrl.observationLinkPeriod, valueDuration: { value: 1, code: 'd' } },
    { url: sdcUrl.unit, valueCoding: { code: '/min' } },
  ],
})

const earlier = (
  id: string,
  sameRecord: boolean,
  item: QuestionnaireResponse['item'],
  items: QuestionnaireItem[],
): EarlierFill => ({
  questionnaire: questionnaire(items),
  response: { ...blank(item), id },
  sameRecord,
})

describe('a form is filled in from what is known', () => {
  it('by expressions on the chart and by the first values of the form', () => {
    const environment = {
      patient: { resourceType: 'Patient', id: 'p', birthDate: '1959-03-14' },
      encounter: { resourceType: 'Encounter', id: 'e', period: { start: '2026-11-18T17:30:00Z' } },
      facts: { room: 'P.103', group: '01' },
    }
    const filling = populated(
      [
        ask('born', 'date', initial('%patient.birthDate')),
        ask('admittedOn', 'date', initial('%encounter.period.start')),
        ask('room', 'string', initial('%facts.room')),
        ask('n', 'integer', { initial: [{ valueInteger: 3 }] }),
        ask('ethnicity', 'choice', { answerValueSet: 'urn:lanong:vs:ethnic-groups', ...initial('%facts.group') }),
      ],
      { environment },
    )
    assert.deepEqual(told(filling, 'born'), ['1959-03-14', 'Patient/p'])
    assert.deepEqual(told(filling, 'room'), ['P.103', 'Encounter/e'])
    assert.deepEqual(told(filling, 'admittedOn'), ['2026-11-19', 'Encounter/e'], 'after midnight in Viet Nam')
    assert.deepEqual(told(filling, 'n'), [3, undefined])
    assert.deepEqual(told(filling, 'ethnicity'), [{ code: '01' }, 'Encounter/e'])
  })

  it('by the newest observation of the period, in the right unit', () => {
    const observations = [
      pulse('old', '2026-11-20T08:00:00+07:00', 60),
      pulse('new', '2026-11-22T08:00:00+07:00', 88),
      pulse('before', '2026-11-22T06:00:00+07:00', 70),
      pulse('wrong', '2026-11-22T09:00:00+07:00', 1, 'Hz'),
      { ...pulse('error', '2026-11-22T09:30:00+07:00', 9), status: 'entered-in-error' as const },
    ]
    assert.deepEqual(told(populated([pulseItem], { observations }), 'pulse'), [88, 'Observation/new'])
    assert.deepEqual(told(populated([pulseItem], { observations: observations.slice(0, 1) }), 'pulse'), [
      undefined,
      undefined,
    ])
  })

  it('by earlier forms under the same fact: of the same record, or for life', () => {
    const before = [
      earlier(
        'this',
        true,
        [{ linkId: 'r', answer: [{ valueString: 'Đau ngực' }] }],
        [ask('r', 'string', fact('reason'))],
      ),
      earlier(
        'old',
        false,
        [
          { linkId: 'r', answer: [{ valueString: 'Sốt' }] },
          { linkId: 'h', answer: [{ valueString: 'Không ai bệnh tim' }] },
        ],
        [ask('r', 'string', fact('reason')), ask('h', 'text', fact('family', 'patient'))],
      ),
    ]
    const items = [ask('reason', 'string', fact('reason')), ask('family', 'text', fact('family', 'patient'))]
    const filling = populated(items, { earlier: before })
    assert.deepEqual(told(filling, 'reason'), ['Đau ngực', 'QuestionnaireResponse/this'])
    assert.deepEqual(told(filling, 'family'), ['Không ai bệnh tim', 'QuestionnaireResponse/old'])
    assert.deepEqual(told(populated(items, { earlier: before.slice(1) }), 'reason'), [undefined, undefined])
  })

  it('with rows, from a collection of the chart or from the rows of an earlier form', () => {
    const rows = group('dx', [ask('dx.name', 'string', initial('%one.code.text'))], {
      repeats: true,
      extension: [expression(sdcUrl.populationContext, '%conditions.skip(1)', 'one')],
    })
    const conditions = ['I10', 'E11', 'J18'].map((text) => ({ resourceType: 'Condition', code: { text } }))
    const filling = populated([rows], { environment: { conditions } })
    assert.deepEqual(
      filling.rows('dx').map((_, at) => filling.answers(`dx.name@${at}`)[0]?.valueString),
      ['E11', 'J18'],
    )

    const allergies = group('al', [ask('al.what', 'string'), ask('al.how', 'string')], {
      repeats: true,
      ...fact('allergies', 'patient'),
    })
    const given = ['Penicilin', 'Tôm'].map((valueString) => ({
      linkId: 'al',
      item: [{ linkId: 'al.what', answer: [{ valueString }] }],
    }))
    const again = populated([allergies], { earlier: [earlier('old', false, given, [allergies])] })
    assert.deepEqual(told(again, 'al.what@1'), ['Tôm', 'QuestionnaireResponse/old'])
  })

  it('in a row that is added later: who writes it and when, and nothing that stands there already', () => {
    const items = [
      group(
        'entry',
        [ask('at', 'dateTime', initial('%facts.now')), ask('who', 'string', initial('%facts.user'))],
        {
          repeats: true,
        },
      ),
    ]
    const environment = { facts: { now: '2026-11-22T10:00:00+07:00', user: 'BS. An' } }
    const filling = new Filling(compileForm(questionnaire(items)), blank(), environment)
    filling.addRow('entry')
    filling.set('who@0', [{ valueString: 'BS. Bình' }])
    beginRow(filling, 'entry@0', { facts: { ...environment.facts, now: '2026-11-22T10:42:00+07:00' } })
    assert.deepEqual(filling.answers('at@0'), [{ valueDateTime: '2026-11-22T10:42:00+07:00' }])
    assert.deepEqual(filling.answers('who@0'), [{ valueString: 'BS. Bình' }])
  })

  it('by the fill that is carried forward, except what the chart says anew', () => {
    const items = [
      ask('today', 'date', initial('%facts.today')),
      ask('state', 'text'),
      group('rows', [ask('drug', 'string')], { repeats: true }),
    ]
    const row = (valueString: string) => ({
      linkId: 'rows',
      item: [{ linkId: 'drug', answer: [{ valueString }] }],
    })
    const copyFrom = {
      ...blank([
        { linkId: 'today', answer: [{ valueDate: '2026-11-21' }] },
        { linkId: 'state', answer: [{ valueString: 'Đỡ sốt' }] },
        row('Paracetamol'),
        row('Cefuroxim'),
      ]),
      id: 'yesterday',
    }
    const filling = populated(items, { copyFrom, environment: { facts: { today: '2026-11-22' } } })
    assert.equal(told(filling, 'today')[0], '2026-11-22')
    assert.deepEqual(told(filling, 'state'), ['Đỡ sốt', 'QuestionnaireResponse/yesterday'])
    assert.deepEqual(told(filling, 'drug@1'), ['Cefuroxim', 'QuestionnaireResponse/yesterday'])
  })
})
