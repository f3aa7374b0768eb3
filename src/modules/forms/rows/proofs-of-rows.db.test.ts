import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Practitioner, Provenance } from '@medplum/fhirtypes'
import { uuidv7 } from '#kernel/ids.ts'
import { documents } from '#modules/documents/index.ts'
import { openAuthority } from '#modules/signing/authority.ts'
import type { FoundKeys, ProofsView } from '#modules/signing/contract.ts'
import { forgetFailures } from '#modules/signing/evidence/ask.ts'
import { payDebts } from '#modules/signing/evidence/pay-debts.ts'
import { provenSignature, signing } from '#modules/signing/index.ts'
import { answerTimeStamp } from '#modules/signing/timestamp/authority.ts'
import { toPem } from '#modules/signing/x509/certificate.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { noon } from '#tests/support/database.ts'
import { first, openSheets, type Sheet } from '#tests/support/day-sheet.ts'
import { codeOf } from '#tests/support/papers-to-sign.ts'
import { withRemoteSigning } from '#tests/support/remote-signing.ts'
import { withServer } from '#tests/support/server.ts'
import { type Tsa, withTimeStamps } from '#tests/support/time-stamps.ts'
import { systemContext } from '#tests/support/visit.ts'
import { forms } from '../index.ts'
import { rowStatement } from './row-statement.ts'

const withSheet = (work: (sheet: Sheet, tsa: Tsa) => Promise<void>) =>
  withTimeStamps((tsa) =>
    withServer(
      [forms, documents, signing],
      async (client) => {
        const begin = await openSheets(client)
        const { timeStampSigner } = await openAuthority(systemContext(client.services))
        tsa.answer = (request) => answerTimeStamp(timeStampSigner, request, noon)
        await work(await begin('36-BV2'), tsa)
      },
      { settings: { LANONG_TIME_STAMP_URL: tsa.url } },
    ),
  )

const signedRow = async (sheet: Sheet, id: string) => (await sheet.rows()).find((one) => one.id === id)?.signed
const proofs = async ({ client }: Sheet) => (await client.send('GET', '/api/signing/proofs')).body as ProofsView

/** What openssl says of a signature over the row, with the root of the demo authority. */
async function asOpenssl(sheet: Sheet, rowId: string, signature: Buffer): Promise<string> {
  const response = await sheet.response()
  const row = response.item?.find(({ id }) => id === rowId)
  assert.ok(row)
  const folder = mkdtempSync(join(tmpdir(), 'lanong-row-'))
  const { root } = await openAuthority(sheet.ctx)
  const file = (name: string, bytes: Buffer | string) => {
    writeFileSync(join(folder, name), bytes)
    return join(folder, name)
  }
  const content = file('row.json', rowStatement({ ...response, id: sheet.id }, row))
  const args = ['-in', file('row.p7s', signature), '-content', content, '-CAfile', file('root.pem', toPem(root))]
  const time = String(Math.floor(noon.getTime() / 1000))
  execFileSync(
    'openssl',
    ['cms', '-verify', '-inform', 'DER', '-binary', '-cades', '-purpose', 'any', '-attime', time, ...args],
    { stdio: 'pipe' },
  )
  return 'verified'
}

