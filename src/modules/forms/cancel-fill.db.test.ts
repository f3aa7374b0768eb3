import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Condition, DocumentReference, Encounter, Observation } from '@medplum/fhirtypes'
import { type Answer, Filling } from '#fhir/sdc/index.ts'
import { ext } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { PaperView, ValidationView } from '#modules/documents/contract.ts'
import { documents } from '#modules/documents/index.ts'
import { lacking } from '#modules/documents/print-paper.ts'
import type { Worklist } from '#modules/signing/contract.ts'
import { signing } from '#modules/signing/index.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { as } from '#tests/support/database.ts'
import { fillRequired } from '#tests/support/fills.ts'
import { reviewed } from '#tests/support/papers-to-sign.ts'
import { type Ward, withWard } from '#tests/support/ward.ts'
import { giveKey, pin } from '#tests/support/whole-app.ts'
import type { CompletedFill, FillList, FillView } from './contract.ts'
import { findEdition, formOf } from './editions.ts'
import type { Response } from './fill.ts'
import { forms } from './index.ts'

const coding = { system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10', display: 'Tăng huyết áp' }

type Paper = DocumentReference & { id: string }

const withKey = (work: (ward: Ward) => Promise<void>): Promise<void> =>
  withWard([forms, documents, signing], async (ward) => {
    await giveKey(ward.client)
    await work(ward)
  })

/** Completes a form and signs its paper in the first place. */
async function signedFill({ client, ctx, encounterId }: Ward, code: string, more: Record<string, Answer> = {}) {
  const started = await client.send('POST', '/api/fills', { body: { id: uuidv7(), form: code, encounterId } })
  const fill = started.body as FillView
  const form = formOf(await findEdition(ctx, fill.form, fill.on))
  const response = fillRequired(form, fill.response as unknown as Response, fill.environment)
  const filling = new Filling(form, response, fill.environment)
  for (const [key, answer] of Object.entries(more)) filling.set(key, [answer])
  const path = `/api/fills/${fill.id}`
  const body = { version: 1, response: filling.response() }
  const done = await client.send('POST', `${path}/complete`, { body })
  assert.equal(done.status, 200, done.text)
  const { paperId } = done.body as CompletedFill
  const waiting = (await client.send('GET', '/api/signing/mine')).body as Worklist
  const shown = waiting.papers.find((one) => one.id === paperId)
  assert.ok(shown)
  const sent = {
    documents: [{ id: paperId, version: shown.version, sha256: shown.sha256 }],
    batch: await reviewed(client, [shown], {}),
    pin,
  }
  const signed = await client.send('POST', '/api/signing/sign', { body: sent })
  assert.equal(signed.status, 200, signed.text)
  return { path, paperId, paper: await readResource<Paper>(ctx, 'DocumentReference', paperId) }
}

const reason = 'Ghi nhầm người bệnh'

/** The paper as it stands after the form was cancelled: whole, marked, never taken back. */
async function checkPaper({ client, ctx }: Ward, before: Paper): Promise<void> {
  const paper = await readResource<Paper>(ctx, 'DocumentReference', before.id)
  assert.deepEqual(
    [paper.status, paper.docStatus, paper.content],
    ['entered-in-error', before.docStatus, before.content],
  )
  assert.equal(lacking(paper), 'GIẤY ĐÃ HỦY')
  const view = (await client.send('GET', `/api/documents/${paper.id}`)).body as PaperView
  assert.deepEqual([view.state, view.cancelReason], ['cancelled', reason])
  const check = (await client.send('GET', `/api/documents/${paper.id}/validation`)).body as ValidationView
  assert.deepEqual([check.verdict, check.sameBytes, check.signatures.length], ['whole', true, 1])
  const left = (await client.send('GET', '/api/signing/mine')).body as Worklist
  assert.ok(left.papers.every((one) => one.id !== paper.id))
  const other = [{ url: ext.cancelReason, valueString: 'Lý do khác' }]
  const backs: Paper[] = [
    { ...paper, status: 'current' },
    { ...paper, status: 'superseded' },
    { ...paper, extension: other },
  ]
  for (const resource of backs)
    await assert.rejects(commit(as(ctx, {}), [{ kind: 'update', resource }]), { code: 'signing.contentLocked' })
}

describe('a form whose paper is signed', () => {
  it('is cancelled with a reason: nothing is deleted, the chart takes back what it said', () =>
    withKey(async (ward) => {
      const { client, ctx, encounterId } = ward
      const { path, paper } = await signedFill(ward, '01-BV1', {
        'stay.dischargedAt': { valueDateTime: '2026-11-24T10:00:00+07:00' },
        'wardDiagnosis.main': { valueString: 'Tăng huyết áp độ 2' },
        'wardDiagnosis.mainCode': { valueCoding: coding },
      })
      assert.equal((await client.send('POST', `${path}/cancel`, { body: { reason } })).status, 200)
      await checkPaper(ward, paper)
      const listed = (await client.send('GET', `/api/fills?encounter=${encounterId}`)).body as FillList
      assert.deepEqual(
        listed.fills.map((one) => [one.status, one.paper]),
        [['entered-in-error', undefined]],
      )
      const read = (await client.send('GET', path)).body as FillView
      assert.deepEqual(
        [read.editable, read.notes.map((note) => [note.kind, note.reason])],
        [false, [['cancel', reason]]],
      )
      for (const verb of ['amend', 'cancel']) {
        const again = await client.send('POST', `${path}/${verb}`, { body: { reason } })
        assert.equal((again.body as { code: string }).code, 'forms.cancelled')
      }
      const conditions = await searchResources<Condition>(ctx, 'Condition', { code: 'I10' })
      const codes = conditions.map((one) => one.verificationStatus?.coding?.[0]?.code)
      assert.deepEqual(codes, ['entered-in-error'])
      const visit = await readResource<Encounter>(ctx, 'Encounter', encounterId)
      assert.equal(visit.diagnosis, undefined, 'the list of the visit forgets it')
      const told = await searchResources<Observation>(ctx, 'Observation', { subject: `Patient/${read.patientId}` })
      assert.ok(told.filter((one) => one.derivedFrom).every((one) => one.status === 'entered-in-error'))
    }))

  it('is cancelled though everyone has signed, and not without a reason', () =>
    withKey(async (ward) => {
      const { path, paper } = await signedFill(ward, '29-BV2')
      assert.equal(paper.docStatus, 'final')
      const bare: Paper = { ...paper, status: 'entered-in-error' }
      await assert.rejects(commit(as(ward.ctx, {}), [{ kind: 'update', resource: bare }]), {
        code: 'signing.contentLocked',
      })
      assert.equal((await ward.client.send('POST', `${path}/cancel`, { body: { reason } })).status, 200)
      await checkPaper(ward, paper)
    }))
})
