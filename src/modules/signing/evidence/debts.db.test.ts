import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DocumentReference, Practitioner } from '@medplum/fhirtypes'
import type { PaperView, ValidationView } from '#modules/documents/contract.ts'
import { documents } from '#modules/documents/index.ts'
import { makeContext } from '#platform/services.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { actor, noon } from '#tests/support/database.ts'
import { codeOf, givenPapers, givenSigner, minh, reviewed, shown } from '#tests/support/papers-to-sign.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { type Tsa, withTimeStamps } from '#tests/support/time-stamps.ts'
import { systemContext } from '#tests/support/visit.ts'
import { openAuthority } from '../authority.ts'
import type { ProofsView } from '../contract.ts'
import { demoPin, installedTrust, provenFile, signing, verifyPaper } from '../index.ts'
import { findKey } from '../signers/key-table.ts'
import { tables } from '../tables.ts'
import { answerTimeStamp } from '../timestamp/authority.ts'
import { readCertificate } from '../x509/certificate.ts'
import { checkSigner } from './check-signer.ts'
import { writeOutcome } from './debts.ts'
import { payDebts } from './pay-debts.ts'
import { evidenceTable } from './table.ts'

const withHospital = (work: (client: TestClient, tsa: Tsa, clock: { ahead: number }) => Promise<void>) =>
  withTimeStamps((tsa) =>
    withServer(
      [documents, signing],
      async (client) => {
        await givenSigner(client)
        const { timeStampSigner } = await openAuthority(systemContext(client.services))
        const clock = { ahead: 0 }
        tsa.answer = (request) =>
          answerTimeStamp(timeStampSigner, request, new Date(noon.getTime() + clock.ahead * 1000))
        await work(client, tsa, clock)
      },
      { settings: { LANONG_TIME_STAMP_URL: tsa.url } },
    ),
  )

const sign = async (client: TestClient, papers: readonly PaperView[]) =>
  client.send('POST', '/api/signing/sign', {
    as: minh,
    body: { documents: papers.map(shown), batch: await reviewed(client, papers), pin: demoPin },
  })
const proofs = async (client: TestClient) => (await client.send('GET', '/api/signing/proofs')).body as ProofsView
const validation = async (client: TestClient, id: string) =>
  (await client.send('GET', `/api/documents/${id}/validation`)).body as ValidationView

test('a paper signed while the time-stamp authority is down is owed, and completed when it is back', () =>
  withHospital(async (client, tsa) => {
    const papers = await givenPapers(client, 2)
    const [paper, other] = papers
    assert.ok(paper && other)
    tsa.mode = 'down'
    const signed = await sign(client, papers)
    assert.equal(signed.status, 200, signed.text)
    assert.equal((await validation(client, paper.id)).verdict, 'undecided')
    const owed = await proofs(client)
    assert.deepEqual([owed.sent, owed.accepted, owed.refused, owed.waiting], [2, 0, 0, 2])
    assert.deepEqual(
      owed.papers.map(({ level, wanted, patientName }) => [level, wanted, patientName !== '']),
      [
        ['B-B', 'B-LTA', true],
        ['B-B', 'B-LTA', true],
      ],
    )
    const still = await client.send('POST', '/api/signing/proofs/retry', {})
    assert.deepEqual(still.body, { expected: 2, processed: 0, failed: 2 })
    assert.equal((await proofs(client)).papers[0]?.tries, 1)

    tsa.mode = 'up'
    assert.deepEqual((await client.send('POST', '/api/signing/proofs/retry', {})).body, {
      expected: 2,
      processed: 2,
      failed: 0,
    })
    const paid = await proofs(client)
    assert.deepEqual([paid.sent, paid.accepted, paid.refused, paid.waiting], [2, 2, 0, 0])
    const checked = await validation(client, paper.id)
    assert.equal(checked.verdict, 'whole', checked.text)
    assert.equal(checked.signatures[0]?.level, 'B-LTA')

    const ctx = systemContext(client.services)
    const final = await readResource<DocumentReference & { id: string }>(ctx, 'DocumentReference', paper.id)
    const named = final.content?.[0]?.attachment?.url?.slice('urn:lanong:blob:'.length) ?? ''
    const [before, after] = await Promise.all([ctx.blobs.get(named), ctx.blobs.get(await provenFile(ctx, named))])
    assert.ok(after.length > before.length && after.subarray(0, before.length).equals(before))

    await evidenceTable(ctx).updateTable('paper_evidence').set({ next_try: noon }).execute()
    assert.deepEqual(await payDebts.run(ctx), { expected: 2, processed: 2, failed: 0 })
    const renewed = verifyPaper(await ctx.blobs.get(await provenFile(ctx, named)), await installedTrust(ctx), noon)
    assert.equal(renewed.verdict, 'whole')
    assert.equal(renewed.signatures[0]?.archiveTimeStamps.length, 2)
    assert.deepEqual(await payDebts.run(ctx), { expected: 0, processed: 0, failed: 0 })
  }))

