import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import * as oidc from 'openid-client'
import Type from 'typebox'
import type { HospitalModule } from '#platform/module.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { type Hospital, withHospital } from '#tests/support/identity.ts'
import { insertClient } from './client-store.ts'

const redirectUri = 'http://127.0.0.1:9/callback'

/** A route that needs what a system has, and tells who came. */
const probe: HospitalModule = {
  name: 'probe',
  permissions: { 'fhir.read': 'Read', 'fhir.write': 'Write' },
  routes(api) {
    for (const right of ['read', 'write'] as const)
      api(
        {
          method: 'GET',
          path: `/probe/${right}`,
          permission: `fhir.${right}`,
          summary: 'Who',
          response: Type.Unknown(),
        },
        ({ ctx }) => ({
          id: ctx.actor.id,
          kind: ctx.actor.kind,
          roles: ctx.actor.roles,
        }),
      )
  },
}

interface Listening extends Hospital {
  readonly origin: string
  get(path: string, token: string): Promise<{ status: number; body: { code?: string; id?: string } }>
}

function withListening<T>(work: (hospital: Listening) => Promise<T>): Promise<T> {
  return withHospital(
    async (hospital) => {
      const origin = await hospital.server.listen({ port: 0, host: '127.0.0.1' })
      return work({
        ...hospital,
        origin,
        async get(path, token) {
          const answer = await fetch(origin + path, { headers: { authorization: `Bearer ${token}` } })
          return { status: answer.status, body: (await answer.json()) as { code?: string; id?: string } }
        },
      })
    },
    { modules: [probe] },
  )
}

function discover(origin: string, clientId: string, secret?: string): Promise<oidc.Configuration> {
  const auth = secret === undefined ? oidc.None() : oidc.ClientSecretBasic(secret)
  return oidc.discovery(new URL(origin), clientId, secret, auth, { execute: [oidc.allowInsecureRequests] })
}

async function givenApplication({ services }: Hospital, trusted = false): Promise<void> {
  await insertClient(makeContext(services, { facility: 1, actor: systemActor }), {
    client_id: 'growth-chart',
    name: 'Biểu đồ tăng trưởng <trẻ em>',
    secret_hash: null,
    jwks: null,
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [redirectUri],
    scopes: ['user/*.read', 'user/*.*'],
    roles: [],
    trusted,
    active: true,
    demo: false,
    created_at: new Date(),
    last_seen_at: null,
  })
}

