import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { withHospital } from '#tests/support/identity.ts'
import type { SavedDraft } from './contract.ts'
import { drafts } from './index.ts'

const key = '/api/drafts/exam%2F42'

describe('drafts', () => {
  it('are kept, read back by their writer alone, and dropped', () =>
    withHospital(
      async ({ browser }) => {
        const doctor = browser()
        await doctor.login('bacsi')
        const first = await doctor.send('PUT', key, { body: { content: { reason: 'ho 3 ngày' } } })
        assert.equal((first.body as SavedDraft).version, 1)
        const second = await doctor.send('PUT', key, { body: { content: { reason: 'ho 4 ngày' }, version: 1 } })
        assert.equal((second.body as SavedDraft).version, 2)
        assert.deepEqual(((await doctor.send('GET', key)).body as SavedDraft).content, { reason: 'ho 4 ngày' })
        const list = (await doctor.send('GET', '/api/drafts')).body as { drafts: { key: string }[] }
        assert.deepEqual(
          list.drafts.map((one) => one.key),
          ['exam/42'],
        )
        const nurse = browser()
        await nurse.login('dieuduong')
        assert.equal((await nurse.send('GET', key)).code, 'drafts.notFound')
        assert.equal((await nurse.send('DELETE', key)).status, 204)
        assert.equal((await doctor.send('GET', key)).status, 200)
        assert.equal((await doctor.send('DELETE', key)).status, 204)
        assert.equal((await doctor.send('GET', key)).status, 404)
        assert.equal((await browser().send('GET', key)).status, 401)
      },
      { modules: [drafts] },
    ))

  it('of two devices do not overwrite each other unseen', () =>
    withHospital(
      async ({ browser }) => {
        const desk = browser()
        const tablet = browser()
        await desk.login('bacsi')
        await tablet.login('bacsi')
        await desk.send('PUT', key, { body: { content: 'a' } })
        assert.equal((await tablet.send('PUT', key, { body: { content: 'b', version: 1 } })).status, 200)
        const late = await desk.send('PUT', key, { body: { content: 'c', version: 1 } })
        assert.deepEqual([late.status, late.code], [409, 'drafts.changedElsewhere'])
        const fresh = await desk.send('PUT', key, { body: { content: 'c' } })
        assert.equal(fresh.status, 409)
        const repeated = await tablet.send('PUT', key, { body: { content: 'b', version: 1 } })
        assert.equal(repeated.status, 200)
      },
      { modules: [drafts] },
    ))

  it('have a size and a name', () =>
    withHospital(
      async ({ browser }) => {
        const doctor = browser()
        await doctor.login('bacsi')
        const large = await doctor.send('PUT', key, { body: { content: 'x'.repeat(257 * 1024) } })
        assert.equal(large.code, 'drafts.tooLarge')
        assert.equal(
          (await doctor.send('PUT', `/api/drafts/${'k'.repeat(201)}`, { body: { content: 1 } })).status,
          400,
        )
        assert.equal((await doctor.send('PUT', key, { body: { content: null } })).status, 200)
      },
      { modules: [drafts] },
    ))
})
