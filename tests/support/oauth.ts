import * as oidc from 'openid-client'
import Type from 'typebox'
import { insertClient } from '#modules/identity/oauth/client-store.ts'
import type { OAuthClientRow } from '#modules/identity/tables.ts'
import type { HospitalModule } from '#platform/module.ts'
import { type Browser, contextFor, type Hospital, withHospital } from './identity.ts'

export const redirectUri = 'http://127.0.0.1:9/callback'

/** Routes that need what a system has, and tell who came. */
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
        ({ ctx }) => ({ id: ctx.actor.id, kind: ctx.actor.kind, roles: ctx.actor.roles }),
      )
    api(
      { method: 'GET', path: '/probe/login', permission: 'login', summary: 'Who', response: Type.Unknown() },
      ({ ctx }) => ({ id: ctx.actor.userName, permissions: [...ctx.actor.permissions].sort() }),
    )
  },
}

export interface ProbeAnswer {
  readonly code?: string
  readonly id?: string
  readonly permissions?: readonly string[]
}

export interface Listening extends Hospital {
  readonly origin: string
  get(path: string, token: string): Promise<{ status: number; body: ProbeAnswer }>
}

/** The demo hospital on a real port. */
export function withListening<T>(
  work: (hospital: Listening) => Promise<T>,
  settings: Readonly<Record<string, string>> = {},
): Promise<T> {
  return withHospital(
    async (hospital) => {
      const origin = await hospital.server.listen({ port: 0, host: '127.0.0.1' })
      return work({
        ...hospital,
        origin,
        async get(path, token) {
          const answer = await fetch(origin + path, { headers: { authorization: `Bearer ${token}` } })
          return { status: answer.status, body: (await answer.json()) as ProbeAnswer }
        },
      })
    },
    { modules: [probe], settings },
  )
}

export function discover(origin: string, clientId: string, auth: oidc.ClientAuth): Promise<oidc.Configuration> {
  return oidc.discovery(new URL(origin), clientId, undefined, auth, { execute: [oidc.allowInsecureRequests] })
}

/** An application of people, without a secret, unless told otherwise. */
export function givenApplication({ services }: Hospital, given: Partial<OAuthClientRow> = {}): Promise<void> {
  return insertClient(contextFor(services), {
    client_id: 'growth-chart',
    name: 'Biểu đồ tăng trưởng <trẻ em>',
    secret_hash: null,
    jwks: null,
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [redirectUri],
    launch_uri: null,
    scopes: ['user/*.read', 'user/*.*'],
    roles: [],
    trusted: false,
    active: true,
    demo: false,
    created_at: new Date(),
    last_seen_at: null,
    ...given,
  })
}

export interface Asking {
  readonly config: oidc.Configuration
  readonly page: Browser
  /** Address of the page where the person agrees. */
  readonly interaction: string
  /** Follows what the server answered, and gives the tokens for the code. */
  finish(redirectTo: string): Promise<oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers>
  /** Where the browser is sent at the end. */
  callback(redirectTo: string): Promise<URL>
}

/** An application sends a person's browser to the authorization server. */
export async function ask(
  hospital: Listening,
  scope: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Asking> {
  const config = await discover(hospital.origin, 'growth-chart', oidc.None())
  const verifier = oidc.randomPKCECodeVerifier()
  const page = hospital.browser()
  const pathOf = (url: string) => url.replace(hospital.origin, '').replace('http://localhost:80', '')
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    prompt: 'consent',
    state: 'state-1',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  })
  const asked = await page.send('GET', pathOf(address.href))
  const callback = async (redirectTo: string) =>
    new URL(String((await page.send('GET', pathOf(redirectTo))).headers['location']))
  return {
    config,
    page,
    interaction: pathOf(String(asked.headers['location'])),
    callback,
    finish: async (redirectTo) =>
      oidc.authorizationCodeGrant(config, await callback(redirectTo), {
        pkceCodeVerifier: verifier,
        expectedState: 'state-1',
      }),
  }
}
