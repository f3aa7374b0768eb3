import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import {
  type Answer,
  compileForm,
  type Environment,
  extract,
  Filling,
  type Form,
  populate,
  validateResponse,
} from '#fhir/sdc/index.ts'
import { validateResource } from '#fhir/validate.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { shippedForms } from '#platform/forms/registry.ts'
import { structures } from '#store/definitions.ts'
import { fillRequired } from '#tests/support/fills.ts'
import { filledAt, formEnvironment, morningObservations } from '#tests/support/form-environment.ts'

const patients = {
  woman: { gender: 'female', birthDate: '1990-05-05' },
  man: { gender: 'male', birthDate: '1951-02-28' },
  newborn: { gender: 'male', birthDate: '2026-11-19' },
} as const

function begun(edition: FormEdition, form: Form, environment: Environment): QuestionnaireResponse {
  const blank: QuestionnaireResponse = {
    resourceType: 'QuestionnaireResponse',
    id: 'fill',
    questionnaire: `urn:lanong:form:${edition.form}|${edition.validFrom}`,
    status: 'in-progress',
    subject: { reference: 'Patient/p' },
    encounter: { reference: 'Encounter/e' },
    authored: filledAt,
  }
  const now = new Date(filledAt)
  return populate(form, blank, { environment, observations: morningObservations, earlier: [], now })
}

/** Answers that rules of a form want in a shape of their own. */
const shaped: Readonly<Record<string, Answer>> = {
  'head.birthCode': { valueString: '01ZZ1.GCS.00001.26' },
  'child.baby.weight@0': { valueInteger: 3100 },
}

const failuresOf = (filling: Filling) => [...filling.scope.failures]

describe('every statutory form, for a woman, a man and a newborn', () => {
  for (const edition of shippedForms()) {
    const questionnaire = edition.questionnaire()
    if (!questionnaire || edition.kind === 'local') continue
    it(`${edition.code} begins, is finished, is valid, and says valid things to the chart`, () => {
      const form = compileForm(questionnaire)
      for (const [who, patient] of Object.entries(patients)) {
        const environment = formEnvironment(patient)
        const first = begun(edition, form, environment)
        assert.deepEqual(failuresOf(new Filling(form, first, environment)), [], `${who}: begun`)
        const filling = new Filling(form, fillRequired(form, first, environment), environment)
        for (const [key, answer] of Object.entries(shaped)) filling.set(key, [answer])
        const response = filling.asked()
        assert.deepEqual(failuresOf(filling), [], `${who}: filled`)
        assert.deepEqual(validateResponse(form, response, environment, { complete: true }), [], who)
        assert.deepEqual(new Filling(form, response, environment).asked(), response, `${who}: reads the same`)
        assert.deepEqual(validateResource(structures, { ...response, status: 'completed' }).issues, [], who)
        const said = extract(form, response, {
          environment,
          subject: 'Patient/p',
          encounter: 'Encounter/e',
          author: { reference: 'Practitioner/a', display: 'Nguyễn Văn An' },
          authored: filledAt,
          source: 'QuestionnaireResponse/fill',
        })
        for (const { key, resource } of said)
          assert.deepEqual(validateResource(structures, resource).issues, [], `${who}: ${key}`)
      }
    })
  }
})
