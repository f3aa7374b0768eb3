import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import * as oidc from 'openid-client'
import { discover, givenApplication, type Listening, redirectUri, withListening } from '#tests/support/oauth.ts'

const strict = { LANONG_OAUTH_PROFILE: 'strict' }
const systemOf = (origin: string) => discover(origin, 'demo-system', oidc.ClientSecretBasic('demo-system'))

async function codeOf({ origin }: Listening, token: string, proof?: string, path = '/api/probe/read') {
  const headers = proof ? { authorization: `DPoP ${token}`, dpop: proof } : { authorization: `Bearer ${token}` }
  const answer = await fetch(origin + path, { headers })
  return answer.status === 200 ? 200 : ((await answer.json()) as { code: string }).code
}

interface Said {
  readonly htm?: string
  readonly htu?: string
  readonly ath?: string
  readonly iat?: number
  readonly jti?: string
}

/** Writes proofs as a client does, and as a thief would. */
async function prover({ origin }: Listening, keys: oidc.CryptoKeyPair) {
  const jwk = await exportJWK(keys.publicKey)
  return (token: string, said: Said = {}, typ = 'dpop+jwt') =>
    new SignJWT({
      htm: 'GET',
      htu: `${origin}/api/probe/read`,
      ath: createHash('sha256').update(token).digest('base64url'),
      iat: Math.floor(Date.now() / 1000),
      jti: randomUUID(),
      ...said,
    })
      .setProtectedHeader({ alg: 'ES256', typ, jwk })
      .sign(keys.privateKey)
}

describe('a token that is bound to its sender', () => {
  it('opens with the key of its sender, once for each proof, and with nothing else', () =>
    withListening(async (hospital) => {
      const config = await systemOf(hospital.origin)
      const keys = await generateKeyPair('ES256', { extractable: true })
      const tokens = await oidc.clientCredentialsGrant(config, {}, { DPoP: oidc.getDPoPHandle(config, keys) })
      const { access_token: token } = tokens
      assert.equal(tokens.token_type, 'dpop')
      const prove = await prover(hospital, keys)
      const proof = await prove(token)
      assert.equal(await codeOf(hospital, token, proof), 200)
      assert.equal(await codeOf(hospital, token, proof), 'identity.proofWrong', 'the same proof again')
      assert.equal(await codeOf(hospital, token, await prove(token)), 200)
      assert.equal(await codeOf(hospital, token), 'identity.proofWrong', 'stolen, shown as a bearer token')
      const now = Math.floor(Date.now() / 1000)
      const wrong: readonly Said[] = [
        { htm: 'POST' },
        { htu: `${hospital.origin}/api/probe/write` },
        { htu: 'https://evil.example/api/probe/read' },
        { htu: 'nonsense' },
        { ath: 'x' },
        { iat: now - 1000 },
        { iat: now + 1000 },
      ]
      for (const said of wrong)
        assert.equal(
          await codeOf(hospital, token, await prove(token, said)),
          'identity.proofWrong',
          JSON.stringify(said),
        )
      assert.equal(await codeOf(hospital, token, await prove(token, {}, 'jwt')), 'identity.proofWrong')
      const thief = await prover(hospital, await generateKeyPair('ES256', { extractable: true }))
      assert.equal(await codeOf(hospital, token, await thief(token)), 'identity.proofWrong')
      assert.equal(await codeOf(hospital, token, 'a.b.c'), 'identity.proofWrong')
    }))

  it('is not needed in the profile of SMART, and a bearer token is no bound one', () =>
    withListening(async (hospital) => {
      const config = await systemOf(hospital.origin)
      const { access_token: token } = await oidc.clientCredentialsGrant(config)
      assert.equal(await codeOf(hospital, token), 200)
      const prove = await prover(hospital, await generateKeyPair('ES256', { extractable: true }))
      assert.equal(await codeOf(hospital, token, await prove(token)), 'identity.tokenUnbound')
    }))
})

describe('the strict profile', () => {
  it('gives and takes only bound tokens', () =>
    withListening(async (hospital) => {
      const config = await systemOf(hospital.origin)
      await assert.rejects(oidc.clientCredentialsGrant(config), { error: 'invalid_grant' })
      const keys = await generateKeyPair('ES256', { extractable: true })
      const { access_token: token } = await oidc.clientCredentialsGrant(
        config,
        {},
        { DPoP: oidc.getDPoPHandle(config, keys) },
      )
      const prove = await prover(hospital, keys)
      assert.equal(await codeOf(hospital, token, await prove(token)), 200)
    }, strict))

  it('takes requests of applications only when they were pushed, and sends the code in the address alone', () =>
    withListening(async (hospital) => {
      await givenApplication(hospital, { trusted: true })
      const config = await discover(hospital.origin, 'growth-chart', oidc.None())
      const DPoP = oidc.getDPoPHandle(config, await oidc.randomDPoPKeyPair('ES256'))
      const verifier = oidc.randomPKCECodeVerifier()
      const asked = {
        redirect_uri: redirectUri,
        scope: 'openid user/*.read',
        state: 's',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }
      const page = hospital.browser()
      const pathOf = (url: string) => url.replace(hospital.origin, '').replace('http://localhost:80', '')
      const plain = await page.send('GET', pathOf(oidc.buildAuthorizationUrl(config, asked).href))
      assert.match(`${String(plain.headers['location'])} ${String(plain.body)}`, /invalid_request/)
      await assert.rejects(oidc.buildAuthorizationUrlWithPAR(config, { ...asked, response_mode: 'form_post' }))
      const pushed = await oidc.buildAuthorizationUrlWithPAR(config, asked, { DPoP })
      assert.equal(pushed.searchParams.has('redirect_uri'), false)
      const interaction = pathOf(String((await page.send('GET', pathOf(pushed.href))).headers['location']))
      assert.match(interaction, /^\/oauth\/interaction\//)
      await page.login('bacsi')
      const { body } = await page.send('POST', interaction, { body: { allow: true } })
      const back = await page.send('GET', pathOf((body as { redirectTo: string }).redirectTo))
      const tokens = await oidc.authorizationCodeGrant(
        config,
        new URL(String(back.headers['location'])),
        { pkceCodeVerifier: verifier, expectedState: 's' },
        undefined,
        { DPoP },
      )
      assert.equal(tokens.token_type, 'dpop')
    }, strict))
})

it('other ways to send the code back are refused to every application', () =>
  withListening(async (hospital) => {
    await givenApplication(hospital)
    const page = hospital.browser()
    for (const mode of ['form_post', 'fragment', 'jwt']) {
      const { headers, body } = await page.send(
        'GET',
        `/oauth/authorize?client_id=growth-chart&response_type=code&scope=openid&redirect_uri=${encodeURIComponent(redirectUri)}&code_challenge=${'x'.repeat(43)}&code_challenge_method=S256&response_mode=${mode}`,
      )
      assert.doesNotMatch(String(headers['location']), /\/oauth\/interaction\//, mode)
      assert.match(
        `${String(headers['location'])} ${String(body)}`,
        /unsupported_response_mode|invalid_request|unauthorized_client/,
        mode,
      )
    }
  }))
