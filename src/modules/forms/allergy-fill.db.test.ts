import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AllergyIntolerance, QuestionnaireResponse } from '@medplum/fhirtypes'
import { noAllergyText, noKnownAllergy } from '#fhir/allergy.ts'
import { Filling, sdcUrl } from '#fhir/sdc/index.ts'
import { cs } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { documents } from '#modules/documents/index.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { fillRequired } from '#tests/support/fills.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { givenVisit } from '#tests/support/visit.ts'
import { openWard } from '#tests/support/ward.ts'
import type { FillView, RefusedFill } from './contract.ts'
import { findEdition, formOf } from './editions.ts'
import type { Response } from './fill.ts'
import { forms } from './index.ts'

type Said = Omit<AllergyIntolerance, 'resourceType' | 'patient'>

const status = (system: string, code: string) => ({ coding: [{ system, code }] })
const active = { clinicalStatus: status(cs.allergyClinical, 'active') }
const code = { text: 'Penicillin' }
const known: Said = { ...active, code }
const noneKnown: Said = {
  ...active,
  code: { text: noAllergyText, coding: [{ system: cs.snomed, code: noKnownAllergy }] },
}
const refuted: Said = { ...known, verificationStatus: status(cs.allergyVerification, 'refuted') }
const error: Said = { code, verificationStatus: status(cs.allergyVerification, 'entered-in-error') }
const inactive: Said = { code, clinicalStatus: status(cs.allergyClinical, 'inactive') }

interface Expected {
  readonly has: boolean | undefined
  readonly names: string | undefined
  readonly line: string | undefined
  readonly choice: string | undefined
}
const open: Expected = { has: undefined, names: undefined, line: undefined, choice: undefined }

const patients: readonly (readonly [string, Said | undefined, Expected])[] = [
  ['who was never asked', undefined, open],
  ['without a known allergy', noneKnown, { has: false, names: undefined, line: noAllergyText, choice: 'no' }],
  ['with a known allergy', known, { has: true, names: 'Penicillin', line: 'Penicillin', choice: 'yes' }],
  ['whose allergy was refuted', refuted, open],
  ['whose allergy was entered in error', error, open],
  ['whose allergy is inactive', inactive, open],
]

describe('allergies in a form that is begun', () => {
  it('are those of the chart: known, none known, or not asked yet', () =>
    withServer([forms, documents], async (client) => {
      const { ctx } = await openWard(client)
      for (const [who, allergy, expected] of patients) {
        const { patientId, encounterId } = await givenVisit(ctx)
        const patient = { reference: `Patient/${patientId}` }
        if (allergy)
          await commit(ctx, [
            { kind: 'create', resource: { resourceType: 'AllergyIntolerance', patient, ...allergy } },
          ])
        const begun = async (form: string) => {
          const body = { id: uuidv7(), form, encounterId }
          const answer = await client.send('POST', '/api/fills', { body })
          assert.equal(answer.status, 200, answer.text)
          const fill = answer.body as FillView
          const response = fill.response as unknown as QuestionnaireResponse
          return new Filling(formOf(await findEdition(ctx, fill.form, fill.on)), response, fill.environment)
        }
        for (const form of ['01-BV1', '02-BV1', '10-BV1']) {
          const filling = await begun(form)
          assert.deepEqual(
            [
              filling.answers('habits.allergy.has')[0]?.valueBoolean,
              filling.answers('habits.allergy.allergen')[0]?.valueString,
            ],
            [expected.has, expected.names],
            `${form}, a patient ${who}`,
          )
        }
        const line = (await begun('27-BV1')).answers('patient.allergies')[0]?.valueString
        assert.equal(line, expected.line, `27-BV1, a patient ${who}`)
        for (const [form, part] of [
          ['38-BV2', 'sheet'],
          ['39-BV2', 'triage'],
        ] as const) {
          const filling = await begun(form)
          assert.deepEqual(
            [
              filling.answers(`${part}.allergy`)[0]?.valueCoding?.code,
              filling.answers(`${part}.allergies`)[0]?.valueString,
            ],
            [expected.choice, expected.names],
            `${form}, a patient ${who}`,
          )
        }
      }
    }))

  it('are not told by a form that was filled in before: the chart alone says yes or no', () =>
    withServer([forms, documents], async (client) => {
      const { ctx, encounterId } = await openWard(client)
      const begin = async () => {
        const answer = await client.send('POST', '/api/fills', {
          body: { id: uuidv7(), form: '01-BV1', encounterId },
        })
        assert.equal(answer.status, 200, answer.text)
        const fill = answer.body as FillView
        const response = fill.response as unknown as QuestionnaireResponse
        return {
          fill,
          filling: new Filling(formOf(await findEdition(ctx, fill.form, fill.on)), response, fill.environment),
        }
      }
      const { fill, filling } = await begin()
      filling.set('habits.allergy.has', [{ valueBoolean: false }])
      const body = { version: fill.version, response: filling.response() }
      const saved = await client.send('PUT', `/api/fills/${fill.id}`, { body })
      assert.equal(saved.status, 200, saved.text)
      assert.deepEqual((await begin()).filling.answers('habits.allergy.has'), [])
    }))
})

