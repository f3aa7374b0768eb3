import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { exportJWK, generateKeyPair } from 'jose'
import { sql } from 'kysely'
import * as oidc from 'openid-client'
import { discover, givenApplication, withListening } from '#tests/support/oauth.ts'

const demo = (origin: string, secret = 'demo-system') =>
  discover(origin, 'demo-system', oidc.ClientSecretBasic(secret))

describe('a system', () => {
  it('gets a signed token by its secret and is known by it', () =>
    withListening(async ({ origin, get, services, audited }) => {
      const tokens = await oidc.clientCredentialsGrant(await demo(origin))
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
      const config = await demo(origin)
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

  it('proves itself by a signed assertion instead of a secret, SMART backend services', () =>
    withListening(async (hospital) => {
      const { privateKey, publicKey } = await generateKeyPair('ES384', { extractable: true })
      const jwks = { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES384', use: 'sig', kid: 'k1' }] }
      const client = {
        client_id: 'lis',
        jwks,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        scopes: ['system/*.*'],
        roles: ['system'],
      }
      await givenApplication(hospital, client)
      const config = await discover(hospital.origin, 'lis', oidc.PrivateKeyJwt({ key: privateKey, kid: 'k1' }))
      const { access_token: token } = await oidc.clientCredentialsGrant(config, { scope: 'system/*.*' })
      assert.equal((await hospital.get('/api/probe/write', token)).body.id, 'client/lis')
      const other = await generateKeyPair('ES384')
      const wrong = await discover(
        hospital.origin,
        'lis',
        oidc.PrivateKeyJwt({ key: other.privateKey, kid: 'k1' }),
      )
      await assert.rejects(oidc.clientCredentialsGrant(wrong), { error: 'invalid_client' })
    }))

  it('is refused with a wrong secret, a forged token, a token of another installation, and once locked', () =>
    withListening(async ({ origin, get, services }) => {
      await assert.rejects(oidc.clientCredentialsGrant(await demo(origin, 'wrong')), { status: 401 })
      const right = await demo(origin)
      const { access_token: token } = await oidc.clientCredentialsGrant(right)
      const [head, body, signature = ''] = token.split('.')
      const forged = `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
      const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${body}.`
      for (const bad of [forged, unsigned, 'x', '..', '\u00e9', 'a'.repeat(5000)]) {
        const answer = await fetch(`${origin}/api/probe/read`, { headers: { authorization: `Bearer ${bad}` } })
        assert.equal(answer.status, 401)
      }
      await withListening(async (other) => assert.equal((await other.get('/api/probe/read', token)).status, 401))
      assert.equal((await get('/api/probe/read', token)).status, 200)
      await sql`update oauth_client set active = false`.execute(services.db)
      await new Promise((next) => setTimeout(next, 600)) // a client just asked for is trusted half a second
      assert.equal((await get('/api/probe/read', token)).body.code, 'identity.tokenInvalid')
      await assert.rejects(oidc.clientCredentialsGrant(right), { status: 401 })
    }))
})

describe('the authorization server', () => {
  it('says the same at both addresses of discovery and names only what is there', () =>
    withListening(async ({ origin }) => {
      const read = async (path: string) => (await fetch(origin + path)).json() as Promise<Record<string, unknown>>
      const found = await read('/.well-known/openid-configuration')
      assert.deepEqual(await read('/oauth/.well-known/openid-configuration'), found)
      assert.equal(found['issuer'], origin)
      const smart = await read('/fhir/R4/.well-known/smart-configuration')
      for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'revocation_endpoint'])
        assert.equal(smart[name], found[name], name)
    }))

  it('answers hostile requests without a fault', () =>
    withListening(async ({ origin }) => {
      const statuses = await Promise.all(
        hostileRequests().map(async ({ path, ...init }) => {
          const { status } = await fetch(origin + path, { redirect: 'manual', ...init })
          return { status, path, body: String(init.body ?? '').slice(0, 40), headers: init.headers }
        }),
      )
      assert.deepEqual(
        statuses.filter(({ status }) => status < 400 || status >= 500),
        [],
      )
    }))
})

function hostileRequests(): readonly (RequestInit & { path: string })[] {
  const post = (path: string, body: string, headers: Record<string, string>) => ({
    path,
    method: 'POST',
    body,
    headers,
  })
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const types = [form['content-type'], 'application/json', 'text/plain', 'multipart/form-data; boundary=x', 'x']
  const secret = 'grant_type=client_credentials&client_id=%00%27%3B--&client_secret=%00'
  const bodies = [
    '',
    '\0',
    'grant_type=client_credentials',
    '%%%=%',
    'client_id=a&client_id=b',
    '{"grant_type":{}}',
  ]
  const all = [...bodies, `scope=${'x'.repeat(70_000)}`, secret, secret.replace('client_credentials', '__proto__')]
  const paths = ['/oauth/token', '/oauth/authorize', '/oauth/revoke', '/oauth/interaction/x']
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
  const login = ['Basic', 'Basic %%', basic(':'), 'Bearer x', basic('\0:\0'), basic('demo-system')]
  return [
    ...all.flatMap((body) =>
      paths.flatMap((path) => types.map((type) => post(path, body, { 'content-type': type }))),
    ),
    ...login.map((authorization) =>
      post('/oauth/token', 'grant_type=client_credentials', { ...form, authorization }),
    ),
    { path: '/oauth/authorize?client_id=%00' },
    { path: '/oauth/authorize?client_id=demo-system&redirect_uri=//x' },
    { path: '/oauth/interaction/%00/details' },
    { path: '/oauth/authorize/%E0%A4%A' },
  ]
}
