import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { compileForm, Filling } from '#fhir/sdc/index.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { documents } from '#modules/documents/index.ts'
import type { CompletedFill, FillView } from '#modules/forms/contract.ts'
import { forms } from '#modules/forms/index.ts'
import { editionOn, shippedForms } from '#platform/forms/registry.ts'
import { commit } from '#store/commit.ts'
import { fillRequired } from '#tests/support/fills.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { asSent, signAllRows } from '#tests/support/sign-rows.ts'
import { givenHospital, givenVisit, systemContext } from '#tests/support/visit.ts'
import { giveKey } from '#tests/support/whole-app.ts'

const today = '2026-11-22'
/** The record of a visit to the clinic is written on the screen of the examination. */
const ofTheExam = '15/BV1'
const statutory = shippedForms().filter(
  (one) => one.kind !== 'local' && one.code !== ofTheExam && one.questionnaire(),
)
/** Answers that rules of a form want in a shape of their own. */
const shaped = {
  'head.birthCode': { valueString: '01ZZ1.GCS.00001.26' },
  'child.baby.weight@0': { valueInteger: 3100 },
  'receipt.dueOn': { valueDate: '2030-01-01' },
  'content.on': { valueDate: '2030-01-01' },
  'content.to': { valueDate: '2030-01-01' },
  'stay.dischargedAt': { valueDateTime: '2030-01-01T08:00:00+07:00' },
  'exam.drawing.data': { valueString: '{"v":1}' },
} as const

async function fillOver(client: TestClient, form: string, encounterId: string, on: string): Promise<number> {
  const started = await client.send('POST', '/api/fills', { body: { id: uuidv7(), form, encounterId, on } })
  assert.equal(started.status, 200, started.text)
  const fill = started.body as FillView
  const edition = editionOn(statutory, form, on)
  const questionnaire = edition?.questionnaire()
  assert.ok(questionnaire)
  const compiled = compileForm(questionnaire)
  const given = fill.response as unknown as QuestionnaireResponse
  const filling = new Filling(compiled, fillRequired(compiled, given, fill.environment), fill.environment)
  for (const [key, answer] of Object.entries(shaped)) filling.set(key, [answer])
  const address = `/api/fills/${fill.id}`
  const saved = await client.send('PUT', address, {
    body: { version: fill.version, response: filling.response() },
  })
  assert.equal(saved.status, 200, saved.text)
  const read = (await client.send('GET', address)).body as FillView
  const again = new Filling(compiled, read.response as unknown as QuestionnaireResponse, fill.environment)
  // The server draws the picture of what was drawn.
  again.set('exam.drawing.picture', [])
  assert.deepEqual(asSent(again.asked().item), asSent(filling.asked().item), 'reads the same')
  const { version, response } = await signAllRows(client, fill.id)
  const done = await client.send('POST', `${address}/complete`, { body: { version, response } })
  assert.equal(done.status, 200, done.text)
  assert.ok((done.body as CompletedFill).paperId)
  return (done.body as CompletedFill).extracted
}

describe('every statutory form over HTTP', () => {
  it('is begun, saved, read again the same, finished, and has its paper', () =>
    withServer([forms, documents], async (client) => {
      const ctx = systemContext(client.services)
      await givenHospital(ctx)
      const name = 'Bệnh viện Đa khoa Ngàn Phố'
      await commit(ctx, [{ kind: 'create', id: 'facility', resource: { resourceType: 'Organization', name } }])
      await giveKey(client)
      const { encounterId } = await givenVisit(ctx)
      const failed: string[] = []
      for (const { form, code, validTo } of statutory) {
        const on = validTo ?? today
        await fillOver(client, form, encounterId, on).catch((error: unknown) =>
          failed.push(`${code}: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`),
        )
      }
      assert.deepEqual(failed, [])
    }))
})
