import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '#platform/context.ts'
import { actorOf } from './actor.ts'
import { audit } from './audit.ts'
import type { SessionAnswer } from './contract.ts'
import { deviceCookie, readCookie, sessionCookie, setSessionCookies } from './cookies.ts'
import { sessionEndsAt } from './domain/session-life.ts'
import type { Origin } from './factors/login-passkeys.ts'
import { passkeyLogin } from './factors/passkey-login.ts'
import type { Proof } from './factors/second-step.ts'
import { openLogin, provenLogin } from './login.ts'
import { tellOfBrowser } from './notices/new-browser.ts'
import {
  type ActingAccount,
  csrfOf,
  endOthersAt,
  endSession,
  findSession,
  sessionLimits,
} from './session-store.ts'
import { comeBack } from './switching/come-back.ts'
import type { ReturnBody } from './switching/contract.ts'
import { type KnownBrowser, rememberDevice } from './switching/devices.ts'
import { parkSession, replaceParked } from './switching/parked.ts'
import type { AccountRow } from './tables.ts'

interface SessionCall {
  readonly ctx: Context
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Logs in, sets the cookies, ends the session that this browser had before. */
export async function openBrowserSession(
  { ctx, request, reply }: SessionCall,
  credentials: { readonly userName: string; readonly password: string; readonly code?: string | undefined },
): Promise<SessionAnswer> {
  const userAgent = String(request.headers['user-agent'] ?? '')
  const { account, proof } = await provenLogin(ctx, { ...credentials, address: request.ip, userAgent })
  return openFor({ ctx, request, reply }, account, proof)
}

/** Logs in with a passkey alone. */
export async function openPasskeySession(
  call: SessionCall,
  origin: Origin,
  response: Readonly<Record<string, unknown>>,
): Promise<SessionAnswer> {
  const account = await passkeyLogin(call.ctx, { origin, response, address: call.request.ip })
  return openFor(call, account, { factors: ['passkey'], mustEnrol: false })
}

/** Opens the session of a person who proved who they are. */
export async function openFor(
  { ctx, request, reply }: SessionCall,
  account: AccountRow,
  proof: Proof & { readonly device?: string | undefined },
): Promise<SessionAnswer> {
  const from = { address: request.ip, userAgent: String(request.headers['user-agent'] ?? '') }
  const device: Partial<KnownBrowser> & Pick<KnownBrowser, 'id'> =
    proof.device === undefined
      ? await rememberDevice(ctx, { token: readCookie(request, deviceCookie, ctx.config), ...from })
      : { id: proof.device }
  const token = await openLogin(ctx, account, {
    ...from,
    factors: proof.factors,
    mustEnrol: proof.mustEnrol,
    device: device.id,
  })
  await tellOfBrowser(ctx, account, device.id, from)
  const place = await replaceParked(ctx, account.id, device.id)
  const before = readCookie(request, sessionCookie, ctx.config)
  if (before) await endSession(ctx, before, 'replaced')
  else if (proof.device !== undefined) await endOthersAt(ctx, proof.device, token)
  const csrf = csrfOf(token)
  setSessionCookies({ request, reply, publicUrl: ctx.config.publicUrl }, { token, csrf, device: device.token })
  const now = ctx.now()
  const endsAt = sessionEndsAt({ createdAt: now, lastSeenAt: now }, sessionLimits(ctx.config))
  return { ...answer(account, { csrf, endsAt, mustEnrol: proof.mustEnrol }), ...(place ? { place } : {}) }
}

/** Locks the screen: the session of this browser waits until its person is back. */
export async function lockBrowserSession({ ctx, request, reply }: SessionCall, place?: string): Promise<void> {
  await parkSession(ctx, readCookie(request, sessionCookie, ctx.config) ?? '', place)
  setSessionCookies({ request, reply, publicUrl: ctx.config.publicUrl }, undefined)
}

/** Brings a person back by badge or PIN; who is at the open screen waits with the own place. */
export async function returnBrowserSession(call: SessionCall, given: ReturnBody): Promise<SessionAnswer> {
  const { ctx, request, reply } = call
  const device = readCookie(request, deviceCookie, ctx.config)
  const before = readCookie(request, sessionCookie, ctx.config) ?? ''
  const { account, token, place, createdAt } = await comeBack(ctx, { ...given, device, address: request.ip })
  await parkSession(ctx, before, given.place)
  const csrf = csrfOf(token)
  setSessionCookies({ request, reply, publicUrl: ctx.config.publicUrl }, { token, csrf })
  const endsAt = sessionEndsAt({ createdAt, lastSeenAt: ctx.now() }, sessionLimits(ctx.config))
  return { ...answer(account, { csrf, endsAt, mustEnrol: false }), ...(place ? { place } : {}) }
}

/** The session of this browser; undefined when the actor came by a token or has none. */
export async function readBrowserSession({
  ctx,
  request,
}: Omit<SessionCall, 'reply'>): Promise<SessionAnswer | undefined> {
  const token = readCookie(request, sessionCookie, ctx.config)
  const session = token ? await findSession(ctx.db, token) : undefined
  if (!token || !session) return undefined
  const times = { createdAt: session.created_at, lastSeenAt: session.last_seen_at }
  const endsAt = sessionEndsAt(times, sessionLimits(ctx.config))
  return answer(session.account, { csrf: csrfOf(token), endsAt, mustEnrol: session.must_enrol })
}

export async function closeBrowserSession({ ctx, request, reply }: SessionCall): Promise<void> {
  const token = readCookie(request, sessionCookie, ctx.config)
  setSessionCookies({ request, reply, publicUrl: ctx.config.publicUrl }, undefined)
  // What waits on the device to be sent is sealed and stays: it is the person's own work.
  reply.header('clear-site-data', '"cache"')
  if (token && (await endSession(ctx, token, 'logout')))
    await audit(ctx, 'logout', 'success', { account: ctx.actor.id })
}

interface Opened {
  readonly csrf: string
  readonly endsAt: Date
  readonly mustEnrol: boolean
}

function answer(account: ActingAccount, { csrf, endsAt, mustEnrol }: Opened): SessionAnswer {
  const { id, userName, name, kind, roles, permissions, departments, practitionerId, patientId } = actorOf(
    account,
    mustEnrol,
  )
  return {
    user: {
      id,
      userName,
      name,
      kind,
      roles: [...roles],
      permissions: [...permissions].sort(),
      departments: [...departments],
      ...(practitionerId ? { practitionerId } : {}),
      ...(patientId ? { patientId } : {}),
      mustChangePassword: account.must_change,
      mustEnrol,
    },
    csrf,
    endsAt: endsAt.toISOString(),
  }
}