describe('a system', () => {
  it('gets a signed token by its secret and is known by it', () =>
    withListening(async ({ origin, get, services, audited }) => {
      const config = await discover(origin, 'demo-system', 'demo-system')
      const tokens = await oidc.clientCredentialsGrant(config)
      assert.match(tokens.scope ?? '', /system\/\*\.\*/)
      const header = JSON.parse(
        Buffer.from(tokens.access_token.split('.')[0] ?? '', 'base64url').toString(),
      ) as object
      assert.deepEqual({ ...header, kid: '' }, { alg: 'ES256', typ: 'at+jwt', kid: '' })
      const who = await get('/api/probe/write', tokens.access_token)
      assert.deepEqual(who, { status: 200, body: { id: 'client/demo-system', kind: 'system', roles: ['system'] } })
      assert.ok((await audited()).includes('token success'))
      const file = join(services.config.dataDir, 'keys', 'oauth.json')
      assert.equal(statSync(file).mode & 0o777, 0o600)
      const jwks = await (await fetch(`${origin}/oauth/jwks`)).text()
      const [key] = (JSON.parse(readFileSync(file, 'utf8')) as { keys: { d: string; kid: string }[] }).keys
      assert.ok(key && jwks.includes(key.kid) && !jwks.includes(key.d))
    }))

  it('may do only what its scopes leave', () =>
    withListening(async ({ origin, get }) => {
      const config = await discover(origin, 'demo-system', 'demo-system')
      const { access_token: token } = await oidc.clientCredentialsGrant(config, { scope: 'system/*.read' })
      assert.equal((await get('/api/probe/read', token)).status, 200)
      assert.equal((await get('/api/probe/write', token)).status, 403)
      const none = await oidc.clientCredentialsGrant(config, { scope: 'system/Patient.read' })
      assert.equal((await get('/api/probe/read', none.access_token)).status, 403)
    }))

  it('takes the secret in the body too, as curl users send it', () =>
    withListening(async ({ origin }) => {
      const answer = await fetch(`${origin}/oauth/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: 'demo-system',
          client_secret: 'demo-system',
        }),
      })
      const body = (await answer.json()) as { token_type: string; expires_in: number }
      assert.deepEqual([answer.status, body.token_type, body.expires_in], [200, 'Bearer', 600])
    }))

  it('is refused with a wrong secret, a forged token, a token of another installation, and once locked', () =>
    withListening(async ({ origin, get, services }) => {
      const wrong = await discover(origin, 'demo-system', 'wrong')
      await assert.rejects(oidc.clientCredentialsGrant(wrong), { status: 401 })
      const right = await discover(origin, 'demo-system', 'demo-system')
      const { access_token: token } = await oidc.clientCredentialsGrant(right)
      const [head, body, signature = ''] = token.split('.')
      const forged = `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
      const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${body}.`
      for (const bad of [forged, unsigned, 'x', '..', '\u00e9', 'a'.repeat(5000)]) {
        const answer = await fetch(`${origin}/api/probe/read`, { headers: { authorization: `Bearer ${bad}` } })
        assert.equal(answer.status, 401)
      }
      await withListening(async (other) => assert.equal((await other.get('/api/probe/read', token)).status, 401))
      await sql`update oauth_client set active = false`.execute(services.db)
      assert.equal((await get('/api/probe/read', token)).body.code, 'identity.tokenInvalid')
      await assert.rejects(oidc.clientCredentialsGrant(right), { status: 401 })
    }))
})

describe('an application of a person', () => {
  const start = async (hospital: Listening) => {
    const config = await discover(hospital.origin, 'growth-chart')
    const verifier = oidc.randomPKCECodeVerifier()
    const address = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'openid profile fhirUser user/*.read',
      state: 'state-1',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    const page = hospital.browser()
    const pathOf = (url: string) => url.replace(hospital.origin, '').replace('http://localhost:80', '')
    const asked = await page.send('GET', pathOf(address.href))
    return { config, verifier, page, pathOf, interaction: pathOf(String(asked.headers['location'])), asked }
  }

  it('gets a token by code and PKCE after login and consent', () =>
    withListening(async (hospital) => {
      await givenApplication(hospital)
      const { config, verifier, page, pathOf, interaction } = await start(hospital)
      assert.match(interaction, /^\/oauth\/interaction\/[\w-]+$/)
      assert.equal((await page.send('GET', interaction)).status, 200)
      assert.equal((await page.send('POST', interaction, { body: { allow: true } })).status, 401)
      await page.login('bacsi')
      const details = (await page.send('GET', `${interaction}/details`)).body
      assert.deepEqual(details, {
        application: 'Biểu đồ tăng trưởng <trẻ em>',
        host: '127.0.0.1:9',
        scopes: ['openid', 'profile', 'fhirUser', 'user/*.read'],
        consent: true,
      })
      const csrf = await page.send('POST', interaction, {
        body: { allow: true },
        headers: { 'x-csrf-token': 'x' },
      })
      assert.equal(csrf.code, 'identity.csrf')
      const { redirectTo } = (await page.send('POST', interaction, { body: { allow: true } })).body as {
        redirectTo: string
      }
      const back = await page.send('GET', pathOf(redirectTo))
      const callback = new URL(String(back.headers['location']))
      assert.equal(callback.origin + callback.pathname, redirectUri)
      const tokens = await oidc.authorizationCodeGrant(config, callback, {
        pkceCodeVerifier: verifier,
        expectedState: 'state-1',
      })
      const claims = tokens.claims()
      assert.deepEqual(
        [claims?.['preferred_username'], claims?.['fhirUser']],
        ['bacsi', `${hospital.origin}/fhir/R4/Practitioner/practitioner-bacsi`],
      )
      const who = await hospital.get('/api/probe/read', tokens.access_token)
      assert.equal(who.body.code, 'common.forbidden')
      await assert.rejects(
        oidc.authorizationCodeGrant(config, callback, { pkceCodeVerifier: verifier, expectedState: 'state-1' }),
        {
          error: 'invalid_grant',
        },
      )
    }))

  it('gets nothing when the person refuses, without PKCE, or for another address', () =>
    withListening(async (hospital) => {
      await givenApplication(hospital)
      const { page, pathOf, interaction } = await start(hospital)
      await page.login('bacsi')
      const { redirectTo } = (await page.send('POST', interaction, { body: { allow: false } })).body as {
        redirectTo: string
      }
      const back = await page.send('GET', pathOf(redirectTo))
      assert.match(String(back.headers['location']), /error=access_denied/)
      const ask = (more: string) =>
        page.send('GET', `/oauth/authorize?client_id=growth-chart&response_type=code&scope=openid${more}`)
      assert.match(
        String((await ask(`&redirect_uri=${encodeURIComponent(redirectUri)}`)).headers['location']),
        /error=invalid_request/,
      )
      const elsewhere = await ask('&redirect_uri=https%3A%2F%2Fevil.example%2F')
      assert.equal(elsewhere.status, 400)
      assert.match(String(elsewhere.body), /invalid_redirect_uri/)
    }))
})

describe('discovery', () => {
  it('says the same at both addresses and names only what is there', () =>
    withListening(async ({ origin }) => {
      const read = async (path: string) => (await fetch(origin + path)).json() as Promise<Record<string, unknown>>
      const found = await read('/.well-known/openid-configuration')
      assert.deepEqual(await read('/oauth/.well-known/openid-configuration'), found)
      assert.equal(found['issuer'], origin)
      const smart = await read('/fhir/R4/.well-known/smart-configuration')
      for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'revocation_endpoint'])
        assert.equal(smart[name], found[name], name)
    }))
})
