import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { AllergyIntolerance, QuestionnaireResponse } from '@medplum/fhirtypes'
import { noAllergyText, noKnownAllergy } from '#fhir/allergy.ts'
import { cs } from '#fhir/systems.ts'
import { commit } from '#store/commit.ts'
import { contextOf, givenVisit } from '#tests/support/laboratory.ts'
import { concludeVisit, done } from '#tests/support/record.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'
import { outpatientRecord } from '../documents/models/outpatient-record.ts'
import type { RecordDetail } from './contract.ts'

const status = (system: string, code: string) => ({ coding: [{ system, code }] })
const active = status(cs.allergyClinical, 'active')

it('a record shows as asked and examined what its outpatient record says, and the allergies that stand', () =>
  withWholeApp(async (client) => {
    const ctx = contextOf(client.services)
    const visit = await givenVisit(ctx)
    await concludeVisit(ctx, visit)
    const subject = { reference: `Patient/${visit.patientId}` }
    const other: QuestionnaireResponse = {
      resourceType: 'QuestionnaireResponse',
      questionnaire: 'urn:lanong:form:27-BV2|2024-01-01',
      status: 'in-progress',
      subject,
      encounter: { reference: `Encounter/${visit.encounterId}` },
      authored: '2026-11-23T09:20:00+07:00',
    }
    await commit(ctx, [{ kind: 'create', resource: other }])
    const page = () => done<RecordDetail>(client, 'GET', `/records/${visit.encounterId}`)
    const printed = async () => (await outpatientRecord(ctx, visit.encounterId)).data['allergies']
    const { forms, timeline, allergies } = await page()
    assert.deepEqual(
      forms.map(({ form, answers }) => [form, answers.length]),
      [['15/BV1', 3]],
    )
    assert.equal(timeline.filter(({ kind }) => kind === 'form').length, 2, 'the timeline tells of every form')
    assert.deepEqual([allergies, await printed()], [[], 'Chưa hỏi'])

    const write = (more: Omit<AllergyIntolerance, 'resourceType' | 'patient'>) =>
      commit(ctx, [
        { kind: 'create', resource: { resourceType: 'AllergyIntolerance', patient: subject, ...more } },
      ])
    const none = { text: noAllergyText, coding: [{ system: cs.snomed, code: noKnownAllergy }] }
    await write({
      code: { text: 'Tôm' },
      clinicalStatus: active,
      verificationStatus: status(cs.allergyVerification, 'refuted'),
    })
    await write({ code: none, clinicalStatus: active })
    assert.deepEqual([(await page()).allergies, await printed()], [[], noAllergyText])
    await write({ code: { text: 'Penicillin' }, clinicalStatus: active })
    assert.deepEqual([(await page()).allergies, await printed()], [['Penicillin'], 'Penicillin'])
  }))
