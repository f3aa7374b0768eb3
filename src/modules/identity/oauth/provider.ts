import {
  type Account,
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
  Provider,
} from 'oidc-provider'
import { cameFromBy } from '#platform/http/came-from.ts'
import { reportAddress } from '#platform/http/content-reports.ts'
import { makeContext, nobody, type Services } from '#platform/services.ts'
import { findAccount as findAccountRow } from '../account-store.ts'
import { audit } from '../audit.ts'
import { launchScopes, openIdScopes, resourceScopes, scimScope } from '../domain/scopes.ts'
import { allowedOf } from '../domain/smart-scopes.ts'
import { boundTo } from '../smart/launch-context.ts'
import { clientAdapter, findClient, secretMatches } from './client-store.ts'
import { findConsent, standingConsent } from './consents.ts'
import { errorPage, pageStyleSource } from './error-page.ts'
import { oauthKeys } from './keys.ts'
import { fhirBaseOf } from './origin.ts'
import { revokeAccessTokens } from './revoke-token.ts'
import { proofAlgorithms } from './sender-bound.ts'
import { stateAdapter } from './state-adapter.ts'
import { acrOf, acrValues, amrOf } from './strength.ts'

const minute = 60
const accessTokenSeconds = 10 * minute

/** The certified authorization server, configured for this installation. https://openid.net/certification/ */
export async function makeProvider(services: Services, origin: string): Promise<Provider> {
  const { keys } = await oauthKeys(services.config.dataDir)
  const provider = new Provider(origin, {
    ...(await configuration(services, origin)),
    jwks: { keys: keys.map((key) => ({ ...key })) },
  } as Configuration)
  const { compareClientSecret } = provider.Client.prototype as object & { compareClientSecret?: unknown }
  if (typeof compareClientSecret !== 'function')
    throw new Error('oidc-provider no longer compares secrets where we replace it')
  Object.assign(provider.Client.prototype, {
    compareClientSecret(this: { clientSecret?: string }, given: string) {
      return secretMatches(this.clientSecret, given)
    },
  })
  provider.proxy = services.config.publicUrl !== undefined
  tellContext(provider, services)
  revokeAccessTokens(provider, services, origin)
  report(provider, services)
  return provider
}

