import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { DocumentReference, Provenance } from '@medplum/fhirtypes'
import { CompactSign, exportJWK, generateKeyPair } from 'jose'
import { cs } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { ConfirmationBegun, ConfirmationsOfPaper } from '#modules/signing/contract.ts'
import type { Config } from '#platform/config.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { noon } from '#tests/support/database.ts'
import { codeOf, givenSigner, minh } from '#tests/support/papers-to-sign.ts'
import { device } from '#tests/support/passkey.ts'
import { withReceiver } from '#tests/support/receiver.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { systemContext } from '#tests/support/visit.ts'
import { signing } from '../index.ts'

const patient = 'Đặng Thị Huyền'

interface Bench {
  readonly client: TestClient
  readonly document: { readonly id: string; readonly version: number; readonly sha256: string }
  begin(more: object): ReturnType<TestClient['send']>
  answer(id: string, proof: object): ReturnType<TestClient['send']>
  list(): Promise<ConfirmationsOfPaper>
}

function withPaper(work: (bench: Bench) => Promise<void>): Promise<void> {
  return withServer([signing], async (client) => {
    await givenSigner(client)
    const ctx = systemContext(client.services)
    const sha256 = await ctx.blobs.put(Buffer.from('%PDF-1.7 consent'))
    const resource: DocumentReference = {
      resourceType: 'DocumentReference',
      status: 'current',
      docStatus: 'preliminary',
      type: { coding: [{ system: cs.form, code: '03/BV2', version: '2024-01-01' }] },
      description: 'Giấy cam kết',
      subject: { reference: 'Patient/p1', display: patient },
      date: '2026-11-23T10:00:00+07:00',
      content: [{ attachment: { url: `urn:lanong:blob:${sha256}` } }],
      context: { encounter: [{ reference: 'Encounter/e1' }] },
    }
    await commit(ctx, [{ kind: 'create', id: 'consent', resource }])
    const document = { id: 'consent', version: 1, sha256 }
    const send: TestClient['send'] = (method, url, options) => client.send(method, url, { as: minh, ...options })
    await work({
      client,
      document,
      begin: (more) =>
        send('POST', '/api/signing/confirmations', {
          body: { document, place: 'patient', name: patient, ...more },
        }),
      answer: (id, proof) => send('POST', `/api/signing/confirmations/${id}/answer`, { body: proof }),
      async list() {
        const answer = await send('GET', '/api/signing/confirmations/consent')
        assert.equal(answer.status, 200, answer.text)
        return answer.body as ConfirmationsOfPaper
      },
    })
  })
}

const begun = ({ status, body, text }: { status: number; body: unknown; text: string }): ConfirmationBegun => {
  assert.equal(status, 200, text)
  return body as ConfirmationBegun
}

const tell = ({ services }: TestClient, more: Partial<Config>) => {
  const told = services as { config: Config }
  told.config = { ...services.config, ...more }
}

const line = Array.from({ length: 60 }, (_, at) => [at * 10, 300 + Math.round(Math.sin(at / 4) * 80), at * 16])

test('a drawn signature with a witness is bound to the file, sealed, and never called a digital signature', () =>
  withPaper(async ({ client, document, begin, answer, list }) => {
    assert.equal(codeOf(await begin({ method: 'drawn' })), 'confirmations.witnessMissing')
    assert.equal(codeOf(await begin({ method: 'drawn', witness: minh.name })), 'confirmations.witnessSame')
    assert.equal(
      codeOf(await begin({ method: 'drawn', name: 'Đặng Văn Ba', witness: 'Lê Thị Hoa' })),
      'confirmations.relationMissing',
    )
    const other = { document: { ...document, sha256: '0'.repeat(64) } }
    assert.equal(
      codeOf(await begin({ method: 'drawn', witness: 'Lê Thị Hoa', ...other })),
      'signing.contentChanged',
    )

    const asked = {
      method: 'drawn',
      name: 'Đặng Văn Ba',
      relation: 'child',
      identity: '042190001111',
      witness: 'Lê Thị Hoa',
    }
    const { id } = begun(await begin(asked))
    assert.equal(
      codeOf(await answer(id, { method: 'drawn', strokes: [line.slice(0, 5)] })),
      'confirmations.tooSmall',
    )
    const done = await answer(id, { method: 'drawn', strokes: [line] })
    assert.equal(done.status, 200, done.text)
    const { given, places } = await list()
    const [one] = given
    assert.deepEqual(
      [one?.name, one?.relation, one?.witness, one?.takenBy, one?.sameContent, one?.faults],
      ['Đặng Văn Ba', 'Con', 'Lê Thị Hoa', minh.name, true, []],
    )
    assert.match(one?.path ?? '', /^M0 300 L10 /)
    assert.equal(places[0]?.open, false)
    assert.equal(codeOf(await begin(asked)), 'confirmations.given')

    const evidence = await readResource<Provenance & { id: string }>(
      systemContext(client.services),
      'Provenance',
      one?.id ?? '',
    )
    assert.match(evidence.activity?.coding?.[0]?.display ?? '', /không phải chữ ký số/)
    assert.deepEqual(evidence.target, [{ reference: 'DocumentReference/consent/_history/1' }])
    const sealed = Buffer.from(evidence.signature?.[0]?.data ?? '', 'base64').toString()
    const { payload } = JSON.parse(sealed) as { payload: string }
    const told = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
      paper: object
      evidence: { strokes: unknown }
    }
    assert.deepEqual(told.paper, { ...document, form: '03/BV2' })
    assert.deepEqual(told.evidence.strokes, [line], 'every point with its time')
  }))

