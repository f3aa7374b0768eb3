import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { contextFor, withHospital } from '#tests/support/identity.ts'
import { cleanSessions } from './clean-sessions.ts'

interface Opened {
  readonly user: { readonly userName: string; readonly roles: string[]; readonly permissions: string[] }
  readonly csrf: string
}

describe('the browser session', () => {
  it('opens with name and password, says who it is, and closes', () =>
    withHospital(async ({ browser, audited }) => {
      const page = browser()
      const opened = await page.login('bacsi')
      assert.equal(opened.status, 200)
      const { user, csrf } = opened.body as Opened
      assert.deepEqual([user.userName, user.roles], ['bacsi', ['doctor']])
      assert.ok(user.permissions.includes('exam.write') && csrf.length > 20)
      const cookies = opened.headers['set-cookie'] as string[]
      assert.match(cookies[0] ?? '', /^lo_session=[\w-]{43}; HttpOnly; Path=\/; SameSite=Strict$/)
      assert.match(cookies[1] ?? '', /^lo_csrf=[\w-]{43}; Path=\/; SameSite=Strict$/)
      const again = await page.send('GET', '/api/session')
      assert.equal((again.body as Opened).csrf, csrf)
      const out = await page.send('DELETE', '/api/session')
      assert.deepEqual([out.status, out.headers['clear-site-data']], [204, '"cache"'])
      assert.equal((await page.send('GET', '/api/session')).status, 401)
      assert.deepEqual((await audited()).slice(-2), ['login success', 'logout success'])
    }))

  it('takes the user name in any case and Unicode form', () =>
    withHospital(async ({ browser }) => {
      assert.equal((await browser().login(' BacSi ', 'bacsi-Demo-2026')).status, 200)
    }))

  it('ends when it is idle, and after its longest time however busy', () =>
    withHospital(async ({ browser, later }) => {
      const idle = browser()
      const busy = browser()
      await idle.login('bacsi')
      await busy.login('bacsi')
      for (let i = 0; i < 25; i++) {
        later(29)
        const asked = await busy.send('GET', '/api/session')
        assert.equal(asked.status, i < 24 ? 200 : 401, `after ${(i + 1) * 29} minutes`)
      }
      assert.equal((await idle.send('GET', '/api/session')).status, 401)
    }))

  it('ends when the clock is set back behind it, and a new one can be opened', () =>
    withHospital(async ({ browser, later }) => {
      const page = browser()
      await page.login('bacsi')
      later(-4)
      assert.equal((await page.send('GET', '/api/session')).status, 200)
      later(-60)
      assert.equal((await page.send('GET', '/api/session')).status, 401)
      await page.login('bacsi')
      assert.equal((await page.send('GET', '/api/session')).status, 200)
    }))

  it('survives a restart of the server', () =>
    withHospital(async ({ browser, restart }) => {
      const page = browser()
      await page.login('bacsi')
      await restart()
      assert.equal((await page.send('GET', '/api/session')).status, 200)
      assert.equal((await page.send('DELETE', '/api/session')).status, 204)
    }))

  it('is replaced by the next login of the same browser', () =>
    withHospital(async ({ browser }) => {
      const page = browser()
      await page.login('bacsi')
      const first = page.cookies.get('lo_session') ?? ''
      await page.login('dieuduong')
      assert.notEqual(page.cookies.get('lo_session'), first)
      const thief = browser()
      thief.cookies.set('lo_session', first)
      assert.equal((await thief.send('GET', '/api/session')).status, 401)
    }))

  it('sits in cookies of this host alone where the connection is HTTPS, and plain ones open nothing there', () =>
    withHospital(
      async ({ browser }) => {
        const page = browser()
        const opened = await page.login('bacsi')
        const cookies = opened.headers['set-cookie'] as string[]
        assert.equal(cookies.length, 3)
        for (const cookie of cookies)
          assert.match(cookie, /^__Host-lo_(session|csrf|device)=[\w-]{43}; .*Path=\/; SameSite=Strict; Secure$/)
        assert.ok(cookies.every((cookie) => !/domain/i.test(cookie)))
        assert.equal((await page.send('GET', '/api/session')).status, 200)
        const tossed = browser()
        for (const name of ['lo_session', 'lo_csrf', 'lo_device'])
          tossed.cookies.set(name, page.cookies.get(`__Host-${name}`) ?? '')
        assert.equal((await tossed.send('GET', '/api/session')).status, 401)
      },
      { settings: { LANONG_PUBLIC_URL: 'https://benhvien.example' } },
    ))

  it('is marked when it ran out, and its row goes after 90 days', () =>
    withHospital(async ({ browser, later, services }) => {
      await browser().login('bacsi')
      await browser().login('bacsi', 'wrong')
      const states = async () => {
        const { rows } = await sql<{ end_reason: string }>`select end_reason from session`.execute(services.db)
        return rows.map((row) => row.end_reason)
      }
      const run = () => cleanSessions.run(contextFor(services))
      assert.deepEqual([await run(), await states()], [{ expected: 0, processed: 0, failed: 0 }, [null]])
      later(31)
      await run()
      assert.deepEqual(await states(), ['expired'])
      later(91 * 24 * 60)
      assert.deepEqual(await run(), { expected: 2, processed: 2, failed: 0 })
      assert.deepEqual(await states(), [])
    }))

  it('is not kept open by what the page asks by itself', () =>
    withHospital(async ({ browser, later }) => {
      const page = browser()
      await page.login('bacsi')
      later(20)
      assert.equal((await page.send('GET', '/api/session', { headers: { 'x-background': '1' } })).status, 200)
      later(20)
      assert.equal((await page.send('GET', '/api/session')).status, 401)
    }))

  it('is none for a page of another person, who had logged in here before', () =>
    withHospital(async ({ browser }) => {
      const page = browser()
      const first = (await page.login('bacsi')).body as { user: { id: string } }
      const headers = { 'x-account': first.user.id }
      assert.equal((await page.send('GET', '/api/session', { headers })).status, 200)
      await page.login('quantri')
      assert.equal((await page.send('GET', '/api/accounts')).status, 200)
      assert.equal((await page.send('GET', '/api/accounts', { headers })).status, 401)
      const email = { headers, body: { email: 'bac.si@benhvien.example' } }
      assert.equal((await page.send('PUT', '/api/session/email', email)).status, 401)
      assert.notEqual((await page.send('PUT', '/api/session/email', { body: email.body })).status, 401)
    }))

  it('refuses a change without its token and from another site', () =>
    withHospital(async ({ browser, audited }) => {
      const page = browser()
      await page.login('quantri')
      const change = (headers: Record<string, string>) => page.send('DELETE', '/api/session', { headers })
      assert.equal((await change({ 'x-csrf-token': '' })).code, 'identity.csrf')
      assert.equal((await change({ 'x-csrf-token': 'x'.repeat(43) })).code, 'identity.csrf')
      assert.equal((await change({ origin: 'https://evil.example' })).code, 'identity.crossOrigin')
      assert.equal((await change({ origin: 'null' })).code, 'identity.crossOrigin')
      assert.equal((await change({ 'sec-fetch-site': 'cross-site' })).code, 'identity.crossOrigin')
      assert.equal((await page.send('GET', '/api/session')).status, 200)
      const foreign = await browser().send('POST', '/api/session', {
        body: { userName: 'bacsi', password: 'bacsi-Demo-2026' },
        headers: { origin: 'https://evil.example' },
      })
      assert.equal(foreign.code, 'identity.crossOrigin')
      assert.ok(!(await audited()).includes('logout success'))
      assert.equal((await change({ origin: 'http://localhost:80' })).status, 204)
    }))

  it('keeps neither tokens nor passwords in the database', () =>
    withHospital(async ({ browser, services }) => {
      const page = browser()
      await page.login('bacsi')
      const { rows } = await sql<{ text: string }>`
        select (select string_agg(s::text, ' ') from session s) || (select string_agg(a::text, ' ') from account a) as text`.execute(
        services.db,
      )
      const text = rows[0]?.text ?? ''
      assert.ok(text.includes('argon2id'))
      for (const secret of [
        page.cookies.get('lo_session') ?? '?',
        page.cookies.get('lo_csrf') ?? '?',
        'bacsi-Demo-2026',
      ])
        assert.ok(!text.includes(secret))
    }))

  it('offers the demo accounts only in demo mode', async () => {
    await withHospital(async ({ browser }) => {
      const list = (await browser().send('GET', '/api/session/demo-accounts')).body as {
        userName: string
        title: string
      }[]
      assert.equal(list.length, 12)
      assert.deepEqual(list[1], { userName: 'bacsi', password: 'bacsi-Demo-2026', title: 'Bác sĩ' })
    })
    await withHospital(
      async ({ browser }) => assert.equal((await browser().send('GET', '/api/session/demo-accounts')).status, 404),
      {
        demo: false,
        seed: false,
      },
    )
  })
})