test('a row signed while no authority gives time stamps is signed and owed, and proven to B-LTA when one does', () =>
  withSheet(async (sheet, tsa) => {
    const ctx = systemContext(sheet.client.services)
    tsa.mode = 'down'
    const id = await sheet.write('2026-11-23T08:00:00+07:00', 'Ho nhiều')
    const signed = await sheet.sign(id)
    assert.equal(signed.status, 200, signed.text)
    const before = await signedRow(sheet, id)
    assert.deepEqual([before?.valid, before?.owed, before?.level], [true, true, 'B-B'])
    const owed = await proofs(sheet)
    assert.deepEqual([owed.waiting, owed.papers.length], [1, 1])
    assert.ok((owed.papers[0]?.patientName ?? '') !== '')

    tsa.mode = 'up'
    const later = { ...ctx, now: () => new Date(ctx.now().getTime() + 120_000) }
    forgetFailures()
    const ran = await payDebts.run(later)
    assert.deepEqual(ran, { expected: 1, processed: 1, failed: 0 }, JSON.stringify((await proofs(sheet)).papers))
    const after = await signedRow(sheet, id)
    assert.deepEqual([after?.valid, after?.owed, after?.level, after?.faults], [true, false, 'B-LTA', []])
    assert.deepEqual([(await proofs(sheet)).waiting, (await proofs(sheet)).accepted], [0, 1])
    const evidence = await readResource<Provenance & { id: string }>(
      ctx,
      'Provenance',
      after?.evidence.replace('Provenance/', '') ?? '',
    )
    const own = Buffer.from(evidence.signature?.[0]?.data ?? '', 'base64')
    const grown = await provenSignature(ctx, own)
    assert.ok(grown.length > own.length)
    assert.equal(await asOpenssl(sheet, id, own), 'verified')
    assert.equal(await asOpenssl(sheet, id, grown), 'verified', 'openssl reads what has grown')
  }))

test("a clock that is wrong and another person's certificate sign no row", () =>
  withSheet(async (sheet, tsa) => {
    const id = await sheet.write('2026-11-23T08:00:00+07:00', 'Ho nhiều')
    const right = tsa.answer
    const { timeStampSigner } = await openAuthority(sheet.ctx)
    tsa.answer = (request) => answerTimeStamp(timeStampSigner, request, new Date(noon.getTime() + 3_600_000))
    assert.equal(codeOf(await sheet.sign(id)), 'signing.clockWrong')
    tsa.answer = right
    const other: Practitioner = {
      resourceType: 'Practitioner',
      id: 'practitioner-test',
      name: [{ text: 'Vũ Khác' }],
    }
    await commit(sheet.ctx, [{ kind: 'update', resource: other }])
    assert.equal(codeOf(await sheet.sign(id)), 'signing.otherPerson')
    assert.equal(await signedRow(sheet, id), undefined)
  }))

test('a row is signed at a remote service with a one-time code, once', () =>
  withSheet(async (sheet) => {
    const { client } = sheet
    const people = [{ userId: '0084', name: 'Người Thử Nghiệm', pin: '778899', approval: 'code' }] as const
    await withRemoteSigning(client, people, async (service) => {
      const found = await client.send('POST', '/api/signing/remote-keys', { as: first, body: { user: '0084' } })
      const credential = (found.body as FoundKeys).keys[0]?.place
      const body = { user: '0084', credential }
      const enrolled = await client.send('PUT', '/api/signing/key/remote', { as: first, body })
      assert.equal(enrolled.status, 200, enrolled.text)
      const id = await sheet.write('2026-11-23T08:00:00+07:00', 'Ho nhiều')
      const { version } = await sheet.view()
      const sign = (otp: string | undefined, headers: Record<string, string> = {}) =>
        client.send('POST', `/api/fills/${sheet.id}/rows/sign`, {
          as: first,
          headers,
          body: { version, row: id, pin: '778899', ...(otp ? { otp } : {}) },
        })
      assert.equal(codeOf(await sign(undefined)), 'signers.otpMissing')
      assert.equal((await client.send('POST', '/api/signing/code', { as: first })).status, 204)
      const otp = service.lastMessage('0084') ?? ''
      const headers = { 'x-command-id': uuidv7() }
      const done = await sign(otp, headers)
      assert.equal(done.status, 200, done.text)
      assert.deepEqual((await sign(otp, headers)).body, done.body, 'sent again, it is told the first outcome')
      assert.equal((await signedRow(sheet, id))?.level, 'B-LTA')

      const second = await sheet.write('2026-11-23T09:00:00+07:00', 'Đỡ ho')
      service.behaviour.faults = { 'signatures/signHash': 'hang' }
      await client.send('POST', '/api/signing/code', { as: first })
      const more = { otp: service.lastMessage('0084') ?? '', pin: '778899' }
      const cut = await sheet.sign(second, first, more)
      assert.equal(codeOf(cut), 'signers.remoteTimeout', cut.text)
      assert.equal(await signedRow(sheet, second), undefined)
    })
  }))