describe('a form that lay open', () => {
  const begun = async (client: TestClient, encounterId: string) => {
    const body = { id: uuidv7(), form: '44-BV2', encounterId }
    return (await client.send('POST', '/api/fills', { body })).body as FillView
  }
  const linkId = 'patient.allergies'
  const told = async (client: TestClient, id: string) => {
    const view = (await client.send('GET', `/api/fills/${id}`)).body as FillView
    return JSON.stringify(view.response).match(new RegExp(`"linkId":"${linkId}"[^]*?"valueString":"([^"]*)"`))?.[1]
  }

  it('tells allergies as the chart does now, and what a person wrote as they wrote it', () =>
    withServer([forms, documents], async (client) => {
      const { ctx, patientId, encounterId } = await openWard(client)
      const fill = await begun(client, encounterId)
      const stored = await readResource<Response>(ctx, 'QuestionnaireResponse', fill.id)
      const form = formOf(await findEdition(ctx, fill.form, fill.on))
      const extension = [{ url: sdcUrl.filledFrom, valueReference: { reference: `Encounter/${encounterId}` } }]
      const filling = new Filling(form, stored, {}, { frozen: true })
      filling.set(linkId, [{ valueString: noAllergyText, extension }])
      const resource = filling.response() as Response
      await commit(ctx, [{ kind: 'update', resource }])
      assert.equal(await told(client, fill.id), undefined, 'nobody asked: an old draft does not say none')
      const done = await client.send('POST', `/api/fills/${fill.id}/complete`, {
        body: { version: 2, response: fillRequired(form, resource, {}) },
      })
      const issues = (done.body as RefusedFill).issues?.map(({ path, code }) => [path, code])
      assert.deepEqual(issues, [[linkId, 'required']], done.text)
      const patient = { reference: `Patient/${patientId}` }
      const found = { resourceType: 'AllergyIntolerance', patient, ...known } as AllergyIntolerance
      await commit(ctx, [{ kind: 'create', resource: found }])
      assert.equal(await told(client, fill.id), 'Penicillin')
      filling.set(linkId, [{ valueString: 'Người bệnh không nhớ' }])
      await commit(ctx, [{ kind: 'update', resource: filling.response() as Response }])
      assert.equal(await told(client, fill.id), 'Người bệnh không nhớ')
    }))
})

describe('answers that are not built as FHIR builds them', () => {
  it('are refused with a code, saved, completed or printed', () =>
    withServer([forms, documents], async (client) => {
      const { encounterId } = await openWard(client)
      const begun = await client.send('POST', '/api/fills', {
        body: { id: uuidv7(), form: '29-BV2', encounterId },
      })
      const { id, version } = begun.body as FillView
      const items = [{}, [{ linkId: 'head', item: 'x' }], [{ linkId: 'reason', answer: {} }], [null]]
      for (const item of items)
        for (const [method, verb] of [
          ['PUT', ''],
          ['POST', '/complete'],
          ['POST', '/preview'],
        ] as const)
          for (const read of [version, version + 1]) {
            const body = { version: read, response: { resourceType: 'QuestionnaireResponse', item } }
            const refused = await client.send(method, `/api/fills/${id}${verb}`, { body })
            assert.deepEqual(
              [refused.status, (refused.body as { code?: string }).code],
              [400, 'forms.notAnswers'],
              `${method} ${verb} ${JSON.stringify(item)}`,
            )
          }
    }))
})
