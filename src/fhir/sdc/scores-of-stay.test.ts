import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Observation } from '@medplum/fhirtypes'
import { editionOn, shippedForms } from '#platform/forms/registry.ts'
import { fillRequired } from '#tests/support/fills.ts'
import { beginRow, compileForm, extract, Filling, type Form, newestInRows, populate, sdcUrl } from './index.ts'

const now = new Date('2026-11-22T03:42:00Z')
const blank = { resourceType: 'QuestionnaireResponse', status: 'in-progress' } as const

function formOf(code: string): Form {
  const questionnaire = editionOn(shippedForms(), code, '2026-11-22')?.questionnaire()
  assert.ok(questionnaire, code)
  return compileForm(questionnaire)
}

/** What a filled-in score tells the chart of a stay. */
function told(score: string, stay: string, authored: string, id: string): Observation[] {
  const form = formOf(score)
  const response = new Filling(form, fillRequired(form, blank, {})).asked()
  const found = extract(form, response, {
    environment: {},
    subject: 'Patient/p',
    encounter: `Encounter/${stay}`,
    author: undefined,
    authored,
    source: `QuestionnaireResponse/${id}`,
  })
  return found.flatMap(({ resource }, at) =>
    resource.resourceType === 'Observation' ? [{ ...resource, id: `${id}${at}` }] : [],
  )
}

function started(code: string, observations: readonly Observation[]): Filling {
  const form = formOf(code)
  const environment = { encounter: { resourceType: 'Encounter', id: 'e' }, facts: { now: now.toISOString() } }
  return new Filling(form, populate(form, blank, { environment, observations, earlier: [], now }), environment, {
    frozen: true,
  })
}

const sourceOf = (filling: Filling, key: string) =>
  filling.answers(key)[0]?.extension?.find(({ url }) => url === sdcUrl.filledFrom)?.valueReference?.reference

describe('scores in the sheets of nurses', () => {
  const places = [
    ['SCORE-MORSE', '37/BV2', 'assessment.risks.fall@0'],
    ['SCORE-BRADEN', '37/BV2', 'assessment.risks.sore@0'],
    ['SCORE-NRS', '37/BV2', 'vitals.pain@0'],
    ['SCORE-NRS', '38/BV2', 'entry.vitals.pain@0'],
    ['SCORE-MORSE', '44/BV2', 'state.risks.fall'],
    ['SCORE-BRADEN', '44/BV2', 'state.risks.sore'],
    ['SCORE-NRS', '44/BV2', 'state.pain'],
  ] as const
  for (const [score, sheet, key] of places)
    it(`${score} of the stay stands in ${sheet}, with where it comes from`, () => {
      const newest = told(score, 'e', '2026-11-22T08:00:00+07:00', 'new')
      const older = told(score, 'e', '2026-11-22T06:00:00+07:00', 'old')
      const other = told(score, 'another-stay', '2026-11-22T09:00:00+07:00', 'other')
      const filling = started(sheet, [...other, ...older, ...newest])
      const [answer] = filling.answers(key)
      const total = newest.find(({ code }) => code.coding?.some(({ system }) => system === 'http://loinc.org'))
      assert.equal(answer?.valueInteger, Number(total?.valueQuantity?.value))
      assert.equal(sourceOf(filling, key), `Observation/${total?.id}`)
      assert.equal(started(sheet, other).answers(key).length, 0, 'of another stay')
    })

  it('stand in a row that is added after a newer one was recorded; what was measured then does not', () => {
    const older = told('SCORE-NRS', 'e', '2026-11-22T06:00:00+07:00', 'old')
    const [pulse] = told('SCORE-NRS', 'e', '2026-11-22T09:30:00+07:00', 'pulse').map((one) => ({
      ...one,
      code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
      valueQuantity: { value: 88, code: '/min' },
    }))
    const filling = started('37/BV2', older)
    const newer = told('SCORE-NRS', 'e', '2026-11-22T09:00:00+07:00', 'newer')
    const environment = { encounter: { id: 'e' } }
    const observations = [...older, ...newer, ...(pulse ? [pulse] : [])]
    const newest = newestInRows(filling.form, { environment, observations, earlier: [], now })
    assert.deepEqual(Object.keys(newest), ['vitals.pain'])
    filling.addRow('vitals')
    beginRow(filling, 'vitals@1', {}, newest)
    assert.match(sourceOf(filling, 'vitals.pain@0') ?? '', /^Observation\/old/)
    assert.match(sourceOf(filling, 'vitals.pain@1') ?? '', /^Observation\/newer/)
    assert.equal(filling.answers('vitals.pulse@1').length, 0)
  })
})
