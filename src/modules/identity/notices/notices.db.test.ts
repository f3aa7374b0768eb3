import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accountCommands, findAccountId, identity } from '#modules/identity/index.ts'
import { type Browser, contextFor, type Hospital, withHospital } from '#tests/support/identity.ts'
import { withMail } from '#tests/support/mail.ts'
import type { AccountNotice } from './contract.ts'

const kinds = async (page: Browser, all = false) =>
  ((await page.send('GET', `/api/session/notices${all ? '?all=true' : ''}`)).body as AccountNotice[]).map(
    ({ kind }) => kind,
  )

async function loggedIn(hospital: Hospital, userName: string, password?: string): Promise<Browser> {
  const page = hospital.browser()
  assert.equal((await page.login(userName, password)).status, 200)
  return page
}

const fresh = 'Trời-mưa-2026-Hạ'

describe('what people are told of their own accounts', () => {
  it('tells of a changed password on other sessions and at the next login, until it was seen', () =>
    withHospital(async (hospital) => {
      const admin = await loggedIn(hospital, 'quantri')
      const nurse = await loggedIn(hospital, 'dieuduong')
      assert.deepEqual(await kinds(nurse), [])
      const id = await findAccountId(contextFor(hospital.services), 'dieuduong')
      assert.equal(
        (
          await nurse.send('PUT', '/api/session/password', {
            body: { current: 'dieuduong-Demo-2026', password: fresh },
          })
        ).status,
        204,
      )
      assert.deepEqual(await kinds(nurse), ['passwordChanged'])
      const reset = await admin.send('POST', `/api/accounts/${id}/password`, {
        body: { password: 'Gió-lạnh-2027-Đông' },
      })
      assert.equal(reset.status, 204, JSON.stringify(reset.body))
      assert.equal((await admin.send('POST', `/api/accounts/${id}/factors/reset`)).status, 204)
      const again = await loggedIn(hospital, 'dieuduong', 'Gió-lạnh-2027-Đông')
      const told = await kinds(again)
      assert.deepEqual(told.sort(), ['factorsReset', 'newBrowser', 'passwordChanged', 'passwordReset'])
      const notices = (await again.send('GET', '/api/session/notices')).body as AccountNotice[]
      const seen = { ids: notices.map((notice) => notice.id) }
      assert.equal((await admin.send('POST', '/api/session/notices/seen', { body: seen })).status, 204)
      assert.equal((await kinds(again)).length, 4, 'nobody sees them for another')
      await again.send('POST', '/api/session/notices/seen', { body: seen })
      assert.deepEqual([await kinds(again), (await kinds(again, true)).length], [[], 4])
    }))

  it('tells of guessed passwords and of a login in a browser that is new', () =>
    withHospital(async (hospital) => {
      const doctor = await loggedIn(hospital, 'bacsi')
      for (let i = 0; i < 5; i++) await hospital.browser().login('bacsi', 'sai-mat-khau')
      assert.deepEqual(await kinds(doctor), ['guesses'])
      const admin = await accountCommands.add(contextFor(hospital.services), {
        userName: 'lan.nguyen',
        name: 'Nguyễn Thị Lan',
        password: fresh,
        roles: ['nurse'],
      })
      assert.ok(admin)
      const first = await loggedIn(hospital, 'lan.nguyen', fresh)
      assert.deepEqual(await kinds(first), [], 'the first browser is nothing new')
      await first.login('lan.nguyen', fresh)
      assert.deepEqual(await kinds(first), [])
      await loggedIn(hospital, 'lan.nguyen', fresh)
      assert.deepEqual(await kinds(first), ['newBrowser'])
    }))

  it('sends letters where the house has a mail server, also to the address that was given up', () =>
    withMail((mailServerFile, letters) =>
      withHospital(
        async (hospital) => {
          const doctor = await loggedIn(hospital, 'bacsi')
          const email = (address: string, current = 'bacsi-Demo-2026') =>
            doctor.send('PUT', '/api/session/email', { body: { current, email: address } })
          assert.equal((await email('minh@nganpho.example', 'sai')).code, 'identity.passwordWrong')
          assert.equal((await email('no address')).status, 400)
          assert.equal((await email('minh@nganpho.example')).status, 204)
          assert.equal((await email('ke.trom@elsewhere.example')).status, 204)
          const job = identity.jobs?.find(({ name }) => name === 'identity.mail-notices')
          assert.deepEqual(await job?.run(contextFor(hospital.services)), { expected: 1, processed: 1, failed: 0 })
          assert.deepEqual(await job?.run(contextFor(hospital.services)), { expected: 0, processed: 0, failed: 0 })
          assert.equal(letters.length, 1)
          assert.match(letters[0] ?? '', /To: minh@nganpho\.example/)
          assert.doesNotMatch(letters[0] ?? '', /https?:/)
        },
        {
          settings: { LANONG_MAIL_SERVER_FILE: mailServerFile, LANONG_ALARM_MAIL_FROM: 'lanong@nganpho.example' },
        },
      ),
    ))
})
