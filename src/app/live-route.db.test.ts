import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { authenticate } from '#modules/identity/index.ts'
import { commit } from '#store/commit.ts'
import { type Browser, contextFor, type Hospital, withHospital } from '#tests/support/identity.ts'
import { type Ear, listen } from '#tests/support/live.ts'
import { givenResult } from '#tests/support/result.ts'
import { givenStay } from '#tests/support/stay.ts'
import { liveRoute } from './live-route.ts'

interface Site extends Hospital {
  page(userName: string, types: string): Promise<{ readonly browser: Browser; readonly ear: Ear }>
}

/** A hospital that takes connections, with pages that listen. */
function withPages(work: (site: Site) => Promise<void>): Promise<void> {
  return withHospital(
    async (hospital) => {
      await hospital.server.listen({ port: 0, host: '127.0.0.1' })
      const ears: Ear[] = []
      const resource = { resourceType: 'Practitioner' as const, id: 'practitioner-test', name: [{ text: 'X' }] }
      await commit(contextFor(hospital.services), [{ kind: 'update', resource }])
      const page = async (userName: string, types: string) => {
        const browser = hospital.browser()
        assert.equal((await browser.login(userName)).status, 200)
        const ear = await listen(hospital.server, browser, types)
        ears.push(ear)
        return { browser, ear }
      }
      try {
        await work({ ...hospital, page })
      } finally {
        for (const ear of ears) ear.close()
      }
    },
    {
      mount: async (server, contextOf, services) => {
        await liveRoute(server, { contextOf, services, authenticate, checkMs: 50 })
      },
    },
  )
}

const ids = ({ heard }: Ear) => heard.flatMap(({ event, data }) => (event === 'change' ? [data.id] : []))

describe('GET /api/live', () => {
  it('tells each of what that person may read, and nobody of anything else', () =>
    withPages(async ({ services, page }) => {
      const ctx = contextFor(services)
      const mine = await givenStay(ctx, { department: 'noi' })
      const others = await givenStay(ctx, { department: 'mat' })
      const doctor = await page('bacsi', 'Observation')
      const office = await page('luutru', 'Observation')
      const administrator = await page('quantri', 'Observation,Encounter,Patient')
      const hidden = await givenResult(ctx, others)
      const seen = await givenResult(ctx, mine)
      await doctor.ear.until(({ data }) => data.id === seen)
      await office.ear.until(({ data }) => data.id === seen)
      assert.deepEqual(ids(doctor.ear), [seen])
      assert.deepEqual(ids(office.ear), [hidden, seen])
      assert.deepEqual(ids(administrator.ear), [])
      assert.ok(!JSON.stringify(doctor.ear.heard).includes(others.patientId))
      assert.ok(!JSON.stringify(administrator.ear.heard).includes(mine.patientId))
    }))

  it('tells of what is gone only that something of its type changed', () =>
    withPages(async ({ services, page }) => {
      const ctx = contextFor(services)
      const id = await givenResult(ctx, await givenStay(ctx, { department: 'mat' }))
      const { ear } = await page('bacsi', 'Observation')
      await commit(ctx, [{ kind: 'delete', type: 'Observation', id }])
      await ear.until(({ event }) => event === 'change')
      assert.deepEqual(ear.heard.at(-1)?.data, { type: 'Observation' })
    }))

  it('tells of emergency accesses those who review them, without saying whose', () =>
    withPages(async ({ services, page }) => {
      const reviewer = await page('luutru', 'AuditEvent,Observation')
      const doctor = await page('bacsi', 'AuditEvent,Observation')
      const ctx = contextFor(services)
      const changes = [['AuditEvent', 'opening-1', 1, null]]
      await sql`select pg_notify('lanong_change', ${JSON.stringify({ facility: 1, changes })})`.execute(ctx.db)
      await reviewer.ear.until(({ data }) => data.type === 'AuditEvent')
      assert.deepEqual(reviewer.ear.heard.at(-1)?.data, { type: 'AuditEvent' })
      const seen = await givenResult(ctx, await givenStay(ctx))
      await doctor.ear.until(({ data }) => data.id === seen)
      assert.deepEqual(ids(doctor.ear), [seen])
    }))

  it('follows what may be read while it lasts', () =>
    withPages(async ({ services, page }) => {
      const ctx = contextFor(services)
      const stay = await givenStay(ctx, { department: 'noi' })
      const { ear } = await page('bacsi', 'Observation')
      const first = await givenResult(ctx, stay)
      await ear.until(({ data }) => data.id === first)
      await sql`update account set departments = '{NGOAI}', practitioner_id = null where user_name = 'bacsi'`.execute(
        ctx.db,
      )
      await new Promise((done) => setTimeout(done, 1000))
      await givenResult(ctx, stay)
      await commit(ctx, [{ kind: 'update', resource: { resourceType: 'Organization', id: 'last', name: 'X' } }])
      await new Promise((done) => setTimeout(done, 500))
      assert.deepEqual(ids(ear), [first])
    }))

  const ends: readonly (readonly [string, (site: Site, browser: Browser) => Promise<unknown>])[] = [
    ['logs out', (_, browser) => browser.send('DELETE', '/api/session')],
    ['locks the screen', (_, browser) => browser.send('POST', '/api/session/lock', { body: {} })],
    ['does nothing for too long', async (site) => site.later(24 * 60)],
    [
      'is shown out by an administrator',
      async (site) => {
        const administrator = site.browser()
        await administrator.login('quantri')
        const { rows } = await sql<{ id: string }>`select id::text from account where user_name = 'bacsi'`.execute(
          site.services.db,
        )
        const answer = await administrator.send('DELETE', `/api/accounts/${rows[0]?.id}/sessions`)
        assert.ok(answer.status < 300, String(answer.code))
      },
    ],
    [
      'loses the account',
      ({ services }) => sql`update account set active = false where user_name = 'bacsi'`.execute(services.db),
    ],
  ]
  for (const [how, end] of ends)
    it(`ends when the person ${how}`, () =>
      withPages(async (site) => {
        const { browser, ear } = await site.page('bacsi', 'Observation')
        const other = await site.page('luutru', 'Observation')
        await end(site, browser)
        await ear.over
        assert.equal(ear.heard.at(-1)?.event, 'ended')
        const ctx = contextFor(site.services)
        await givenResult(ctx, await givenStay(ctx))
        assert.deepEqual(ids(ear), [])
        if (how !== 'does nothing for too long') await other.ear.until(({ event }) => event === 'change')
      }))
})