test('a one-time code goes to the phone, serves this paper only, and closes after wrong tries', () =>
  withPaper(({ client, begin, answer, list }) =>
    withReceiver(async (phone) => {
      assert.equal(codeOf(await begin({ method: 'otp', phone: '0912345678' })), 'confirmations.noMessages')
      tell(client, { messageUrl: phone.address })
      assert.equal(codeOf(await begin({ method: 'otp' })), 'confirmations.noPhone')
      phone.answer = 500
      assert.equal(codeOf(await begin({ method: 'otp', phone: '0912345678' })), 'confirmations.messageFailed')
      phone.answer = 200
      const read = () => {
        const { to, text } = JSON.parse(phone.received.at(-1)?.body ?? '{}') as { to: string; text: string }
        assert.equal(to, '0912345678')
        return text.slice(0, 6)
      }
      const first = begun(await begin({ method: 'otp', phone: '0912345678' }))
      const code = read()
      const second = begun(await begin({ method: 'otp', phone: '0912345678' }))
      const other = read()
      assert.equal(first.sentTo, '091 … 678')
      if (code !== other)
        assert.equal(codeOf(await answer(second.id, { method: 'otp', code })), 'confirmations.codeWrong')
      const wrong = code === '000000' ? '111111' : '000000'
      for (let at = 0; at < 5; at++)
        assert.equal(codeOf(await answer(first.id, { method: 'otp', code: wrong })), 'confirmations.codeWrong')
      assert.equal(codeOf(await answer(first.id, { method: 'otp', code })), 'confirmations.notOpen')
      const done = await answer(second.id, { method: 'otp', code: other })
      assert.equal(done.status, 200, done.text)
      assert.deepEqual(
        (await list()).given.map(({ method, faults }) => [method, faults]),
        [['otp', []]],
      )
    }),
  ))

test('a fingerprint reader of the hospital answers this question; no other reader, question or raw image', () =>
  withPaper(async ({ client, begin, answer, list }) => {
    const keys = await generateKeyPair('ES256')
    const stranger = await generateKeyPair('ES256')
    const file = join(mkdtempSync(join(tmpdir(), 'lanong-readers-')), 'readers.json')
    writeFileSync(
      file,
      JSON.stringify([{ serial: 'R-1', name: 'Quầy tiếp đón', key: await exportJWK(keys.publicKey) }]),
    )
    tell(client, { fingerprintReadersFile: file })
    const { id, challenge } = begun(await begin({ method: 'fingerprint', witness: 'Lê Thị Hoa' }))
    const result = {
      challenge,
      matched: true,
      subject: 'p1',
      score: 88,
      threshold: 60,
      reader: 'R-1',
      at: noon.toISOString(),
    }
    const signed = (more: object, key = keys.privateKey, kid = 'R-1') =>
      new CompactSign(Buffer.from(JSON.stringify({ ...result, ...more })))
        .setProtectedHeader({ alg: 'ES256', kid })
        .sign(key)
    const tryOne = async (evidence: string) => codeOf(await answer(id, { method: 'fingerprint', evidence }))
    assert.equal(await tryOne(await signed({}, keys.privateKey, 'R-2')), 'confirmations.readerUnknown')
    assert.equal(await tryOne(await signed({}, stranger.privateKey)), 'confirmations.notMatched')
    assert.equal(await tryOne(await signed({ challenge: 'x' })), 'confirmations.notMatched')
    assert.equal(await tryOne(await signed({ image: 'AAAA' })), 'confirmations.notMatched')
    const again = begun(await begin({ method: 'fingerprint', witness: 'Lê Thị Hoa' }))
    const evidence = await signed({ challenge: again.challenge })
    const done = await answer(again.id, { method: 'fingerprint', evidence })
    assert.equal(done.status, 200, done.text)
    assert.deepEqual(
      (await list()).given.map(({ method, faults }) => [method, faults]),
      [['fingerprint', []]],
    )
  }))

