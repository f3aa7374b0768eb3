import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { DocumentReference } from '@medplum/fhirtypes'
import { ensureDemoSigners, installedTrust, signing, verifyPaper } from '#modules/signing/index.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { paperVisit } from '#tests/support/paper-visit.ts'
import { reviewed } from '#tests/support/papers-to-sign.ts'
import type { TestClient } from '#tests/support/server.ts'
import { withServer } from '#tests/support/server.ts'
import type { PaperView, ValidationView } from './contract.ts'
import { documents } from './index.ts'

const doctor = {
  id: 'account-bacsi',
  practitionerId: 'practitioner-bacsi',
  roles: ['doctor'],
  name: 'Nguyễn Văn Minh',
}
const technician = {
  id: 'account-xn',
  practitionerId: 'practitioner-xn',
  roles: ['laboratory'],
  name: 'Phạm Quốc Bảo',
}
const pin = '202611'

async function prepare({ services }: TestClient): Promise<void> {
  const ctx = makeContext(services, { facility: 1, actor: systemActor })
  await commit(
    ctx,
    paperVisit.map((resource) => ({ kind: 'create', resource, id: resource.id ?? '' })),
  )
  await ensureDemoSigners(
    ctx,
    [doctor, technician].map(({ id, practitionerId, name }) => ({ accountId: id, practitionerId, name })),
    'Bệnh viện Đa khoa Ngàn Phố',
  )
}

const shown = ({ id, version, sha256 }: PaperView) => ({ id, version, sha256 })

async function make(client: TestClient, body: object): Promise<PaperView> {
  const answer = await client.send('POST', '/api/documents/prepare', { as: doctor, body })
  assert.equal(answer.status, 200, answer.text)
  return answer.body as PaperView
}

const outpatient = { form: '15/BV1', encounterId: 'e1' }

test('a visit is printed, signed, checked and corrected', () =>
  withServer([documents, signing], async (client) => {
    await prepare(client)
    const record = await make(client, outpatient)
    assert.equal(record.state, 'unsigned')
    assert.equal(record.slots[0]?.who, 'BSCKI. Nguyễn Văn Minh')

    const again = await make(client, outpatient)
    assert.deepEqual(shown(again), shown(record), 'the same sources give the same bytes and no new version')

    const prescription = await make(client, { form: 'TT26', encounterId: 'e1', about: '01zz1k7m2q9x-C' })
    const sheet = await make(client, { form: '16/BV2', about: 'DiagnosticReport/r1' })
    const list = await client.send('GET', '/api/signing/mine', { as: doctor })
    assert.deepEqual((list.body as { papers: { form: string }[] }).papers.map((one) => one.form).sort(), [
      '15/BV1',
      'TT26',
    ])

    const signed = await client.send('POST', '/api/signing/sign', {
      as: doctor,
      body: {
        documents: [record, prescription].map(shown),
        batch: await reviewed(client, [record, prescription], doctor),
        pin,
      },
    })
    assert.equal(signed.status, 200, signed.text)

    const wrongRole = await client.send('POST', '/api/signing/sign', {
      as: doctor,
      body: { documents: [shown(sheet)], batch: await reviewed(client, [sheet], doctor), pin },
    })
    assert.equal((wrongRole.body as { code: string }).code, 'signing.noSlot')
    const right = await client.send('POST', '/api/signing/sign', {
      as: technician,
      body: { documents: [shown(sheet)], batch: await reviewed(client, [sheet], technician), pin },
    })
    assert.equal(right.status, 200, right.text)

    const check = await client.send('GET', `/api/documents/${record.id}/validation`, { as: doctor })
    const verdict = check.body as ValidationView
    assert.equal(verdict.verdict, 'whole', verdict.text)
    assert.match(verdict.text, /Nguyên vẹn: 1 chữ ký/)

    const locked = await client.send('POST', '/api/documents/prepare', { as: doctor, body: outpatient })
    assert.equal((locked.body as { code: string }).code, 'documents.signed')

    const corrected = await client.send('POST', `/api/documents/${record.id}/correct`, {
      as: doctor,
      body: { reason: 'Thiếu tiền sử' },
    })
    assert.equal(corrected.status, 200, corrected.text)
    const papers = await client.send('GET', '/api/documents?encounter=e1', { as: doctor })
    const states = (papers.body as { papers: PaperView[] }).papers.map((one) => `${one.form} ${one.state}`).sort()
    assert.deepEqual(states, ['15/BV1 superseded', '15/BV1 unsigned', '16/BV2 signed', 'TT26 signed'])
  }))

test('what is signed cannot change, and what was not shown is not signed', () =>
  withServer([documents, signing], async (client) => {
    await prepare(client)
    const ctx = makeContext(client.services, { facility: 1, actor: systemActor })
    const paper = await make(client, outpatient)

    const attempt = (document: object, batch?: string) =>
      client.send('POST', '/api/signing/sign', {
        as: doctor,
        body: { documents: [document], pin, ...(batch ? { batch } : {}) },
      })
    const batch = await reviewed(client, [paper], doctor)
    const unseen = { ...shown(paper), sha256: '0'.repeat(64) }
    const older = { ...shown(paper), version: paper.version + 1 }
    for (const [document, shownIn, code] of [
      [shown(paper), undefined, 'signing.notReviewed'],
      [unseen, batch, 'signing.notReviewed'],
      [older, batch, 'signing.contentChanged'],
    ] as const)
      assert.equal(((await attempt(document, shownIn)).body as { code: string }).code, code)

    const unproven = await readResource<DocumentReference & { id: string }>(ctx, 'DocumentReference', paper.id)
    await assert.rejects(commit(ctx, [{ kind: 'update', resource: { ...unproven, docStatus: 'final' } }]), {
      code: 'signing.serverOnly',
    })

    const signed = await attempt(shown(paper), batch)
    assert.equal(signed.status, 200, signed.text)
    const final = await readResource<DocumentReference & { id: string }>(ctx, 'DocumentReference', paper.id)
    assert.equal(final.docStatus, 'final')
    await assert.rejects(commit(ctx, [{ kind: 'update', resource: { ...final, description: 'x' } }]), {
      code: 'signing.contentLocked',
    })
    await assert.rejects(commit(ctx, [{ kind: 'delete', type: 'DocumentReference', id: paper.id }]), {
      code: 'signing.contentLocked',
    })

    const bytes = await ctx.blobs.get(final.content?.[0]?.attachment?.url?.slice('urn:lanong:blob:'.length) ?? '')
    assert.equal(verifyPaper(bytes, await installedTrust(ctx)).verdict, 'whole')
    assert.equal(createHash('sha256').update(bytes).digest('hex').length, 64)
  }))

test('a wrong PIN is counted even though the command is refused, and locks the key', () =>
  withServer([documents, signing], async (client) => {
    await prepare(client)
    const paper = await make(client, outpatient)
    const batch = await reviewed(client, [paper], doctor)
    const attempt = (given: string) =>
      client.send('POST', '/api/signing/sign', {
        as: doctor,
        body: { documents: [shown(paper)], batch, pin: given },
      })
    for (const left of [4, 3, 2, 1]) {
      const answer = await attempt('111111')
      assert.deepEqual((answer.body as { details: object }).details, { left })
    }
    assert.equal(((await attempt('111111')).body as { code: string }).code, 'signing.pinLocked')
    assert.equal(((await attempt(pin)).body as { code: string }).code, 'signing.pinLocked')
  }))
