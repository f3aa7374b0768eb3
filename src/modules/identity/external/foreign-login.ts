import { createHash } from 'node:crypto'
import * as oidc from 'openid-client'
import type { Context } from '#platform/context.ts'
import { sealField } from '#platform/keys/marked-columns.ts'
import { identityErrors } from '../errors.ts'
import { openMarked } from '../secret-key.ts'
import { type ExternalProviderRow, tables } from '../tables.ts'
import { fetchOut } from './fetch-out.ts'
import { activeProvider } from './providers.ts'

const minutes = 10
const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()

const loginRow = ({ facility }: Context, state: string) => [facility, `\\x${hashOf(state).toString('hex')}`]

/** What the foreign provider says of the person; its token was checked. */
export interface ForeignPerson {
  readonly provider: ExternalProviderRow
  readonly subject: string
  readonly name: string | undefined
  /** Value of the claim that names our account. */
  readonly userName: string | undefined
  readonly secondFactor: boolean
  /** The browser in which the login began: its cookie is not sent on the way back from another site. */
  readonly device: string | undefined
}

async function configurationOf(ctx: Context, provider: ExternalProviderRow): Promise<oidc.Configuration> {
  const secret = provider.secret
    ? (
        await openMarked(ctx.config, 'external_provider.secret', [ctx.facility, provider.id], provider.secret)
      ).toString('utf8')
    : undefined
  const issuer = new URL(provider.issuer)
  // Plain HTTP only where nobody listens in: on this machine.
  const onMachine = ['127.0.0.1', 'localhost', '[::1]'].includes(issuer.hostname)
  return oidc
    .discovery(
      issuer,
      provider.client_id,
      undefined,
      secret === undefined ? oidc.None() : oidc.ClientSecretBasic(secret),
      {
        [oidc.customFetch]: fetchOut(ctx, provider.issuer),
        ...(onMachine ? { execute: [oidc.allowInsecureRequests] } : {}),
      },
    )
    .catch((cause: unknown) => {
      throw identityErrors.providerAway({ name: provider.name }, cause)
    })
}

/** Begins a login: the address of the foreign provider to send the browser to, and the state to keep in it. */
export async function beginForeign(
  ctx: Context,
  providerId: string,
  from: { readonly redirectUri: string; readonly device: string },
): Promise<{ readonly url: string; readonly state: string }> {
  const provider = await activeProvider(ctx, providerId)
  const config = await configurationOf(ctx, provider)
  const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()]
  await tables(ctx)
    .insertInto('external_login')
    .values({
      facility: ctx.facility,
      state_hash: hashOf(state),
      provider: provider.id,
      nonce,
      verifier: sealField(ctx.config, 'external_login.verifier', loginRow(ctx, state), Buffer.from(verifier)),
      expires_at: new Date(ctx.now().getTime() + minutes * 60_000),
      device: from.device,
    })
    .execute()
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: from.redirectUri,
    scope: 'openid profile',
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  return { url: url.href, state }
}

/** Finishes a login with what the browser brought back from a provider; each state counts once, and for that provider. */
export async function finishForeign(
  ctx: Context,
  providerId: string,
  back: URL,
  state: string,
): Promise<ForeignPerson> {
  const kept = await tables(ctx)
    .deleteFrom('external_login')
    .where('facility', '=', ctx.facility)
    .where('state_hash', '=', hashOf(state))
    .where('provider', '=', providerId)
    .where('expires_at', '>', ctx.now())
    .returningAll()
    .executeTakeFirst()
  if (!kept) throw identityErrors.foreignRefused()
  const provider = await activeProvider(ctx, kept.provider)
  const config = await configurationOf(ctx, provider)
  const verifier = await openMarked(ctx.config, 'external_login.verifier', loginRow(ctx, state), kept.verifier)
  const tokens = await oidc
    .authorizationCodeGrant(config, back, {
      pkceCodeVerifier: verifier.toString('utf8'),
      expectedNonce: kept.nonce,
      expectedState: state,
      idTokenExpected: true,
    })
    .catch((cause: unknown) => {
      throw identityErrors.foreignRefused({}, cause)
    })
  const claims = tokens.claims()
  if (!claims) throw identityErrors.foreignRefused()
  const ways = [claims['acr'], claims['amr']].flat().map(String)
  const named = claims[provider.match_claim]
  return {
    provider,
    subject: claims.sub,
    name: typeof claims['name'] === 'string' ? claims['name'].slice(0, 200) : undefined,
    userName: typeof named === 'string' ? named : undefined,
    secondFactor: provider.mfa_values.some((value) => ways.includes(value)),
    device: kept.device ?? undefined,
  }
}
