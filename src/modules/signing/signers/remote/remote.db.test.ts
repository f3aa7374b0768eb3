import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { uuidv7 } from '#kernel/ids.ts'
import type { PaperView } from '#modules/documents/contract.ts'
import { documents } from '#modules/documents/index.ts'
import type { FoundKeys, KeyView, SignAnswer } from '#modules/signing/contract.ts'
import { codeOf, givenPapers, givenSigner, minh, reviewed, shown } from '#tests/support/papers-to-sign.ts'
import { withRemoteSigning } from '#tests/support/remote-signing.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { signing } from '../../index.ts'
import type { RemoteSigningSimulator } from '../../simulators/remote-signing/server.ts'
import { cscClient } from './csc-client.ts'
import { Authorized, algorithms, Signatures } from './protocol.ts'

const people = [
  { userId: '001084000001', name: 'NGUYỄN VĂN MINH', pin: '778899', approval: 'code' },
  { userId: '001084000002', name: 'Nguyễn Văn Minh', pin: '778899', approval: 'app' },
  { userId: '001084000003', name: 'Trần Thị Lan', pin: '778899', approval: 'code' },
] as const
const [byCode, byApp, other] = people

interface Bench {
  readonly client: TestClient
  readonly service: RemoteSigningSimulator
  readonly papers: PaperView[]
  enrol(userId: string): Promise<{ status: number; body: unknown }>
  /** Asks for a code and reads it on the phone. */
  code(): Promise<string>
  sign(
    papers: readonly PaperView[],
    given: object,
    headers?: Record<string, string>,
  ): ReturnType<TestClient['send']>
}

function withBench(count: number, work: (bench: Bench) => Promise<void>): Promise<void> {
  return withServer([documents, signing], async (client) => {
    await givenSigner(client)
    const papers = await givenPapers(client, count)
    await withRemoteSigning(client, people, (service) =>
      work({
        client,
        service,
        papers,
        async enrol(user) {
          const body = { user }
          const found = await client.send('POST', '/api/signing/remote-keys', { as: minh, body })
          assert.equal(found.status, 200, found.text)
          const credential = (found.body as FoundKeys).keys[0]?.place
          return client.send('PUT', '/api/signing/key/remote', { as: minh, body: { user, credential } })
        },
        async code() {
          const sent = await client.send('POST', '/api/signing/code', { as: minh })
          assert.equal(sent.status, 204, sent.text)
          return service.lastMessage(byCode.userId) ?? ''
        },
        sign: async (chosen, given, headers = {}) =>
          client.send('POST', '/api/signing/sign', {
            as: minh,
            headers,
            body: {
              documents: chosen.map(shown),
              batch: await reviewed(client, chosen),
              pin: '778899',
              ...given,
            },
          }),
      }),
    )
  })
}

const states = async ({ client }: Bench, papers: readonly PaperView[]) =>
  Promise.all(
    papers.map(async ({ id }) => {
      const answer = await client.send('GET', `/api/documents/${id}/validation`, { as: minh })
      return (answer.body as { verdict: string }).verdict
    }),
  )

test('a batch is signed at a remote service with one code, which serves once', () =>
  withBench(4, async (bench) => {
    const { papers, sign, code } = bench
    const refused = await bench.enrol(other.userId)
    assert.equal(codeOf(refused), 'signers.otherPerson')
    const enrolled = await bench.enrol(byCode.userId)
    assert.deepEqual((enrolled.body as KeyView).asks, ['pin', 'code'])

    assert.equal(codeOf(await sign(papers, {})), 'signers.otpMissing')
    const otp = await code()
    const headers = { 'x-command-id': uuidv7() }
    const done = await sign(papers.slice(0, 3), { otp }, headers)
    assert.equal(done.status, 200, done.text)
    assert.deepEqual((done.body as SignAnswer).failed, [])
    assert.deepEqual(await states(bench, papers), ['whole', 'whole', 'whole', 'unsigned'])

    const again = await sign(papers.slice(0, 3), { otp }, headers)
    assert.deepEqual(again.body, done.body, 'the same command gives the first answer though the code is spent')
    assert.equal(codeOf(await sign(papers.slice(3), { otp })), 'signers.authenticationWrong')
    assert.deepEqual(await states(bench, papers.slice(3)), ['unsigned'])
  }))

