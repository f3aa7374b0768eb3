import assert from 'node:assert/strict'
import { verify } from 'node:crypto'
import { existsSync, renameSync } from 'node:fs'
import { test } from 'node:test'
import { documents } from '#modules/documents/index.ts'
import type { FoundKeys, KeyView, SignAnswer, Worklist } from '#modules/signing/contract.ts'
import { makeContext } from '#platform/services.ts'
import { actor } from '#tests/support/database.ts'
import { codeOf, givenPapers, givenSigner, minh, reviewed, shown } from '#tests/support/papers-to-sign.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { findSoftHsm, givenToken, needSoftHsm, type SoftToken } from '#tests/support/softhsm.ts'
import { signing } from '../../index.ts'
import { findKey } from '../key-table.ts'
import { openTokenKey, tokens } from './my-token-key.ts'

const library = findSoftHsm()
const skip = library ? false : needSoftHsm
const pin = '654321'

async function enrol(client: TestClient, name: string) {
  const found = await client.send('GET', '/api/signing/token-keys', { as: minh })
  assert.equal(found.status, 200, found.text)
  const place = (found.body as FoundKeys).keys.find((one) => one.name === name)?.place
  assert.ok(place, found.text)
  return client.send('PUT', '/api/signing/key/token', { as: minh, body: { place } })
}

function withToken(work: (client: TestClient, token: SoftToken) => Promise<void>): Promise<void> {
  return withServer([documents, signing], async (client) => {
    await givenSigner(client)
    const token = givenToken(client, library ?? '')
    await token.add('BSCKI. Nguyễn Văn Minh', '01')
    await token.add('Trần Thị Lan', '02')
    try {
      await work(client, token)
    } finally {
      tokens(client.services).stop()
    }
  })
}

test('a token signs a batch with one PIN; the certificate of another is refused', { skip }, () =>
  withToken(async (client) => {
    assert.equal(codeOf(await enrol(client, 'Trần Thị Lan')), 'signers.otherPerson')
    const enrolled = await enrol(client, 'BSCKI. Nguyễn Văn Minh')
    assert.equal(enrolled.status, 200, enrolled.text)
    assert.equal((enrolled.body as KeyView).kind, 'token')

    const papers = await givenPapers(client, 3)
    const batch = await reviewed(client, papers)
    const sign = (given: string) =>
      client.send('POST', '/api/signing/sign', {
        as: minh,
        body: { documents: papers.map(shown), batch, pin: given },
      })
    assert.equal(codeOf(await sign('000000')), 'signing.pinWrong')
    const done = await sign(pin)
    assert.equal(done.status, 200, done.text)
    assert.equal((done.body as SignAnswer).signed.length, 3)
    for (const { id } of papers) {
      const answer = await client.send('GET', `/api/documents/${id}/validation`, { as: minh })
      assert.equal((answer.body as { verdict: string }).verdict, 'whole', answer.text)
    }
  }),
)

test('wrong PINs lock the key before the token locks itself for good', { skip }, () =>
  withToken(async (client) => {
    await enrol(client, 'BSCKI. Nguyễn Văn Minh')
    const papers = await givenPapers(client, 1)
    const batch = await reviewed(client, papers)
    const sign = (given: string) =>
      client.send('POST', '/api/signing/sign', {
        as: minh,
        body: { documents: papers.map(shown), batch, pin: given },
      })
    for (const left of [2, 1]) {
      const refused = await sign('000000')
      assert.deepEqual((refused.body as { details: object }).details, { left })
    }
    assert.equal(codeOf(await sign('000000')), 'signing.pinLocked')
    assert.equal(codeOf(await sign(pin)), 'signing.pinLocked', 'the right PIN does not open a locked key')
  }),
)

test('a token pulled out within a batch leaves what it has signed, and the rest is told', { skip }, () =>
  withToken(async (client, token) => {
    await enrol(client, 'BSCKI. Nguyễn Văn Minh')
    const ctx = makeContext(client.services, { facility: 1, actor: actor(minh) })
    const row = await findKey(ctx, minh.id)
    assert.ok(row)
    const contents = ['a', 'b', 'c', 'd'].map((text) => Buffer.from(text))
    const third = contents[2]
    Object.defineProperty(contents, 2, {
      get() {
        renameSync(token.folder, `${token.folder}.out`)
        Object.defineProperty(contents, 2, { value: third })
        return third
      },
    })
    const key = openTokenKey(ctx, row, pin)
    const outcomes = await key.signAll(contents)
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'rejected'],
    )
    for (const [at, text] of ['a', 'b'].entries()) {
      const outcome = outcomes[at]
      assert.ok(outcome?.status === 'fulfilled')
      assert.ok(verify('sha256', Buffer.from(text), key.certificate.publicKey, outcome.value))
    }
    const papers = await givenPapers(client, 1)
    const body = { documents: papers.map(shown), batch: await reviewed(client, papers), pin }
    const gone = await client.send('POST', '/api/signing/sign', { as: minh, body })
    assert.equal(codeOf(gone), 'signers.tokenGone', gone.text)
    renameSync(`${token.folder}.out`, token.folder)
    const back = await client.send('POST', '/api/signing/sign', { as: minh, body })
    assert.equal(back.status, 200, back.text)
  }),
)

test('a token pulled out while a batch is signed over HTTP: signed ones stay, the rest is listed', { skip }, () =>
  withToken(async (client, token) => {
    await enrol(client, 'BSCKI. Nguyễn Văn Minh')
    const papers = await givenPapers(client, 4)
    const process = tokens(client.services)
    const signAll = process.signAll.bind(process)
    process.signAll = (at, given, contents) => {
      const third = contents[2]
      Object.defineProperty(contents, 2, {
        get() {
          if (existsSync(token.folder)) token.pull()
          return third
        },
      })
      return signAll(at, given, contents)
    }
    const batch = await reviewed(client, papers)
    const body = { documents: papers.map(shown), batch, pin }
    const answer = await client.send('POST', '/api/signing/sign', { as: minh, body })
    assert.equal(answer.status, 200, answer.text)
    const { signed, failed } = answer.body as SignAnswer
    assert.equal(signed.length, 2)
    assert.deepEqual(
      failed.map(({ code }) => code),
      ['signers.tokenGone', 'signers.tokenGone'],
    )
    const waiting = (await client.send('GET', '/api/signing/mine', { as: minh })).body as Worklist
    assert.deepEqual(waiting.papers.map(({ id }) => id).sort(), failed.map(({ id }) => id).sort())
    for (const { id } of signed) {
      const { body: report } = await client.send('GET', `/api/documents/${id}/validation`, { as: minh })
      assert.equal((report as { verdict: string }).verdict, 'whole')
    }
    token.putBack()
    process.signAll = signAll
    const rest = papers.filter(({ id }) => failed.some((one) => one.id === id))
    const again = { documents: rest.map(shown), batch, pin }
    const done = await client.send('POST', '/api/signing/sign', { as: minh, body: again })
    assert.equal((done.body as SignAnswer).signed.length, 2, done.text)
  }),
)
