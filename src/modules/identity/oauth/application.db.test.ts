import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import * as oidc from 'openid-client'
import { accountCommands } from '#modules/identity/index.ts'
import { contextFor } from '#tests/support/identity.ts'
import { type Asking, ask, givenApplication, redirectUri, withListening } from '#tests/support/oauth.ts'

async function decide({ page, interaction }: Asking, allow: boolean): Promise<string> {
  const answer = await page.send('POST', interaction, { body: { allow } })
  return (answer.body as { redirectTo: string }).redirectTo
}

describe('an application of a person', () => {
  it('gets a token by code and PKCE after login and consent', () =>
    withListening(async (hospital) => {
      await givenApplication(hospital)
      const asking = await ask(hospital, 'openid profile fhirUser user/*.*')
      const { page, interaction } = asking
      assert.match(interaction, /^\/oauth\/interaction\/[\w-]+$/)
      const shown = await page.send('GET', interaction)
      assert.equal(shown.status, 200)
      assert.match(String(shown.body), /rời Lãn Ông và mở <strong data-host>/)
      assert.match(String(shown.body), /<a href="\/" data-stay>Ở lại/)
      assert.equal((await page.send('POST', interaction, { body: { allow: true } })).status, 401)
      await page.login('bacsi')
      assert.deepEqual((await page.send('GET', `${interaction}/details`)).body, {
        application: 'Biểu đồ tăng trưởng <trẻ em>',
        host: '127.0.0.1:9',
        scopes: ['openid', 'profile', 'fhirUser', 'user/*.*'],
        consent: true,
        choosePatient: false,
      })
      const csrf = await page.send('POST', interaction, {
        body: { allow: true },
        headers: { 'x-csrf-token': 'x' },
      })
      assert.equal(csrf.code, 'identity.csrf')
      const tokens = await asking.finish(await decide(asking, true))
      const claims = tokens.claims()
      const user = `${hospital.origin}/fhir/R4/Practitioner/practitioner-bacsi`
      assert.deepEqual([claims?.['preferred_username'], claims?.['fhirUser']], ['bacsi', user])
      const who = await hospital.get('/api/probe/login', tokens.access_token)
      assert.ok(who.body.id === 'bacsi' && who.body.permissions?.includes('exam.write'))
      assert.equal((await hospital.get('/api/accounts', tokens.access_token)).body.code, 'common.forbidden')
    }))

  it('gets no more than its scopes, and loses it when the account is locked', () =>
    withListening(async (hospital) => {
      await givenApplication(hospital)
      const asking = await ask(hospital, 'openid offline_access user/*.read')
      await asking.page.login('bacsi')
      const tokens = await asking.finish(await decide(asking, true))
      const narrow = await hospital.get('/api/probe/login', tokens.access_token)
      assert.ok(narrow.body.permissions?.every((permission) => permission === 'fhir.read'))
      const fresh = await oidc.refreshTokenGrant(asking.config, tokens.refresh_token ?? '')
      assert.notEqual(fresh.refresh_token, tokens.refresh_token)
      await assert.rejects(oidc.refreshTokenGrant(asking.config, tokens.refresh_token ?? ''), {
        error: 'invalid_grant',
      })
      await accountCommands.lock(contextFor(hospital.services), 'bacsi')
      assert.equal((await hospital.get('/api/probe/login', fresh.access_token)).status, 401)
      await assert.rejects(oidc.refreshTokenGrant(asking.config, fresh.refresh_token ?? ''), {
        error: 'invalid_grant',
      })
    }))

  it('needs the verifier it began with, and no code is kept as it is', () =>
    withListening(async (hospital) => {
      await givenApplication(hospital)
      const asking = await ask(hospital, 'openid offline_access')
      await asking.page.login('bacsi')
      const redirectTo = await decide(asking, true)
      const callback = await asking.callback(redirectTo)
      assert.equal(callback.origin + callback.pathname, redirectUri)
      const wrong = { pkceCodeVerifier: 'x'.repeat(43), expectedState: 'state-1' }
      await assert.rejects(oidc.authorizationCodeGrant(asking.config, callback, wrong), { error: 'invalid_grant' })
      const { rows } = await sql<{
        text: string
      }>`select string_agg(s::text, ' ') as text from oauth_state s`.execute(hospital.services.db)
      assert.ok(!rows[0]?.text.includes(callback.searchParams.get('code') ?? '?'), 'the code itself is not kept')
    }))

  it('does not take the login of the person before at a shared workstation', () =>
    withListening(async (hospital) => {
      await givenApplication(hospital, { trusted: true })
      const first = await ask(hospital, 'openid')
      await first.page.login('bacsi')
      await first.finish(await decide(first, true))
      await first.page.send('DELETE', '/api/session')
      const again = await first.page.send(
        'GET',
        `/oauth/authorize?client_id=growth-chart&response_type=code&scope=openid&redirect_uri=${encodeURIComponent(redirectUri)}&code_challenge=${'x'.repeat(43)}&code_challenge_method=S256`,
      )
      assert.match(String(again.headers['location']), /\/oauth\/interaction\//)
    }))

  it('gets nothing when the person refuses, without PKCE, or for another address', () =>
    withListening(async (hospital) => {
      await givenApplication(hospital)
      const asking = await ask(hospital, 'openid')
      await asking.page.login('bacsi')
      assert.match((await asking.callback(await decide(asking, false))).search, /error=access_denied/)
      const request = (more: string) =>
        asking.page.send('GET', `/oauth/authorize?client_id=growth-chart&response_type=code&scope=openid${more}`)
      const bare = await request(`&redirect_uri=${encodeURIComponent(redirectUri)}`)
      assert.match(String(bare.headers['location']), /error=invalid_request/)
      const elsewhere = await request('&redirect_uri=https%3A%2F%2Fevil.example%2F')
      assert.equal(elsewhere.status, 400)
      assert.match(String(elsewhere.body), /invalid_redirect_uri/)
    }))
})
