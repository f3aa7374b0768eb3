import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { contextFor, withHospital } from '#tests/support/identity.ts'
import { accountCommands } from './account-commands.ts'
import type { AccountSummary, SessionSummary } from './contract.ts'

const good = 'Sáng-sớm-mùa-thu-42'

describe('administration of accounts', () => {
  it('is for administrators only, and a refusal is audited', () =>
    withHospital(async ({ browser, audited }) => {
      for (const userName of ['bacsi', 'tiepdon', 'giamdoc', 'benhnhan']) {
        const page = browser()
        await page.login(userName)
        assert.equal((await page.send('GET', '/api/accounts')).code, 'common.forbidden', userName)
      }
      assert.equal((await audited()).filter((line) => line === 'denial refused').length, 4)
      assert.equal((await browser().send('GET', '/api/accounts')).code, 'common.notLoggedIn')
    }))

  it('makes an account whose owner must choose a password before anything else', () =>
    withHospital(async ({ browser }) => {
      const admin = browser()
      await admin.login('quantri')
      const body = {
        userName: 'bsnhi',
        name: 'Lê Thị Nhi',
        password: good,
        roles: ['doctor'],
        departments: ['KKB'],
      }
      assert.equal((await admin.send('POST', '/api/accounts', { body })).status, 200)
      assert.equal((await admin.send('POST', '/api/accounts', { body })).code, 'identity.userNameTaken')
      const owner = browser()
      const first = (await owner.login('bsnhi', good)).body as {
        user: { permissions: string[]; mustChangePassword: boolean }
      }
      assert.deepEqual([first.user.permissions, first.user.mustChangePassword], [[], true])
      const change = (current: string, password: string) =>
        owner.send('PUT', '/api/session/password', { body: { current, password } })
      assert.equal((await change('wrong', 'Another-Good-One-77')).code, 'identity.passwordWrong')
      assert.equal((await change(good, good)).code, 'identity.passwordUsedBefore')
      assert.equal((await change(good, 'short-A1')).code, 'identity.passwordWeak')
      const elsewhere = browser()
      assert.equal((await elsewhere.login('bsnhi', good)).status, 200)
      assert.equal((await change(good, 'Another-Good-One-77')).status, 204)
      assert.equal((await elsewhere.send('GET', '/api/session')).status, 401, 'other sessions end')
      const after = (await owner.send('GET', '/api/session')).body as { user: { permissions: string[] } }
      assert.ok(after.user.permissions.includes('exam.write'))
      assert.equal((await browser().login('bsnhi', good)).status, 401)
    }))

  it('locks an account with its open sessions and unlocks it', () =>
    withHospital(async ({ browser }) => {
      const admin = browser()
      const doctor = browser()
      await admin.login('quantri')
      await doctor.login('bacsi')
      const accounts = (await admin.send('GET', '/api/accounts')).body as AccountSummary[]
      const idOf = (userName: string) => accounts.find((account) => account.userName === userName)?.id ?? ''
      const bacsi = `/api/accounts/${idOf('bacsi')}`
      assert.equal((await admin.send('POST', `${bacsi}/lock`)).status, 204)
      assert.equal((await doctor.send('GET', '/api/session')).status, 401)
      assert.equal((await browser().login('bacsi')).code, 'identity.accountOff')
      assert.equal((await browser().login('bacsi', 'wrong')).code, 'identity.wrongCredentials')
      assert.equal((await admin.send('POST', `${bacsi}/unlock`)).status, 204)
      assert.equal((await doctor.login('bacsi')).status, 200)
      const sessions = (await admin.send('GET', `${bacsi}/sessions`)).body as SessionSummary[]
      assert.deepEqual(
        sessions.map((session) => session.endReason),
        [undefined, 'administrator'],
      )
      assert.equal((await admin.send('DELETE', `${bacsi}/sessions`)).status, 204)
      assert.equal((await doctor.send('GET', '/api/session')).status, 401)
      assert.equal((await admin.send('POST', `/api/accounts/${idOf('quantri')}/lock`)).code, 'identity.ownAccount')
    }))

  it('opens again what wrong passwords closed, and shows it before', () =>
    withHospital(async ({ browser }) => {
      const admin = browser()
      await admin.login('quantri')
      for (let i = 0; i < 5; i++) await browser().login('bacsi', 'wrong')
      const accounts = (await admin.send('GET', '/api/accounts')).body as AccountSummary[]
      const bacsi = accounts.find((account) => account.userName === 'bacsi')
      assert.equal(bacsi?.lockedUntil, '2026-11-23T03:43:00.000Z')
      assert.equal(
        accounts.find((account) => account.userName === 'quantri')?.lastSeenAt,
        '2026-11-23T03:42:00.000Z',
      )
      await admin.send('POST', `/api/accounts/${bacsi?.id}/unlock`)
      assert.equal((await browser().login('bacsi')).status, 200)
    }))

  it('changes roles at once, but not away from the own administration', () =>
    withHospital(async ({ browser }) => {
      const admin = browser()
      const doctor = browser()
      await admin.login('quantri')
      await doctor.login('bacsi')
      const accounts = (await admin.send('GET', '/api/accounts')).body as AccountSummary[]
      const idOf = (userName: string) => accounts.find((account) => account.userName === userName)?.id ?? ''
      const roles = (id: string, names: string[]) =>
        admin.send('PUT', `/api/accounts/${id}`, { body: { roles: names } })
      assert.equal((await roles(idOf('bacsi'), ['doctor', 'it-admin'])).status, 204)
      assert.equal((await doctor.send('GET', '/api/accounts')).status, 200)
      assert.equal((await roles(idOf('bacsi'), ['wizard'])).code, 'identity.unknownRole')
      assert.equal((await roles(idOf('quantri'), ['doctor'])).code, 'identity.ownAccount')
      assert.equal((await roles('nobody', ['doctor'])).code, 'identity.accountNotFound')
    }))

  it('is done by user name on the command line', () =>
    withHospital(async ({ browser, services }) => {
      const ctx = contextFor(services)
      await accountCommands.add(ctx, { userName: 'ytam', name: 'Y Tâm', password: good, roles: ['nurse'] })
      await assert.rejects(
        accountCommands.add(ctx, { userName: 'Có dấu', name: 'x', password: good, roles: [] }),
        { code: 'identity.userNameInvalid' },
      )
      await assert.rejects(
        accountCommands.add(ctx, { userName: 'weak', name: 'x', password: '1234', roles: [] }),
        { code: 'identity.passwordWeak' },
      )
      assert.equal((await browser().login('ytam', good)).status, 200)
      await accountCommands.lock(ctx, 'YTam')
      assert.equal((await browser().login('ytam', good)).status, 403)
      await accountCommands.unlock(ctx, 'ytam')
      await accountCommands.setPassword(ctx, 'ytam', 'Mùa-Đông-Lạnh-2026')
      await accountCommands.setRoles(ctx, 'ytam', ['nurse', 'reception'])
      assert.equal((await browser().login('ytam', 'Mùa-Đông-Lạnh-2026')).status, 200)
      const listed = (await accountCommands.list(ctx)).find((account) => account.userName === 'ytam')
      assert.deepEqual([listed?.roles, listed?.mustChangePassword], [['nurse', 'reception'], true])
      await assert.rejects(accountCommands.lock(ctx, 'nobody'), { code: 'identity.accountNotFound' })
    }))
})
