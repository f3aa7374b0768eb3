import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { accountCommands, findAccountId } from '#modules/identity/index.ts'
import { type Browser, contextFor, type Hospital, withHospital } from '#tests/support/identity.ts'
import { device } from '#tests/support/passkey.ts'
import type { NewTotp, OwnFactors, RecoveryCodes } from './contract.ts'
import { codeOf, stepOf } from './totp.ts'

const good = 'Sáng-sớm-mùa-thu-42'
const outside = { 'x-forwarded-for': '203.0.113.9' }

function secretOf(text: string): Buffer {
  const bits = [...text]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

const post = (page: Browser, path: string, body: object = {}) => page.send('POST', path, { body })
const nowOf = (hospital: Hospital) => hospital.services.now()

/** Sets up an authenticator; gives what makes its codes and the recovery codes. */
async function enrol(hospital: Hospital, page: Browser) {
  const begun = await post(page, '/api/session/totp/begin')
  assert.equal(begun.status, 200, JSON.stringify(begun.body))
  const secret = secretOf((begun.body as NewTotp).secret)
  const code = (shift = 0) => codeOf(secret, stepOf(nowOf(hospital)) + shift)
  const done = await post(page, '/api/session/totp', { code: code() })
  assert.equal(done.status, 200, JSON.stringify(done.body))
  return { code, recovery: (done.body as RecoveryCodes).codes }
}

const login = (page: Browser, userName: string, password: string, code?: string) =>
  post(page, '/api/session', { userName, password, ...(code === undefined ? {} : { code }) })

async function givenStaff(hospital: Hospital, userName: string, role: string): Promise<void> {
  await accountCommands.add(contextFor(hospital.services), {
    userName,
    name: 'Lý Thị Thử',
    password: good,
    roles: [role],
  })
}

describe('the second step of the login', () => {
  it('asks for a code of the authenticator once it is set up, and takes no code twice', () =>
    withHospital(async (hospital) => {
      await givenStaff(hospital, 'bsthu', 'doctor')
      const page = hospital.browser()
      await login(page, 'bsthu', good)
      const { code } = await enrol(hospital, page)
      const next = hospital.browser()
      const asked = await login(next, 'bsthu', good)
      assert.equal(asked.code, 'identity.secondFactorNeeded')
      assert.equal((asked.body as { details: { methods: string } }).details.methods, 'totp')
      assert.equal((await login(next, 'bsthu', good, code())).code, 'identity.codeWrong', 'used to set it up')
      hospital.later(0.5)
      assert.equal((await login(next, 'bsthu', 'wrong', code())).code, 'identity.wrongCredentials')
      assert.equal((await login(next, 'bsthu', good, code())).status, 200)
      assert.equal((await login(hospital.browser(), 'bsthu', good, code())).code, 'identity.codeWrong')
      hospital.later(10)
      assert.equal((await login(hospital.browser(), 'bsthu', good, code(-9))).code, 'identity.codeWrong')
    }))

  it('closes after five wrong codes, however right the password is', () =>
    withHospital(async (hospital) => {
      await givenStaff(hospital, 'bsthu', 'doctor')
      const page = hospital.browser()
      await login(page, 'bsthu', good)
      const { code } = await enrol(hospital, page)
      hospital.later(0.5)
      const wrong = code() === '000000' ? '000001' : '000000'
      const codes: (string | undefined)[] = []
      for (let i = 0; i < 6; i++) codes.push((await login(hospital.browser(), 'bsthu', good, wrong)).code)
      assert.deepEqual(codes, [...Array(4).fill('identity.codeWrong'), 'identity.locked', 'identity.locked'])
      assert.equal((await login(hospital.browser(), 'bsthu', good, code())).code, 'identity.locked')
      await accountCommands.unlock(contextFor(hospital.services), 'bsthu')
      assert.equal((await login(hospital.browser(), 'bsthu', good, code())).status, 200)
    }))

  it('takes each recovery code once, when the phone is lost', () =>
    withHospital(async (hospital) => {
      await givenStaff(hospital, 'bsthu', 'doctor')
      const page = hospital.browser()
      await login(page, 'bsthu', good)
      const { recovery } = await enrol(hospital, page)
      assert.equal(recovery.length, 10)
      const first = (recovery[0] ?? '').toLowerCase().replaceAll('-', ' ')
      assert.equal((await login(hospital.browser(), 'bsthu', good, first)).status, 200)
      assert.equal((await login(hospital.browser(), 'bsthu', good, first)).code, 'identity.codeWrong')
      const own = (await page.send('GET', '/api/session/factors')).body as OwnFactors
      assert.deepEqual([own.need, own.totp, own.recoveryLeft], ['none', true, 9])
      const { rows } = await sql<{ text: string }>`
        select (select string_agg(t::text, '') from totp t) || (select string_agg(r::text, '') from recovery_code r) as text`.execute(
        hospital.services.db,
      )
      assert.doesNotMatch(rows[0]?.text ?? '', new RegExp(recovery[1] ?? 'none'))
    }))

  it('is demanded of administrators: they may do nothing before it is set up, and cannot take it away', () =>
    withHospital(async (hospital) => {
      await givenStaff(hospital, 'itmoi', 'it-admin')
      const page = hospital.browser()
      const opened = (await login(page, 'itmoi', good)).body as {
        user: { mustEnrol: boolean; permissions: string[] }
      }
      assert.deepEqual([opened.user.mustEnrol, opened.user.permissions], [true, []])
      assert.equal((await page.send('GET', '/api/accounts')).code, 'common.forbidden')
      const elsewhere = hospital.browser()
      await login(elsewhere, 'itmoi', good)
      const { code } = await enrol(hospital, page)
      assert.equal((await page.send('GET', '/api/accounts')).status, 200)
      assert.equal((await elsewhere.send('GET', '/api/accounts')).status, 401, 'not proven there')
      assert.equal((await post(page, '/api/session/totp/remove')).code, 'identity.factorDemanded')
      hospital.later(1)
      const other = hospital.browser()
      assert.equal((await login(other, 'itmoi', good)).code, 'identity.secondFactorNeeded')
      assert.equal((await login(other, 'itmoi', good, code())).status, 200)
    }))

  it('is not asked of the demo accounts at the machine itself', () =>
    withHospital(async ({ browser }) => {
      const opened = (await browser().login('quantri')).body as { user: { mustEnrol: boolean } }
      assert.equal(opened.user.mustEnrol, false)
    }))

  it('is demanded from outside of the hospital, and set up inside first', () =>
    withHospital(
      async (hospital) => {
        await givenStaff(hospital, 'bsthu', 'doctor')
        const from = (page: Browser, code?: string) =>
          page.send('POST', '/api/session', {
            body: { userName: 'bsthu', password: good, ...(code ? { code } : {}) },
            headers: outside,
          })
        assert.equal((await from(hospital.browser())).code, 'identity.enrolInside')
        const demo = await hospital.browser().send('POST', '/api/session', {
          body: { userName: 'bacsi', password: 'bacsi-Demo-2026' },
          headers: outside,
        })
        assert.equal(demo.code, 'identity.enrolInside')
        const inside = hospital.browser()
        await login(inside, 'bsthu', good)
        const { code } = await enrol(hospital, inside)
        hospital.later(0.5)
        assert.equal((await from(hospital.browser())).code, 'identity.secondFactorNeeded')
        assert.equal((await from(hospital.browser(), code())).status, 200)
      },
      { settings: { LANONG_TRUST_PROXY: 'loopback' } },
    ))

  it('is changed only after a login of the last minutes or with the password, and reset by an administrator', () =>
    withHospital(async (hospital) => {
      await givenStaff(hospital, 'bsthu', 'doctor')
      const page = hospital.browser()
      await login(page, 'bsthu', good)
      hospital.later(11)
      assert.equal((await post(page, '/api/session/totp/begin')).code, 'identity.passwordNeeded')
      assert.equal((await post(page, '/api/session/totp/begin', { current: 'x' })).code, 'identity.passwordWrong')
      assert.equal((await post(page, '/api/session/totp/begin', { current: good })).status, 200)
      await login(page, 'bsthu', good)
      await enrol(hospital, page)
      assert.equal((await post(page, '/api/session/totp/begin')).code, 'identity.totpThere')
      const admin = hospital.browser()
      await admin.login('quantri')
      const id = await findAccountId(contextFor(hospital.services), 'bsthu')
      assert.equal((await post(page, `/api/accounts/${id}/factors/reset`)).code, 'common.forbidden')
      assert.equal((await post(admin, `/api/accounts/${id}/factors/reset`)).status, 204)
      assert.equal((await page.send('GET', '/api/session')).status, 401)
      assert.equal((await login(page, 'bsthu', good)).status, 200)
      const lines = await hospital.audited()
      assert.ok(lines.includes('factor-add success') && lines.includes('factor-remove success'))
    }))
})

describe('a passkey', () => {
  const host = 'localhost:8080'
  const send = (page: Browser, path: string, body: object = {}) =>
    page.send('POST', path, { body, headers: { host } })

  async function register(page: Browser, phone: ReturnType<typeof device>) {
    const { challenge } = (await send(page, '/api/session/passkeys/begin')).body as { challenge: string }
    return send(page, '/api/session/passkeys', { name: 'điện thoại', response: phone.register(challenge) })
  }

  async function challengeOf(page: Browser): Promise<string> {
    return ((await send(page, '/api/session/passkey/begin')).body as { challenge: string }).challenge
  }

  it('logs in without a name and password, once for each question, at our address only', () =>
    withHospital(async (hospital) => {
      const page = hospital.browser()
      await page.login('bacsi')
      const phone = device(`http://${host}`)
      const kept = await register(page, phone)
      assert.equal(kept.status, 200, JSON.stringify(kept.body))
      assert.equal((kept.body as RecoveryCodes).codes.length, 10)
      const again = hospital.browser()
      const challenge = await challengeOf(again)
      const answer = phone.answer(challenge)
      const opened = await send(again, '/api/session/passkey', { response: answer })
      assert.equal(opened.status, 200, JSON.stringify(opened.body))
      assert.equal((opened.body as { user: { userName: string } }).user.userName, 'bacsi')
      const replayed = await send(hospital.browser(), '/api/session/passkey', { response: answer })
      assert.equal(replayed.code, 'identity.passkeyWrong')
      const unverified = phone.answer(await challengeOf(again), 1)
      const refused = await send(again, '/api/session/passkey', { response: unverified })
      assert.equal(refused.code, 'identity.passkeyWrong')
      const stranger = device(`http://${host}`).answer(await challengeOf(again))
      assert.equal(
        (await send(again, '/api/session/passkey', { response: stranger })).code,
        'identity.passkeyUnknown',
      )
      const elsewhere = device('https://evil.example')
      assert.equal((await register(page, elsewhere)).code, 'identity.passkeyWrong')
      assert.equal((await send(again, '/api/session/passkey', { response: {} })).code, 'identity.passkeyUnknown')
    }))

  it('is the second step of its person too, and goes when the person removes it', () =>
    withHospital(async (hospital) => {
      const page = hospital.browser()
      await page.login('bacsi')
      const phone = device(`http://${host}`)
      await register(page, phone)
      const asked = await hospital.browser().login('bacsi')
      assert.equal((asked.body as { details: { methods: string } }).details.methods, 'passkey')
      const { passkeys } = (await page.send('GET', '/api/session/factors')).body as OwnFactors
      assert.equal((await send(page, `/api/session/passkeys/${passkeys[0]?.id}/remove`)).status, 204)
      assert.equal((await hospital.browser().login('bacsi')).status, 200)
    }))
})
