import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Provenance } from '@medplum/fhirtypes'
import { CompactSign, exportJWK, generateKeyPair } from 'jose'
import { uuidv7 } from '#kernel/ids.ts'
import { permissionsOf } from '#modules/identity/index.ts'
import { readResource } from '#store/read.ts'
import { actor, noon } from '#tests/support/database.ts'
import { begun, tell, withPaper } from '#tests/support/paper-to-confirm.ts'
import { codeOf, minh } from '#tests/support/papers-to-sign.ts'
import { withReceiver } from '#tests/support/receiver.ts'
import { systemContext } from '#tests/support/visit.ts'

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

test('the desk comes to a paper while it waits for a confirmation, and to no paper that has no place for one', () =>
  withPaper(async ({ client, begin, answer }) => {
    const desk = actor({
      id: 'desk',
      departments: ['KKB'],
      roles: ['reception'],
      permissions: permissionsOf(['reception']),
    })
    const get = (path: string) => client.send('GET', `/api/signing/confirmations/${path}`, { as: desk })
    assert.deepEqual([(await get('consent')).status, (await get('consent/pdf')).status], [200, 200])
    for (const path of ['result', 'result/pdf'])
      assert.equal(codeOf(await get(path)), 'confirmations.noPlace', path)
    const { id } = begun(await begin({ method: 'drawn', witness: 'Lê Thị Hoa' }))
    assert.equal((await answer(id, { method: 'drawn', strokes: [line] })).status, 200)
    assert.equal((await get('consent')).status, 200, 'what was confirmed is seen')
    assert.equal(codeOf(await get('consent/pdf')), 'confirmations.noPlace')
    const treating = await client.send('GET', '/api/signing/confirmations/consent/pdf', { as: minh })
    assert.equal(treating.status, 200, 'who may read it reads it')
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
