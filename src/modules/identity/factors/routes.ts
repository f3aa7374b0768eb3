import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Context } from '#platform/context.ts'
import type { Api } from '#platform/http/api.ts'
import { inTransaction } from '#platform/http/command.ts'
import { SessionAnswer } from '../contract.ts'
import { readCookie, sessionCookie } from '../cookies.ts'
import { tell } from '../notices/tell.ts'
import { openPasskeySession } from '../session-answer.ts'
import {
  AccountParams,
  ConfirmTotpBody,
  CurrentBody,
  NewPasskeyBody,
  NewTotp,
  OwnFactors,
  PasskeyLoginBody,
  PasskeyParams,
  RecoveryCodes,
} from './contract.ts'
import { requireFreshLogin } from './fresh-login.ts'
import { beginPasskey, beginPasskeyLogin, keepPasskey } from './login-passkeys.ts'
import { enrolmentDone, readOwnFactors, removeOwnFactor, resetFactors } from './own-factors.ts'
import { makeRecoveryCodes } from './recovery-codes.ts'
import { beginTotp, confirmTotp } from './totp-store.ts'

/** The address that the browser of this request shows. */
function originOf(ctx: Context, request: FastifyRequest): URL {
  return new URL(ctx.config.publicUrl ?? `${request.protocol}://${request.host}`)
}

/** Second factors of the person who is logged in. Not commands: their answers hold secrets that are kept nowhere. */
export function factorRoutes(api: Api): void {
  const own = { permission: 'login', command: false } as const
  api(
    {
      method: 'GET',
      path: '/session/factors',
      permission: 'login',
      summary: 'Own second factors',
      response: OwnFactors,
    },
    ({ ctx, request }) => readOwnFactors(ctx, request.ip),
  )
  api(
    {
      method: 'POST',
      path: '/session/totp/begin',
      ...own,
      summary: 'Begin to set up an authenticator',
      body: CurrentBody,
      response: NewTotp,
    },
    async ({ ctx, body, request }) => {
      await requireFreshLogin(ctx, request, body.current)
      return beginTotp(ctx)
    },
  )
  api(
    {
      method: 'POST',
      path: '/session/totp',
      ...own,
      summary: 'Prove that the authenticator works',
      body: ConfirmTotpBody,
      response: RecoveryCodes,
    },
    ({ ctx, body, request }) =>
      inTransaction(ctx, async (within) => {
        await confirmTotp(within, body.code)
        return enrolmentDone(within, readCookie(request, sessionCookie, ctx.config))
      }),
  )
  api(
    {
      method: 'POST',
      path: '/session/totp/remove',
      ...own,
      summary: 'Remove the own authenticator',
      body: CurrentBody,
    },
    async ({ ctx, body, request }) => {
      await requireFreshLogin(ctx, request, body.current)
      await inTransaction(ctx, (within) => removeOwnFactor(within, { factor: 'totp', address: request.ip }))
    },
  )
  api(
    {
      method: 'POST',
      path: '/session/recovery',
      ...own,
      summary: 'Make new recovery codes',
      body: CurrentBody,
      response: RecoveryCodes,
    },
    async ({ ctx, body, request }) => {
      await requireFreshLogin(ctx, request, body.current)
      return inTransaction(ctx, async (within) => {
        await tell(within, within.actor.id, 'recoveryMade')
        return { codes: await makeRecoveryCodes(within) }
      })
    },
  )
  passkeyRoutes(api)
  api(
    {
      method: 'POST',
      path: '/accounts/:id/factors/reset',
      permission: 'users.manage',
      summary: 'Take away the second factors of a person who lost them',
      params: AccountParams,
    },
    ({ ctx, params }) => resetFactors(ctx, params.id),
  )
}

function passkeyRoutes(api: Api): void {
  const own = { permission: 'login', command: false } as const
  api(
    {
      method: 'POST',
      path: '/session/passkeys/begin',
      ...own,
      summary: 'Begin to register a passkey',
      body: CurrentBody,
      response: Type.Unknown(),
    },
    async ({ ctx, body, request }) => {
      await requireFreshLogin(ctx, request, body.current)
      return beginPasskey(ctx, originOf(ctx, request))
    },
  )
  api(
    {
      method: 'POST',
      path: '/session/passkeys',
      ...own,
      summary: 'Keep a passkey',
      body: NewPasskeyBody,
      response: RecoveryCodes,
    },
    ({ ctx, body, request }) =>
      inTransaction(ctx, async (within) => {
        await keepPasskey(within, originOf(ctx, request), body)
        return enrolmentDone(within, readCookie(request, sessionCookie, ctx.config))
      }),
  )
  api(
    {
      method: 'POST',
      path: '/session/passkeys/:id/remove',
      ...own,
      summary: 'Remove an own passkey',
      params: PasskeyParams,
      body: CurrentBody,
    },
    async ({ ctx, body, params, request }) => {
      await requireFreshLogin(ctx, request, body.current)
      const factor = { passkey: params.id }
      await inTransaction(ctx, (within) => removeOwnFactor(within, { factor, address: request.ip }))
    },
  )
  api(
    {
      method: 'POST',
      path: '/session/passkey/begin',
      permission: 'public',
      summary: 'Begin to log in with a passkey',
      response: Type.Unknown(),
      command: false,
    },
    ({ ctx, request }) => beginPasskeyLogin(ctx, originOf(ctx, request)),
  )
  api(
    {
      method: 'POST',
      path: '/session/passkey',
      permission: 'public',
      summary: 'Log in with a passkey',
      body: PasskeyLoginBody,
      response: SessionAnswer,
      command: false,
    },
    ({ ctx, body, request, reply }) =>
      openPasskeySession({ ctx, request, reply }, originOf(ctx, request), body.response),
  )
}
