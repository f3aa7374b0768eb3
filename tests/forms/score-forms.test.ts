import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { scoreForm, scorePrefix } from '#fhir/score-questionnaire.ts'
import { type Answer, compileForm, extract, Filling, keyFrom } from '#fhir/sdc/index.ts'
import { allScores, evaluateScore, type Score } from '#kernel/score/index.ts'
import { shippedForms } from '#platform/forms/registry.ts'
import { filledAt, formEnvironment } from '#tests/support/form-environment.ts'
import { formsFolder, scoreFiles } from '../../tools/generate-score-forms.ts'

function editionOf(score: Score) {
  const form = scoreForm(score.code)
  const found = shippedForms().find((one) => one.form === form && one.validFrom === score.validFrom)
  assert.ok(found, form)
  return found
}

/** Fills the form of a score with one option an item, by its place. */
function filled(score: Score, place: (index: number, options: number) => number) {
  const edition = editionOf(score)
  const questionnaire = edition.questionnaire()
  assert.ok(questionnaire)
  const form = compileForm(questionnaire)
  const environment = formEnvironment({ gender: 'female', birthDate: '1990-05-05' })
  const blank: QuestionnaireResponse = {
    resourceType: 'QuestionnaireResponse',
    id: 'fill',
    questionnaire: `urn:lanong:form:${edition.form}|${edition.validFrom}`,
    status: 'in-progress',
  }
  const filling = new Filling(form, blank, environment)
  const prefix = scorePrefix(score.code)
  const answers: Record<string, string> = {}
  for (const [index, { id, options }] of score.items.entries()) {
    const option = options[place(index, options.length)]
    assert.ok(option)
    answers[id] = option.code
    const answer: Answer = { valueCoding: { code: option.code, display: option.text.vi } }
    filling.set(keyFrom(`${prefix}.${id}`, []), [answer])
  }
  const of = (id: string) => filling.answers(keyFrom(`${prefix}.${id}`, []))[0]
  return {
    form,
    environment,
    filling,
    answers,
    total: of('total')?.valueInteger,
    meaning: of('meaning')?.valueString,
  }
}

describe('forms of scores', () => {
  for (const score of allScores) {
    it(`${score.code}: the files are those that its data give`, () => {
      for (const [path, text] of Object.entries(scoreFiles(score)))
        assert.equal(readFileSync(new URL(path, formsFolder), 'utf8'), text, path)
    })

    it(`${score.code}: the form computes what the evaluator computes`, () => {
      for (const place of [
        () => 0,
        (_: number, options: number) => options - 1,
        (index: number, options: number) => index % options,
      ]) {
        const { total, meaning, answers } = filled({ ...score }, place)
        const expected = evaluateScore({ ...score, exclusive: [] }, answers)
        assert.equal(total, expected.total)
        const shown = expected.red ? score.bands.at(-1) : expected.band
        assert.equal(meaning, shown?.meaning.vi)
      }
    })
  }

  it('tells no total before every item is answered', () => {
    const apgar = allScores.find(({ code }) => code === 'apgar')
    assert.ok(apgar)
    const { filling } = filled(apgar, () => 0)
    filling.set(keyFrom('apgar.tone', []), [])
    assert.deepEqual(filling.answers(keyFrom('apgar.total', [])), [])
    assert.deepEqual(filling.answers(keyFrom('apgar.meaning', [])), [])
  })

  it('tells the chart the total as an observation with its codes', () => {
    const gcs = allScores.find(({ code }) => code === 'gcs')
    assert.ok(gcs)
    const { form, environment, filling } = filled(gcs, () => 0)
    const said = extract(form, filling.asked(), {
      environment,
      subject: 'Patient/p',
      encounter: 'Encounter/e',
      author: { reference: 'Practitioner/a' },
      authored: filledAt,
      source: 'QuestionnaireResponse/fill',
    })
    assert.deepEqual(
      said.map(({ linkId, resource }) => [
        linkId,
        resource.resourceType,
        JSON.stringify(resource).includes('9269-2'),
      ]),
      [['gcs.total', 'Observation', true]],
    )
  })
})
