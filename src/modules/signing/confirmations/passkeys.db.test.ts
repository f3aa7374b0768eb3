import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConfirmationsOfPaper } from '#modules/signing/contract.ts'
import { begun, patient, tell, withPaper } from '#tests/support/paper-to-confirm.ts'
import { codeOf, minh } from '#tests/support/papers-to-sign.ts'
import { device } from '#tests/support/passkey.ts'

test('a patient confirms an own paper by the biometrics of their device, bound to the file by the challenge', () =>
  withPaper(async ({ client, document, begin }) => {
    const origin = 'http://localhost:8080'
    tell(client, { publicUrl: origin })
    assert.equal(
      codeOf(await begin({ method: 'passkey' })),
      'confirmations.passkeyUnknown',
      'nobody registered one',
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

test('a representative confirms with a passkey of their own device, for this patient only', () =>
  withPaper(async ({ client, begin, answer, list }) => {
    const origin = 'http://localhost:8080'
    tell(client, { publicUrl: origin })
    const of = { paper: 'consent', name: 'Đặng Văn Ba', relation: 'child', identity: '042190001111' }
    const post = (url: string, body: object) => client.send('POST', url, { as: minh, body })
    const register = (phone: ReturnType<typeof device>, who: object) =>
      post('/api/signing/passkeys/begin', { of: who }).then(({ body }) =>
        post('/api/signing/passkeys', {
          name: 'điện thoại',
          of: who,
          response: phone.register((body as { challenge: string }).challenge),
        }),
      )
    const refused = async (who: object | undefined) =>
      codeOf(await post('/api/signing/passkeys/begin', who ? { of: who } : {}))
    assert.equal(await refused(undefined), 'confirmations.passkeyUnknown', 'staff have none of their own')
    assert.equal(await refused({ ...of, name: minh.name }), 'confirmations.passkeyOfStaff')
    assert.equal(await refused({ ...of, relation: 'friend' }), 'confirmations.relationMissing')
    const phone = device(origin)
    assert.equal((await register(phone, of)).status, 204)
    const again = await register(phone, { ...of, name: 'Đặng Thị Tư' })
    assert.equal(codeOf(again), 'confirmations.passkeyTaken', 'one device is not two persons')

    const asked = { method: 'passkey', name: of.name, relation: 'child' }
    assert.equal(
      codeOf(await begin({ ...asked, name: 'Đặng Thị Tư' })),
      'confirmations.passkeyUnknown',
      'another representative',
    )
    const question = begun(await begin(asked))
    const stranger = device(origin)
    assert.equal(
      codeOf(await answer(question.id, { method: 'passkey', response: stranger.answer(question.challenge) })),
      'confirmations.passkeyUnknown',
    )
    const done = await answer(question.id, { method: 'passkey', response: phone.answer(question.challenge) })
    assert.equal(done.status, 200, done.text)
    assert.deepEqual(
      (await list()).given.map(({ method, name, relation, faults }) => [method, name, relation, faults]),
      [['passkey', 'Đặng Văn Ba', 'Con', []]],
    )
  }))