test('a service that fails signs nothing and is named', () =>
  withBench(1, async (bench) => {
    const { papers, sign, code, service } = bench
    await bench.enrol(byCode.userId)
    const expected = {
      hang: 'signers.remoteTimeout',
      cut: 'signers.remoteUnreachable',
      refuse: 'signers.remoteUnreachable',
      garble: 'signers.remoteGarbled',
    } as const
    for (const method of ['credentials/authorize', 'signatures/signHash'])
      for (const [fault, wanted] of Object.entries(expected)) {
        const otp = await code()
        service.behaviour.faults = { [method]: fault as keyof typeof expected }
        assert.equal(codeOf(await sign(papers, { otp })), wanted, `${method} ${fault}`)
        service.behaviour.faults = {}
      }
    assert.deepEqual(await states(bench, papers), ['unsigned'])
    const done = await sign(papers, { otp: await code() })
    assert.equal(done.status, 200, done.text)
  }))

test('wrong PINs lock the key at the service', () =>
  withBench(1, async ({ enrol, code, papers, sign }) => {
    await enrol(byCode.userId)
    for (let at = 0; at < 5; at++)
      assert.equal(codeOf(await sign(papers, { pin: '111111', otp: await code() })), 'signers.authenticationWrong')
    assert.equal(codeOf(await sign(papers, { otp: await code() })), 'signers.keyLocked')
  }))

test('an app of the service asks its owner', () =>
  withBench(2, async (bench) => {
    const { papers, sign, service } = bench
    const enrolled = await bench.enrol(byApp.userId)
    assert.deepEqual((enrolled.body as KeyView).asks, ['pin', 'app'])
    const tapWhenAsked = async (isYes: boolean) => {
      while (service.tap(byApp.userId, isYes) === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const [no] = await Promise.all([sign(papers, {}), tapWhenAsked(false)])
    assert.equal(codeOf(no), 'signers.notApproved')
    const [yes] = await Promise.all([sign(papers, {}), tapWhenAsked(true)])
    assert.equal(yes.status, 200, yes.text)
    assert.deepEqual(await states(bench, papers), ['whole', 'whole'])
  }))

test('an activation signs the hashes that it was given for, once', () =>
  withBench(0, async ({ service }) => {
    const client = cscClient({
      url: service.url,
      clientId: 'benh-vien',
      clientSecret: 'bi-mat',
      timeoutSeconds: 2,
    })
    const wrong = cscClient({ url: service.url, clientId: 'benh-vien', clientSecret: 'khac', timeoutSeconds: 2 })
    await assert.rejects(wrong.post('credentials/list', { userID: byCode.userId }), {
      code: 'signers.remoteClient',
    })
    const { body } = await client.post('credentials/list', { userID: byCode.userId })
    const credentialID = (body as { credentialIDs: string[] }).credentialIDs[0] ?? ''
    const hash = (text: string) => createHash('sha256').update(text).digest('base64')
    await client.post('credentials/getChallenge', { credentialID, authObjectID: 'OTP' })
    const authData = [
      { id: 'PIN', value: byCode.pin },
      { id: 'OTP', value: service.lastMessage(byCode.userId) },
    ]
    const given = { credentialID, hashAlgorithmOID: algorithms.sha256 }
    const asked = { ...given, numSignatures: 1, hashes: [hash('a')], authData }
    const { SAD } = await client.ask('credentials/authorize', asked, Authorized)
    const sign = (hashes: string[]) =>
      client.ask('signatures/signHash', { ...given, SAD, hashes, signAlgo: algorithms.rsaWithSha256 }, Signatures)
    await assert.rejects(sign([hash('b')]), { code: 'signers.remoteRefused' })
    assert.equal((await sign([hash('a')])).signatures.length, 1)
    await assert.rejects(sign([hash('a')]), { code: 'signers.remoteRefused' })
  }))