test('a patient confirms an own paper by the biometrics of their device, bound to the file by the challenge', () =>
  withPaper(async ({ client, document, begin }) => {
    const origin = 'http://localhost:8080'
    tell(client, { publicUrl: origin })
    assert.equal(
      codeOf(await begin({ method: 'passkey' })),
      'confirmations.passkeyUnknown',
      'staff have no such way',
    )
    const huyen = {
      id: 'account-huyen',
      practitionerId: '',
      name: patient,
      kind: 'patient',
      patientId: 'p1',
      roles: ['patient'],
    } as const
    const stranger = { ...huyen, id: 'account-x', patientId: 'p2' }
    const post = (url: string, body: object, as: object = huyen) => client.send('POST', url, { as, body })
    const ask = (as: object = huyen) =>
      post('/api/signing/confirmations', { document, place: 'patient', name: patient, method: 'passkey' }, as)
    assert.equal(codeOf(await ask(stranger)), 'common.notFound')
    assert.equal(codeOf(await ask()), 'confirmations.passkeyUnknown')

    const phone = device(origin)
    const options = (await post('/api/signing/passkeys/begin', {})).body as { challenge: string }
    const other = device('https://other.example').register(options.challenge)
    assert.equal(
      codeOf(await post('/api/signing/passkeys', { name: 'x', response: other })),
      'confirmations.passkeyWrong',
    )
    const again = (await post('/api/signing/passkeys/begin', {})).body as { challenge: string }
    const kept = await post('/api/signing/passkeys', {
      name: 'điện thoại',
      response: phone.register(again.challenge),
    })
    assert.equal(kept.status, 204, kept.text)

    const mine = await client.send('GET', '/api/signing/my-papers', { as: huyen })
    assert.deepEqual(
      (mine.body as { papers: { id: string }[] }).papers.map(({ id }) => id),
      ['consent'],
    )
    const first = begun(await ask())
    const second = begun(await ask())
    const answer = (id: string, response: object) =>
      post(`/api/signing/confirmations/${id}/answer`, { method: 'passkey', response })
    assert.equal(codeOf(await answer(first.id, phone.answer(second.challenge))), 'confirmations.passkeyWrong')
    assert.equal(codeOf(await answer(first.id, phone.answer(first.challenge, 1))), 'confirmations.passkeyWrong')
    const done = await answer(second.id, phone.answer(second.challenge))
    assert.equal(done.status, 200, done.text)
    const list = await client.send('GET', '/api/signing/confirmations/consent', { as: huyen })
    const { given } = list.body as ConfirmationsOfPaper
    assert.deepEqual(
      given.map(({ method, name, faults }) => [method, name, faults]),
      [['passkey', patient, []]],
    )
    const hidden = await client.send('GET', '/api/signing/confirmations/consent', { as: stranger })
    assert.equal(codeOf(hidden), 'common.notFound')
  }))

test('of two answers for one place one counts; an answer that is sent again is told the first outcome', () =>
  withPaper(async ({ client, begin, answer, list }) => {
    const ask = async () => begun(await begin({ method: 'drawn', witness: 'Lê Thị Hoa' })).id
    const [one, other] = [await ask(), await ask()]
    const proof = { method: 'drawn', strokes: [line] }
    const commandId = uuidv7()
    const send = () =>
      client.send('POST', `/api/signing/confirmations/${one}/answer`, {
        as: minh,
        headers: { 'x-command-id': commandId },
        body: proof,
      })
    const done = await send()
    assert.equal(done.status, 200, done.text)
    assert.deepEqual((await send()).body, done.body)
    assert.equal(codeOf(await answer(other, proof)), 'confirmations.given')
    assert.equal((await list()).given.length, 1)
  }))
