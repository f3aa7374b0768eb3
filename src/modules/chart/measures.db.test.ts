import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { decimal } from '#fhir/decimal.ts'
import { scoreForm, withScoreAnswers } from '#fhir/score-questionnaire.ts'
import { cs } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { scoreOn } from '#kernel/score/index.ts'
import { documents } from '#modules/documents/index.ts'
import { forms } from '#modules/forms/index.ts'
import { commit } from '#store/commit.ts'
import { withServer } from '#tests/support/server.ts'
import { givenHospital, givenVisit, systemContext } from '#tests/support/visit.ts'
import type { MeasuresView } from './contract.ts'
import { chart } from './index.ts'

const answers = { history: '25', secondary: '15', aid: '15', iv: '20', gait: '10', mental: '0' }

describe('growth and scores of a patient', () => {
  it('shows a score that was filled in as a form, weights, and head circumference', () =>
    withServer([chart, forms, documents], async (client) => {
      const ctx = systemContext(client.services)
      await givenHospital(ctx)
      const facility = { resourceType: 'Organization', name: 'Bệnh viện Đa khoa Ngàn Phố' } as const
      await commit(ctx, [{ kind: 'create', id: 'facility', resource: facility }])
      const { encounterId, patientId } = await givenVisit(ctx)
      const morse = scoreOn('morse', '2026-11-22')
      const id = uuidv7()
      const begun = await client.send('POST', '/api/fills', {
        body: { id, form: scoreForm('morse'), encounterId },
      })
      assert.equal(begun.status, 200, begun.text)
      const { version, response } = begun.body as { version: number; response: QuestionnaireResponse }
      const body = { version, response: withScoreAnswers(response, morse, answers) }
      const completed = await client.send('POST', `/api/fills/${id}/complete`, { body })
      assert.equal(completed.status, 200, completed.text)
      await commit(ctx, [
        {
          kind: 'create',
          resource: {
            resourceType: 'Observation',
            status: 'final',
            code: { coding: [{ system: cs.loinc, code: '9843-4' }] },
            subject: { reference: `Patient/${patientId}` },
            effectiveDateTime: '2026-11-01T08:00:00+07:00',
            valueQuantity: { value: decimal('36.0'), unit: 'cm', system: cs.ucum, code: 'cm' },
          },
        },
      ])
      const { growth, scores } = (await client.send('GET', `/api/patients/${patientId}/measures`))
        .body as MeasuresView
      assert.deepEqual(
        scores.filter(({ key }) => key === 'MORSE').map(({ points }) => points.map(({ value }) => value)),
        [['85']],
      )
      assert.deepEqual(
        growth.filter(({ key }) => key === 'head').map(({ points }) => points.map(({ value }) => value)),
        [['36.0']],
      )
    }))

  it('answers 404 for a patient that is not there', () =>
    withServer([chart], async (client) => {
      assert.equal((await client.send('GET', '/api/patients/nobody/measures')).status, 404)
    }))
})
