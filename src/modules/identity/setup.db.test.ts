import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { contextFor, withHospital } from '#tests/support/identity.ts'
import { checkProductionSafety } from './production-safety.ts'
import { setupCode } from './setup.ts'

const admin = { userName: 'quantrivien', name: 'Ngô Tuấn', password: 'Trời-trong-xanh-88' }
const facility = { code: '79024', name: 'Phòng khám Đa khoa An Bình' }
const empty = { demo: false, seed: false }

describe('the first-run setup', () => {
  it('makes the facility and its administrator, once, with the code of the console', () =>
    withHospital(async ({ browser, services, audited }) => {
      const page = browser()
      assert.deepEqual((await page.send('GET', '/api/setup')).body, { needed: true })
      const code = (await setupCode(contextFor(services))) ?? ''
      assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
      assert.equal(await setupCode(contextFor(services)), code)
      assert.equal(statSync(join(services.config.dataDir, 'keys', 'setup-code')).mode & 0o777, 0o600)
      const post = (body: object) => page.send('POST', '/api/setup', { body })
      assert.equal((await post({ facility, admin, setupCode: 'AAAA' })).code, 'identity.setupCodeWrong')
      const weak = { ...admin, password: 'short' }
      assert.equal((await post({ facility, admin: weak, setupCode: code })).code, 'identity.passwordWeak')
      assert.equal((await post({ facility, admin, setupCode: code.toLowerCase() })).status, 204)
      assert.equal((await post({ facility, admin, setupCode: code })).code, 'identity.setupDone')
      assert.deepEqual((await page.send('GET', '/api/setup')).body, { needed: false })
      assert.equal(await setupCode(contextFor(services)), undefined)
      assert.equal((await page.login(admin.userName, admin.password)).status, 200)
      const asked = await page.send('GET', '/api/accounts')
      assert.equal(asked.code, 'common.forbidden', 'an administrator sets up the second step first')
      assert.deepEqual((await page.send('GET', '/api/facility')).body, { ...facility, training: false })
      assert.deepEqual((await audited()).slice(0, 3), ['setup refused', 'account-create success', 'setup success'])
    }, empty))

  it('lets only one of two setups at the same moment through', () =>
    withHospital(async ({ browser, services }) => {
      const code = (await setupCode(contextFor(services))) ?? ''
      const post = (userName: string) =>
        browser().send('POST', '/api/setup', {
          body: { facility, admin: { ...admin, userName }, setupCode: code },
        })
      const statuses = (await Promise.all([post('first'), post('second')])).map((answer) => answer.status)
      assert.deepEqual(statuses.sort(), [204, 409])
    }, empty))

  it('does not give its code away to who guesses', () =>
    withHospital(async ({ browser, services }) => {
      await setupCode(contextFor(services))
      const codes: (string | undefined)[] = []
      for (let i = 0; i < 31; i++)
        codes.push(
          (await browser().send('POST', '/api/setup', { body: { facility, admin, setupCode: `${i}` } })).code,
        )
      assert.equal(codes.at(-1), 'identity.tooManyAttempts')
    }, empty))
})

describe('production safety', () => {
  it('finds demo accounts, demo systems and an open address without HTTPS', () =>
    withHospital(async ({ services }) => {
      const codes = async (config: object) =>
        (await checkProductionSafety({ ...contextFor(services), config: { ...services.config, ...config } })).map(
          (found) => found.code,
        )
      assert.deepEqual(await codes({}), ['identity.demoAccounts', 'identity.demoClients'])
      assert.ok((await codes({ host: '0.0.0.0' })).includes('identity.plainHttp'))
      assert.ok(
        !(await codes({ host: '0.0.0.0', publicUrl: 'https://benhvien.example' })).includes('identity.plainHttp'),
      )
    }))

  it('finds nothing in a fresh installation', () =>
    withHospital(
      async ({ services }) => assert.deepEqual(await checkProductionSafety(contextFor(services)), []),
      empty,
    ))
})
