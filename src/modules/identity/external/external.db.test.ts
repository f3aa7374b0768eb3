import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { Provider } from 'oidc-provider'
import { accountCommands, findAccountId } from '#modules/identity/index.ts'
import { type Browser, contextFor, type Hospital, withHospital } from '#tests/support/identity.ts'

interface Foreign {
  readonly issuer: string
  /** Who logs in there next. */
  is(person: {
    readonly sub: string
    readonly name: string
    readonly preferred_username: string
    readonly acr?: string
  }): void
}

/** A foreign OpenID Connect provider on this machine, by the certified library; everybody who comes is let in. */
async function withForeign(redirectUris: string[], work: (foreign: Foreign) => Promise<void>): Promise<void> {
  let person = { sub: '', name: '', preferred_username: '' } as Parameters<Foreign['is']>[0]
  const server = createServer()
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'hospital',
        client_secret: 'bi-mat-cua-benh-vien',
        redirect_uris: redirectUris,
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    claims: { openid: ['sub', 'acr'], profile: ['name', 'preferred_username'] },
    acrValues: ['mfa'],
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: async () => ({ ...person }) }),
  })
  const callback = provider.callback()
  server.on('request', async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return callback(request, response)
    const { prompt, params, grantId } = await provider.interactionDetails(request, response)
    const grant = grantId ? await provider.Grant.find(grantId) : undefined
    const made = grant ?? new provider.Grant({ accountId: person.sub, clientId: String(params['client_id']) })
    made.addOIDCScope('openid profile')
    const result =
      prompt.name === 'login'
        ? { login: { accountId: person.sub, ...(person.acr ? { acr: person.acr } : {}) } }
        : { consent: { grantId: await made.save() } }
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true })
  })
  try {
    await work({
      issuer,
      is: (next) => {
        person = next
      },
    })
  } finally {
    server.closeAllConnections()
    await new Promise((settle) => server.close(settle))
  }
}

