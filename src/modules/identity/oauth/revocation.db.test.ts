import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as oidc from 'openid-client'
import { accountCommands } from '#modules/identity/index.ts'
import { type Browser, contextFor } from '#tests/support/identity.ts'
import {
  type Asking,
  ask,
  discover,
  givenApplication,
  type Listening,
  withListening,
} from '#tests/support/oauth.ts'
import type { OwnApplication } from './contract.ts'

async function allowed(hospital: Listening, scope: string, userName = 'bacsi') {
  const asking = await ask(hospital, scope)
  await asking.page.login(userName)
  const answer = await asking.page.send('POST', asking.interaction, { body: { allow: true } })
  return { ...asking, tokens: await asking.finish((answer.body as { redirectTo: string }).redirectTo) }
}

const status = async (hospital: Listening, token: string) => (await hospital.get('/api/probe/login', token)).status
const applications = async (page: Browser) =>
  (await page.send('GET', '/api/session/applications')).body as OwnApplication[]
const refusedRefresh = (asking: Asking, token: string | undefined) =>
  assert.rejects(oidc.refreshTokenGrant(asking.config, token ?? ''), { error: 'invalid_grant' })

describe('what ends an access token at once', () => {
  it('is its client, giving back the one token', () =>
    withListening(async (hospital) => {
      await givenApplication(hospital)
      const { tokens, config } = await allowed(hospital, 'openid offline_access user/*.read')
      const second = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')
      const system = await discover(hospital.origin, 'demo-system', oidc.ClientSecretBasic('demo-system'))
      await oidc.tokenRevocation(system, tokens.access_token)
      assert.equal(await status(hospital, tokens.access_token), 200, 'nobody gives back the token of another')
      await oidc.tokenRevocation(config, tokens.access_token)
      assert.equal(await status(hospital, tokens.access_token), 401)
      assert.equal(await status(hospital, second.access_token), 200)

      const own = await oidc.clientCredentialsGrant(system)
      assert.equal((await hospital.get('/api/probe/read', own.access_token)).status, 200)
      await oidc.tokenRevocation(system, own.access_token)
      assert.equal((await hospital.get('/api/probe/read', own.access_token)).status, 401)
    }))

  it('is its client giving back the refresh token, with every token of the same consent', () =>
    withListening(async (hospital) => {
      await givenApplication(hospital)
      const asking = await allowed(hospital, 'openid offline_access user/*.read')
      await oidc.tokenRevocation(asking.config, asking.tokens.refresh_token ?? '')
      assert.equal(await status(hospital, asking.tokens.access_token), 401)
      await refusedRefresh(asking, asking.tokens.refresh_token)
    }))

  it('is the end of the session in which it was given, unless the application may go on alone', () =>
    withListening(async (hospital) => {
      await givenApplication(hospital)
      const short = await allowed(hospital, 'openid user/*.read')
      const long = await allowed(hospital, 'openid offline_access user/*.read')
      for (const { page } of [short, long]) await page.send('DELETE', '/api/session')
      assert.equal(await status(hospital, short.tokens.access_token), 401)
      assert.equal(await status(hospital, long.tokens.access_token), 200)
      const admin = hospital.browser()
      await admin.login('quantri')
      const { id } = ((await admin.send('GET', '/api/accounts')).body as { id: string; userName: string }[]).find(
        ({ userName }) => userName === 'bacsi',
      ) ?? { id: '' }
      assert.equal((await admin.send('DELETE', `/api/accounts/${id}/sessions`)).status, 204)
      assert.equal(await status(hospital, long.tokens.access_token), 401, 'an administrator ended all sessions')
      await refusedRefresh(long, long.tokens.refresh_token)
    }))

  it('is a new password, and a locked account', () =>
    withListening(async (hospital) => {
      await givenApplication(hospital)
      const doctor = await allowed(hospital, 'openid offline_access user/*.read')
      const nurse = await allowed(hospital, 'openid offline_access user/*.read', 'dieuduong')
      const body = { current: 'bacsi-Demo-2026', password: 'Trời-mưa-2026-Hạ' }
      assert.equal((await doctor.page.send('PUT', '/api/session/password', { body })).status, 204)
      assert.equal(await status(hospital, doctor.tokens.access_token), 401)
      await accountCommands.lock(contextFor(hospital.services), 'dieuduong')
      assert.equal(await status(hospital, nurse.tokens.access_token), 401)
      await accountCommands.unlock(contextFor(hospital.services), 'dieuduong')
      assert.equal(await status(hospital, nurse.tokens.access_token), 401, 'what was ended stays ended')
    }))

  it('is the person, who sees what was allowed and takes it back', () =>
    withListening(async (hospital) => {
      await givenApplication(hospital)
      const asking = await allowed(hospital, 'openid offline_access user/*.read')
      const [one, ...more] = await applications(asking.page)
      assert.deepEqual([one?.name, one?.offline, more.length], ['Biểu đồ tăng trưởng <trẻ em>', true, 0])
      const other = hospital.browser()
      await other.login('dieuduong')
      assert.deepEqual(await applications(other), [])
      const path = `/api/session/applications/${one?.id}`
      assert.equal((await other.send('DELETE', path)).code, 'identity.applicationNotFound')
      assert.equal((await asking.page.send('DELETE', path)).status, 204)
      assert.equal(await status(hospital, asking.tokens.access_token), 401)
      await refusedRefresh(asking, asking.tokens.refresh_token)
      assert.deepEqual(await applications(asking.page), [])
      const told = (await asking.page.send('GET', '/api/session/notices')).body as { kind: string }[]
      assert.ok(told.some(({ kind }) => kind === 'consentGiven'))
    }))
})

describe('the strength of a login', () => {
  it('stands in the token, and an application gets none that asked for more', () =>
    withListening(async (hospital) => {
      await givenApplication(hospital)
      const { tokens } = await allowed(hospital, 'openid user/*.read')
      const claims = JSON.parse(
        Buffer.from(tokens.access_token.split('.')[1] ?? '', 'base64url').toString(),
      ) as Record<string, unknown>
      assert.deepEqual([claims['acr'], claims['amr']], ['urn:lanong:acr:1', ['pwd']])
      assert.equal(typeof claims['auth_time'], 'number')
      const strong = await ask(hospital, 'openid user/*.read', { acr_values: 'urn:lanong:acr:2' })
      await strong.page.login('bacsi')
      const refused = await strong.page.send('POST', strong.interaction, { body: { allow: true } })
      assert.equal(refused.code, 'identity.strongerLogin')
    }))

  it('is asked of a token as of a login: from outside only with a second step', () =>
    withListening(async (hospital) => {
      await givenApplication(hospital)
      const { tokens } = await allowed(hospital, 'openid user/*.read')
      const from = async (remoteAddress: string) =>
        JSON.parse(
          (
            await hospital.server.inject({
              url: '/api/probe/login',
              remoteAddress,
              headers: { authorization: `Bearer ${tokens.access_token}`, host: new URL(hospital.origin).host },
            })
          ).body,
        ) as { code?: string; id?: string }
      assert.equal((await from('127.0.0.1')).id, 'bacsi')
      assert.equal((await from('203.113.131.7')).code, 'identity.strongerLogin')
    }))
})