test('an authority that answers nonsense is as one that is down; a wrong clock is refused and nothing is signed', () =>
  withHospital(async (client, tsa, clock) => {
    const [paper, other] = await givenPapers(client, 2)
    assert.ok(paper && other)
    clock.ahead = 3600
    const refused = await sign(client, [paper])
    assert.equal(codeOf(refused), 'signing.clockWrong', refused.text)
    assert.deepEqual((refused.body as { details: object }).details, { seconds: 3600 })
    assert.equal((await proofs(client)).sent, 0)
    const [waiting] = ((await client.send('GET', `/api/documents/${paper.id}`)).body as PaperView).slots
    assert.equal(waiting?.state, 'waiting')
    clock.ahead = 0
    tsa.mode = 'garbled'
    assert.equal((await sign(client, [paper])).status, 200)
    assert.equal((await proofs(client)).waiting, 1)
    tsa.mode = 'up'
    assert.equal((await sign(client, [other])).status, 200)
    const counts = await proofs(client)
    assert.deepEqual([counts.sent, counts.accepted, counts.waiting], [2, 1, 1])
  }))

test('of two who sign in one place at once, one is told that it is taken', () =>
  withHospital(async (client) => {
    const [paper] = await givenPapers(client, 1)
    assert.ok(paper)
    const answers = await Promise.all([sign(client, [paper]), sign(client, [paper])])
    assert.deepEqual(answers.map(({ status }) => status === 200).sort(), [false, true])
    const refusal = answers.find(({ status }) => status !== 200)
    assert.match(codeOf(refusal ?? { body: {} }) ?? '', /^signing\.(notSignable|contentChanged|noSlot)$/)
    assert.equal((await validation(client, paper.id)).signatures.length, 1)
  }))

test('a certificate of another person signs nothing, and a revoked one neither', () =>
  withHospital(async (client) => {
    const system = systemContext(client.services)
    const ctx = makeContext(client.services, { facility: 1, actor: actor(minh) })
    const key = await findKey(ctx, minh.id)
    assert.ok(key)
    const identity = { certificate: readCertificate(key.certificate), chain: [] }
    await checkSigner(ctx, identity)
    const practitioner = await readResource<Practitioner & { id: string }>(
      system,
      'Practitioner',
      minh.practitionerId,
    )
    const renamed = { ...practitioner, name: [{ text: 'Trần Thị Bích Ngọc' }] }
    await commit(system, [{ kind: 'update', resource: renamed }])
    await assert.rejects(checkSigner(ctx, identity), { code: 'signing.otherPerson' })
    await commit(system, [{ kind: 'update', resource: practitioner }])
    await tables(ctx).updateTable('signer_key').set({ revoked_at: noon }).where('id', '=', key.id).execute()
    await assert.rejects(checkSigner(ctx, identity), {
      code: 'signing.certificateNotValid',
      details: { reason: 'revoked' },
    })
  }))

test('what is owed is told page by page, all of it', () =>
  withHospital(async (client) => {
    const ctx = systemContext(client.services)
    const ids = Array.from({ length: 7 }, (_, at) => `owed-${at}`)
    for (const [at, id] of ids.entries())
      await writeOutcome(
        { ...ctx, now: () => new Date(noon.getTime() + Math.floor(at / 3) * 1000) },
        { documentId: id, sha256: 'a'.repeat(64) },
        { level: 'B-B', wanted: 'B-LTA', state: 'waiting', reason: 'x', renewBy: undefined },
      )
    const found: string[] = []
    for (let after: string | undefined = ''; after !== undefined; ) {
      const query = after ? `&after=${encodeURIComponent(after)}` : ''
      const page = (await client.send('GET', `/api/signing/proofs?count=3${query}`)).body as ProofsView
      assert.equal(page.waiting, 7)
      assert.ok(page.papers.length <= 3)
      found.push(...page.papers.map(({ id }) => id))
      after = page.next
    }
    assert.deepEqual(found, ids)
    assert.equal((await client.send('GET', '/api/signing/proofs?after=x')).status, 400)
  }))