async function configuration(services: Services, origin: string): Promise<Configuration> {
  return {
    adapter: (model: string) =>
      model === 'Client'
        ? clientAdapter(services.db, services.config.oauthProfile)
        : stateAdapter(services.db, model),
    routes: {
      authorization: '/oauth/authorize',
      token: '/oauth/token',
      jwks: '/oauth/jwks',
      revocation: '/oauth/revoke',
      pushed_authorization_request: '/oauth/par',
    },
    interactions: { policy: policy(), url: (_ctx, interaction) => `/oauth/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub, token) =>
      accountFor(services, origin, { sub, grantId: token && 'grantId' in token ? token.grantId : undefined }),
    acrValues: [...acrValues],
    scopes: [...openIdScopes, ...launchScopes],
    extraParams: ['launch', 'aud'],
    extraTokenClaims: async (_ctx, token) => {
      const grantId = 'grantId' in token ? token.grantId : undefined
      return { ...(await boundClaims(services, grantId)), ...(await agreedClaims(services, grantId)) }
    },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], fhirUser: ['fhirUser'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    enabledJWA: {
      clientAuthSigningAlgValues: ['RS256', 'RS384', 'PS256', 'PS384', 'ES256', 'ES384'],
      dPoPSigningAlgValues: [...proofAlgorithms] as NonNullable<
        Configuration['enabledJWA']
      >['dPoPSigningAlgValues'],
    },
    cookies: { names: cookieNames(origin) },
    clientBasedCORS: (_ctx, requestOrigin, client) =>
      (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === requestOrigin),
    features: features(services, origin),
    rotateRefreshToken: true,
    ttl: {
      AccessToken: accessTokenSeconds,
      ClientCredentials: accessTokenSeconds,
      AuthorizationCode: minute,
      IdToken: 60 * minute,
      Interaction: 15 * minute,
      Grant: services.config.sessionMaxHours * 60 * minute,
      Session: services.config.sessionMaxHours * 60 * minute,
      RefreshToken: services.config.sessionMaxHours * 60 * minute,
    },
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.set(
        'content-security-policy',
        `default-src 'none'; style-src ${pageStyleSource}; report-uri ${reportAddress}`,
      )
      ctx.body = errorPage(out.error, out.error_description ?? '')
    },
  }
}

/** Bound to paths, so `__Host-` is not for them; over HTTPS they are still refused when set without encryption. */
function cookieNames(origin: string) {
  const prefix = origin.startsWith('https:') ? '__Secure-' : ''
  return {
    session: `${prefix}lo_oauth`,
    interaction: `${prefix}lo_oauth_interaction`,
    resume: `${prefix}lo_oauth_resume`,
  }
}

function features(services: Services, origin: string): NonNullable<Configuration['features']> {
  const resource = fhirBaseOf(origin)
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: true, allowReplay: false },
    pushedAuthorizationRequests: { enabled: true, allowUnregisteredRedirectUris: false },
    rpInitiatedLogout: { enabled: false },
    userinfo: { enabled: false },
    clientCredentials: { enabled: true },
    revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: async (ctx, indicator, client) => {
        if (indicator !== resource && indicator !== origin) throw new errors.InvalidTarget()
        const allowed = (await findClient(services.db, client.clientId))?.scopes ?? []
        askForAll(ctx, allowed)
        return {
          audience: resource,
          scope: scopesFor(ctx, allowed).join(' '),
          accessTokenFormat: 'jwt',
          accessTokenTTL: accessTokenSeconds,
          jwt: { sign: { alg: 'ES256' } },
        }
      },
    },
  }
}

/** What a client may have: whole scopes as they are, narrower ones as far as they are asked for. */
function scopesFor(ctx: KoaContextWithOIDC, allowed: readonly string[]): readonly string[] {
  const { params, entities } = ctx.oidc
  const kept = [entities.AuthorizationCode?.scope, entities.RefreshToken?.scope]
  const asked = [params?.['scope'], ...kept].flatMap((text) => String(text ?? '').split(' '))
  const whole = [...resourceScopes, scimScope].filter((scope) => allowed.includes(scope))
  return [...new Set([...whole, ...allowedOf(allowed, asked)])]
}

async function boundClaims(services: Services, grantId: string | undefined): Promise<Record<string, string>> {
  const bound = await boundTo(services.db, grantId)
  if (!bound) return {}
  return { patient: bound.patient, ...(bound.encounter ? { encounter: bound.encounter } : {}) }
}

/** How and when the person logged in, and what they agreed to: the token is good while that stands. @see RFC 9068 §2.2.1 */
async function agreedClaims(services: Services, grantId: string | undefined) {
  if (grantId === undefined) return {}
  const consent = await findConsent(services.db, grantId)
  if (!consent) return { gid: grantId }
  return {
    gid: grantId,
    acr: acrOf(consent.factors),
    amr: amrOf(consent.factors),
    auth_time: Math.floor(consent.auth_time.getTime() / 1000),
  }
}

/** The answer with a token tells the patient it is bound to. @see SMART App Launch 2.2, "Launch context" */
function tellContext(provider: Provider, services: Services): void {
  provider.use(async (ctx, next) => {
    await next()
    const { oidc, body } = ctx as KoaContextWithOIDC & { body: unknown }
    if (oidc?.route !== 'token' || ctx.status !== 200 || typeof body !== 'object' || body === null) return
    const { AuthorizationCode: code, RefreshToken: refresh } = oidc.entities
    const claims = await boundClaims(services, code?.grantId ?? refresh?.grantId)
    if (claims['patient']) ctx.body = { ...body, ...claims, need_patient_banner: true }
  })
}

/** A system that names no scope asks for all it may have. RFC 6749 §3.3 leaves the default to the server. */
function askForAll(ctx: KoaContextWithOIDC, allowed: readonly string[]): void {
  const { params } = ctx.oidc
  if (params?.['grant_type'] !== 'client_credentials' || params['scope'] !== undefined) return
  params['scope'] = [...resourceScopes, scimScope]
    .filter((scope) => !scope.startsWith('user/') && allowed.includes(scope))
    .join(' ')
}

/** Every request for access passes our own page: no second, silent session beside that of the browser. */
function policy() {
  const { base, Check } = interactionPolicy
  const prompts = base()
  prompts
    .get('login')
    ?.checks.add(
      new Check('own_session', 'The session of the browser decides who logs in', (ctx) =>
        (ctx.oidc as unknown as { result?: { login?: unknown } }).result?.login
          ? Check.NO_NEED_TO_PROMPT
          : Check.REQUEST_PROMPT,
      ),
    )
  return prompts
}

async function accountFor(
  services: Services,
  origin: string,
  { sub, grantId }: { readonly sub: string; readonly grantId: string | undefined },
): Promise<Account | undefined> {
  const account = await findAccountRow(makeContext(services, { facility: 1, actor: nobody }), sub)
  if (!account?.active || account.must_change) return undefined
  if (grantId !== undefined && !(await standingConsent(services.db, { grantId, account: sub }))) return undefined
  const user = account.practitioner_id
    ? `Practitioner/${account.practitioner_id}`
    : account.patient_id
      ? `Patient/${account.patient_id}`
      : undefined
  return {
    accountId: account.id,
    claims: async () => ({
      sub: account.id,
      name: account.name,
      preferred_username: account.user_name,
      ...(user ? { fhirUser: `${fhirBaseOf(origin)}/${user}` } : {}),
    }),
  }
}

/** Tokens given and refused go to the auditor, faults to the log. */
function report(provider: Provider, services: Services): void {
  const cameFrom = cameFromBy(services.config.trustProxy)
  const tell = (outcome: 'success' | 'refused') => (ctx: KoaContextWithOIDC, error?: { error?: string }) => {
    const { oidc, req } = ctx
    const detail = {
      grant: String(oidc.params?.['grant_type'] ?? '').slice(0, 40),
      ...(oidc.client ? { client: oidc.client.clientId } : {}),
      ...(oidc.account ? { account: oidc.account.accountId } : {}),
      ...(error?.error ? { error: error.error } : {}),
    }
    const acting = makeContext(services, { facility: 1, actor: nobody, cameFrom: cameFrom(req) })
    audit(acting, 'token', outcome, detail).catch((err: unknown) =>
      services.log.error({ err }, 'audit of a token failed'),
    )
  }
  provider.on('grant.success', tell('success'))
  provider.on('grant.error', tell('refused'))
  provider.on('server_error', (_ctx, err) => services.log.error({ err }, 'authorization server failed'))
  ;(provider as NodeJS.EventEmitter).on('error', (err: unknown) =>
    services.log.error({ err }, 'authorization server failed'),
  )
}
