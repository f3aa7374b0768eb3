import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uuidv7 } from '#kernel/ids.ts'
import { documents } from '#modules/documents/index.ts'
import type { SignAnswer } from '#modules/signing/contract.ts'
import { codeOf, givenPapers, givenSigner, minh, reviewed, shown } from '#tests/support/papers-to-sign.ts'
import { withServer } from '#tests/support/server.ts'
import { systemContext } from '#tests/support/visit.ts'
import { demoPin, signing } from '../index.ts'
import { forgetShown } from './shown.ts'

test('papers are signed together only when each of them was opened in this batch by who signs', () =>
  withServer([documents, signing], async (client) => {
    await givenSigner(client)
    const papers = await givenPapers(client, 3)
    const sign = (of: typeof papers, batch: string | undefined, headers = {}) =>
      client.send('POST', '/api/signing/sign', {
        as: minh,
        headers,
        body: { documents: of.map(shown), pin: demoPin, ...(batch ? { batch } : {}) },
      })
    const batch = await reviewed(client, papers.slice(0, 2))
    assert.equal(codeOf(await sign(papers.slice(0, 1), undefined)), 'signing.notReviewed', 'one alone')
    assert.equal(codeOf(await sign(papers, undefined)), 'signing.notReviewed')
    const lacking = await sign(papers, batch)
    assert.equal(codeOf(lacking), 'signing.notReviewed')
    assert.deepEqual((lacking.body as { details: object }).details, { count: 1 })
    assert.equal(codeOf(await sign(papers.slice(0, 1), uuidv7())), 'signing.notReviewed', 'a batch of nobody')

    const others = await reviewed(client, papers, { ...minh, id: 'account-khac' })
    assert.equal(codeOf(await sign(papers, others)), 'signing.notReviewed', 'what another person was shown')
    const list = await reviewed(
      client,
      papers.map((one) => ({ ...one, version: 1 })),
    )
    const changed = papers.map((one, at) => (at === 0 ? { ...one, sha256: '0'.repeat(64) } : one))
    assert.equal(codeOf(await sign(changed, list)), 'signing.notReviewed', 'other bytes than those shown')

    const headers = { 'x-command-id': uuidv7() }
    const done = await sign(papers, list, headers)
    assert.equal(done.status, 200, done.text)
    assert.equal((done.body as SignAnswer).signed.length, 3)
    assert.deepEqual((await sign(papers, list, headers)).body, done.body, 'the same command again')
    assert.equal(codeOf(await sign(papers, list)), 'signing.notSignable', 'the batch again')
  }))

test('what was shown long ago is opened again', () =>
  withServer([documents, signing], async (client) => {
    await givenSigner(client)
    const papers = await givenPapers(client, 2)
    const batch = await reviewed(client, papers)
    const ctx = systemContext(client.services)
    const later = { ...ctx, now: () => new Date(ctx.now().getTime() + 13 * 3_600_000) }
    assert.deepEqual(await forgetShown.run(later), { expected: 2, processed: 2, failed: 0 })
    const body = { documents: papers.map(shown), pin: demoPin, batch }
    assert.equal(codeOf(await client.send('POST', '/api/signing/sign', { as: minh, body })), 'signing.notReviewed')
  }))
