import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '#platform/context.ts'
import { actorOf } from './actor.ts'
import { audit } from './audit.ts'
import type { SessionAnswer } from './contract.ts'
import { readCookie, sessionCookie, setSessionCookies } from './cookies.ts'
import { sessionEndsAt } from './domain/session-life.ts'
import { login } from './login.ts'
import { type ActingAccount, csrfOf, endSession, findSession, sessionLimits } from './session-store.ts'

interface SessionCall {
  readonly ctx: Context
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Logs in, sets the cookies, ends the session that this browser had before. */
export async function openBrowserSession(
  { ctx, request, reply }: SessionCall,
  credentials: { readonly userName: string; readonly password: string },
): Promise<SessionAnswer> {
  const userAgent = String(request.headers['user-agent'] ?? '')
  const { account, token } = await login(ctx, { ...credentials, address: request.ip, userAgent })
  const before = readCookie(request, sessionCookie)
  if (before) await endSession(ctx, before, 'replaced')
  const csrf = csrfOf(token)
  setSessionCookies({ request, reply, publicUrl: ctx.config.publicUrl }, { token, csrf })
  const now = ctx.now()
  return answer(account, csrf, sessionEndsAt({ createdAt: now, lastSeenAt: now }, sessionLimits(ctx.config)))
}

/** The session of this browser; undefined when the actor came by a token or has none. */
export async function readBrowserSession({
  ctx,
  request,
}: Omit<SessionCall, 'reply'>): Promise<SessionAnswer | undefined> {
  const token = readCookie(request, sessionCookie)
  const session = token ? await findSession(ctx.db, token) : undefined
  if (!token || !session) return undefined
  const times = { createdAt: session.created_at, lastSeenAt: session.last_seen_at }
  return answer(session.account, csrfOf(token), sessionEndsAt(times, sessionLimits(ctx.config)))
}

export async function closeBrowserSession({ ctx, request, reply }: SessionCall): Promise<void> {
  const token = readCookie(request, sessionCookie)
  setSessionCookies({ request, reply, publicUrl: ctx.config.publicUrl }, undefined)
  if (token && (await endSession(ctx, token, 'logout')))
    await audit(ctx, 'logout', 'success', { account: ctx.actor.id })
}

function answer(account: ActingAccount, csrf: string, endsAt: Date): SessionAnswer {
  const { id, userName, name, kind, roles, permissions, departments, practitionerId, patientId } = actorOf(account)
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
    },
    csrf,
    endsAt: endsAt.toISOString(),
  }
}
