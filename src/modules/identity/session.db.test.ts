import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { demoPassword } from './demo.ts'
import { type Browser, givenAccount, withHospital } from './given-hospital.ts'

describe('the browser session', () => {
  it('opens with name and password, says who it is, and closes', () =>
    withHospital(async ({ browser }) => {
      const page = browser()
      const opened = await page.login('bacsi', demoPassword('bacsi'))
      assert.equal(opened.status, 200)
      const { user, csrf } = opened.body as { user: { userName: string; roles: string[]; permissions: string[] }; csrf: string }
      assert.deepEqual([user.userName, user.roles], ['bacsi', ['doctor']])
      assert.ok(user.permissions.includes('exam.write') && csrf.length > 20)
      const cookies = opened.headers['set-cookie'] as string[]
      assert.match(cookies[0] ?? '', /^lo_session=[\w-]{43}; HttpOnly; Path=\/; SameSite=Strict$/)
      assert.match(cookies[1] ?? '', /^lo_csrf=[\w-]{43}; Path=\/; SameSite=Strict$/)
      assert.equal((await page.send('GET', '/api/session')).status, 200)
      assert.equal((await page.send('DELETE', '/api/session')).status, 204)
      assert.equal((await page.send('GET', '/api/session')).status, 401)
    }))
})
