import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { withHospital } from '#tests/support/identity.ts'

describe('login', () => {
  it('closes after five wrong passwords, for a growing time, and says until when', () =>
    withHospital(async ({ browser, later, audited }) => {
      const page = browser()
      for (let i = 0; i < 4; i++)
        assert.equal((await page.login('bacsi', 'wrong')).code, 'identity.wrongCredentials')
      const fifth = await page.login('bacsi', 'wrong')
      assert.equal(fifth.code, 'identity.locked')
      const until = (fifth.body as { details: { until: string } }).details.until
      assert.equal(until, '2026-11-23T03:43:00.000Z')
      assert.equal((await page.login('bacsi')).status, 423)
      later(1.1)
      assert.equal((await page.login('bacsi', 'wrong')).code, 'identity.locked')
      later(4)
      assert.equal((await page.login('bacsi')).status, 423)
      later(1)
      assert.equal((await page.login('bacsi')).status, 200)
      assert.equal((await page.login('bacsi', 'wrong')).code, 'identity.wrongCredentials')
      const lines = await audited()
      assert.equal(lines.filter((line) => line === 'login refused').length, 7)
      assert.equal(lines.filter((line) => line === 'lock success').length, 2)
    }))

  it('behaves the same for users that do not exist', () =>
    withHospital(async ({ browser }) => {
      const answers = async (userName: string) => {
        const page = browser()
        const codes: (string | undefined)[] = []
        for (let i = 0; i < 6; i++) codes.push((await page.login(userName, 'wrong')).code)
        return codes
      }
      assert.deepEqual(await answers('khongcoai'), await answers('bacsi'))
    }))

  it('counts parallel guesses one after the other', () =>
    withHospital(async ({ browser }) => {
      const guesses = await Promise.all(Array.from({ length: 15 }, () => browser().login('bacsi', 'wrong')))
      assert.equal(guesses.filter((guess) => guess.code === 'identity.wrongCredentials').length, 4)
      assert.equal(guesses.filter((guess) => guess.code === 'identity.locked').length, 11)
    }))

  it('lets many log in at the same moment', () =>
    withHospital(async ({ browser }) => {
      const names = [
        'tiepdon',
        'bacsi',
        'dieuduong',
        'xetnghiem',
        'bacsi',
        'bacsi',
        'luutru',
        'giamdoc',
        'bacsi',
        'duoc',
      ]
      const answers = await Promise.all(names.map((name) => browser().login(name)))
      assert.deepEqual(
        answers.map((answer) => answer.status),
        names.map(() => 200),
      )
    }))

  it('answers hostile names and bodies without a fault', () =>
    withHospital(async ({ browser, services }) => {
      const hostile = [
        'x'.repeat(10_240),
        'a\0b',
        "' or 1=1; drop table account; --",
        '\ud800',
        '../../etc/passwd',
        '',
        '\x24{jndi:x}',
        '𝕓𝕒𝕔𝕤𝕚\u202e',
      ]
      for (const userName of hostile) {
        const { status } = await browser().login(userName, userName)
        assert.ok(status >= 400 && status < 500, `${status} for ${JSON.stringify(userName.slice(0, 20))}`)
      }
      const bodies = [
        null,
        [],
        'text',
        {},
        { userName: 1, password: {} },
        { userName: 'a', password: 'b', more: 1 },
        { userName: 'bacsi', password: 'x'.repeat(1_000_000) },
      ]
      for (const body of bodies) {
        const { status } = await browser().send('POST', '/api/session', { body: body as object })
        assert.ok(status >= 400 && status < 500, String(status))
      }
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from account`.execute(
        services.db,
      )
      assert.equal(rows[0]?.count, 12)
    }))

  it('slows down an address that tries many names, but not a ward that logs in', () =>
    withHospital(async ({ browser, later }) => {
      for (let i = 0; i < 40; i++) assert.equal((await browser().login('bacsi')).status, 200)
      const codes: (string | undefined)[] = []
      for (let i = 0; i < 32; i++) codes.push((await browser().login(`someone${i}`, 'wrong')).code)
      assert.equal(codes[29], 'identity.wrongCredentials')
      assert.deepEqual(codes.slice(30), ['identity.tooManyAttempts', 'identity.tooManyAttempts'])
      later(0.1)
      assert.equal((await browser().login('bacsi')).status, 200)
    }))

  it('does not write down what was typed as a user name', () =>
    withHospital(async ({ browser, services }) => {
      await browser().login('My-Secret-Passw0rd', 'bacsi')
      const { rows } = await sql<{ text: string }>`
        select coalesce((select string_agg(e::text, ' ') from audit_told e), '') || (select string_agg(l::text, ' ') from login_attempt l) as text`.execute(
        services.db,
      )
      assert.doesNotMatch(rows[0]?.text ?? '', /secret/i)
    }))
})