/** A browser goes to the foreign provider and back; gives where it ends. */
async function goThrough(page: Browser, provider = 'so-y-te', comesBack = provider): Promise<string> {
  const begun = await page.send('GET', `/oauth/external/${provider}/begin`)
  let address = String(begun.headers['location'])
  if (address.startsWith('/')) return address
  const cookies = new Map<string, string>()
  for (let step = 0; step < 12; step++) {
    const at = new URL(address)
    if (at.pathname === `/oauth/external/${provider}/callback`) break
    const answer = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    address = new URL(answer.headers.get('location') ?? '', at).href
  }
  const { search } = new URL(address)
  const pathname = `/oauth/external/${comesBack}/callback`
  // A browser that comes back from another site sends no cookie of SameSite=Strict.
  const strict = ['lo_session', 'lo_csrf', 'lo_device'].flatMap((name) => {
    const value = page.cookies.get(name)
    page.cookies.delete(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const answer = await page.send('GET', pathname + search)
  for (const [name, value] of strict) if (!page.cookies.has(name)) page.cookies.set(name, value)
  return String(answer.headers['location'])
}

const userOf = async (page: Browser) =>
  ((await page.send('GET', '/api/session')).body as { user?: { userName: string; mustEnrol: boolean } }).user

/** Providers of the tests, all the same server. */
const ids = ['so-y-te', 'tinh', 'mo']

async function withBoth(
  work: (hospital: Hospital, foreign: Foreign, add: (more?: object) => Promise<number>) => Promise<void>,
): Promise<void> {
  await withHospital(
    async (hospital) => {
      const origin = await hospital.server.listen({ port: 0, host: '127.0.0.1' })
      await withForeign(
        ids.map((id) => `${origin}/oauth/external/${id}/callback`),
        async (foreign) => {
          const admin = hospital.browser()
          await admin.login('quantri')
          await work(hospital, foreign, async (more = {}) => {
            const body = {
              id: 'so-y-te',
              name: 'Sở Y tế',
              issuer: foreign.issuer,
              clientId: 'hospital',
              secret: 'bi-mat-cua-benh-vien',
              mfaValues: ['mfa'],
              ...more,
            }
            return (await admin.send('POST', '/api/accounts/providers', { body })).status
          })
        },
      )
    },
    { settings: { LANONG_OUTBOUND_PRIVATE: '127.0.0.1' } },
  )
}

describe('a foreign OpenID Connect provider', () => {
  it('lets in whose account has the same name, and only that person from then on', () =>
    withBoth(async (hospital, foreign, add) => {
      await add()
      const page = hospital.browser()
      const buttons = (await page.send('GET', '/api/session/providers')).body
      assert.deepEqual(buttons, [{ id: 'so-y-te', name: 'Sở Y tế' }])
      foreign.is({ sub: 'f-1', name: 'Nguyễn Văn Minh', preferred_username: 'BacSi' })
      assert.equal(await goThrough(page), '/')
      assert.equal((await userOf(page))?.userName, 'bacsi')
      foreign.is({ sub: 'f-1', name: 'Tên Mới', preferred_username: 'ten.moi' })
      const renamed = hospital.browser()
      assert.equal(await goThrough(renamed), '/')
      assert.equal((await userOf(renamed))?.userName, 'bacsi', 'the subject counts, not the name')
      foreign.is({ sub: 'f-2', name: 'Kẻ Mạo Danh', preferred_username: 'bacsi' })
      const other = hospital.browser()
      assert.equal(await goThrough(other), '/?refused=identity.foreignUnknown')
      assert.equal(await userOf(other), undefined)
      await accountCommands.lock(contextFor(hospital.services), 'bacsi')
      foreign.is({ sub: 'f-1', name: 'x', preferred_username: 'bacsi' })
      assert.equal(await goThrough(hospital.browser()), '/?refused=identity.accountOff')
      assert.ok((await hospital.audited()).includes('provider-link success'))
    }))

  it('knows the browser again that went there: who waits behind the locked screen waits on, one session is open', () =>
    withBoth(async (hospital, foreign, add) => {
      await add()
      const ward = hospital.browser()
      await ward.login('dieuduong')
      await ward.send('POST', '/api/session/lock', { body: { place: '/ward' } })
      const device = ward.cookies.get('lo_device')
      const waiting = async () => ((await ward.send('GET', '/api/session/parked')).body as unknown[]).length
      assert.equal(await waiting(), 1)
      await ward.login('duoc')
      const before = ward.cookies.get('lo_session') ?? ''
      foreign.is({ sub: 'f-1', name: 'Nguyễn Văn Minh', preferred_username: 'bacsi' })
      assert.equal(await goThrough(ward), '/')
      assert.equal((await userOf(ward))?.userName, 'bacsi')
      assert.equal(ward.cookies.get('lo_device'), device)
      assert.equal(await waiting(), 1)
      const earlier = hospital.browser()
      earlier.cookies.set('lo_session', before)
      assert.equal(await userOf(earlier), undefined, 'the session before in this browser is over')
      const fresh = hospital.browser()
      assert.equal(await goThrough(fresh), '/')
      assert.ok(fresh.cookies.get('lo_device'))
      assert.notEqual(fresh.cookies.get('lo_device'), device)
    }))

  it('makes no accounts unless told so, and never administrators', () =>
    withBoth(async (hospital, foreign, add) => {
      await add()
      foreign.is({ sub: 'f-9', name: 'Lê Thị Lạ', preferred_username: 'le.la' })
      assert.equal(await goThrough(hospital.browser()), '/?refused=identity.foreignUnknown')
      assert.equal(await add({ id: 'mo', makeRoles: ['it-admin'] }), 403)
      assert.equal(await add({ id: 'mo', makeRoles: ['nurse'] }), 204)
      const page = hospital.browser()
      assert.equal(await goThrough(page, 'mo'), '/')
      assert.equal((await userOf(page))?.userName, 'le.la')
      assert.ok(await findAccountId(contextFor(hospital.services), 'le.la'))
    }))

  it('counts as a second factor only when it says so', () =>
    withBoth(async (hospital, foreign, add) => {
      await add()
      const ctx = contextFor(hospital.services)
      const password = 'Sáng-sớm-mùa-thu-42'
      await accountCommands.add(ctx, { userName: 'itmoi', name: 'T', password, roles: ['nurse'] })
      const person = { sub: 'f-3', name: 'T', preferred_username: 'itmoi' }
      foreign.is(person)
      assert.equal(await goThrough(hospital.browser()), '/')
      await accountCommands.setRoles(ctx, 'itmoi', ['it-admin'])
      const page = hospital.browser()
      await goThrough(page)
      assert.equal((await userOf(page))?.mustEnrol, true)
      foreign.is({ ...person, acr: 'mfa' })
      const strong = hospital.browser()
      await goThrough(strong)
      assert.equal((await userOf(strong))?.mustEnrol, false)
    }))

  it('is no way into an account of special rights or with an own second factor, whatever it says', () =>
    withBoth(async (hospital, foreign, add) => {
      await add()
      const ctx = contextFor(hospital.services)
      await sql`insert into login_passkey (facility, id, account, public_key, counter, name, created_at)
        select facility, 'x', id, 'x', 0, 'x', now() from account where user_name = 'bacsi'`.execute(ctx.db)
      for (const name of ['quantri', 'giamdoc', 'bacsi']) {
        foreign.is({ sub: `f-${name}`, name, preferred_username: name, acr: 'mfa' })
        const page = hospital.browser()
        assert.equal(await goThrough(page), '/?refused=identity.foreignNotLinked')
        assert.equal(await userOf(page), undefined)
      }
      assert.ok(!(await hospital.audited()).includes('provider-link success'))
    }))

  it('takes no place of a failed login, and is begun by nothing but a page', () =>
    withBoth(async (hospital, _foreign, add) => {
      await add()
      const begin = (provider: string, headers = {}) =>
        hospital.server.inject({ url: `/oauth/external/${provider}/begin`, headers })
      const image = await begin('so-y-te', { 'sec-fetch-dest': 'image' })
      assert.equal(image.headers.location, '/?refused=identity.foreignRefused')
      for (let times = 0; times < 40; times += 1) await begin('nobody')
      const places = new Set<unknown>()
      for (let times = 0; times < 60; times += 1) places.add((await begin('so-y-te')).headers.location)
      assert.ok(places.has('/?refused=identity.tooManyAttempts'))
      assert.equal((await hospital.browser().login('bacsi')).status, 200)
    }))

  it('gives no other provider what this one gave', () =>
    withBoth(async (hospital, foreign, add) => {
      assert.equal(await add(), 204)
      await add({ id: 'tinh', name: 'Sở tỉnh' })
      foreign.is({ sub: 'f-9', name: 'x', preferred_username: 'bacsi' })
      const page = hospital.browser()
      assert.equal(await goThrough(page, 'so-y-te', 'tinh'), '/?refused=identity.foreignRefused')
      assert.equal(await userOf(page), undefined)
      assert.equal(await goThrough(page), '/')
    }))

  it('refuses what comes back to another browser, twice, or from nowhere', () =>
    withBoth(async (hospital, foreign, add) => {
      await add()
      foreign.is({ sub: 'f-1', name: 'x', preferred_username: 'bacsi' })
      const page = hospital.browser()
      const refused = '/?refused=identity.foreignRefused'
      const back = await page.send('GET', '/oauth/external/so-y-te/callback?code=x&state=y')
      assert.equal(back.headers['location'], refused)
      const begun = await page.send('GET', '/oauth/external/so-y-te/begin')
      const state = new URL(String(begun.headers['location'])).searchParams.get('state')
      const stolen = await hospital.browser().send('GET', `/oauth/external/so-y-te/callback?code=x&state=${state}`)
      assert.equal(stolen.headers['location'], refused)
      const none = await page.send('GET', '/oauth/external/nobody/begin')
      assert.equal(none.headers['location'], '/?refused=identity.providerNotFound')
    }))
})
