import type { FastifyRequest } from 'fastify'
import type { Context } from '#platform/context.ts'
import { readCookie, sessionCookie } from '../cookies.ts'
import { identityErrors } from '../errors.ts'
import { findSession } from '../session-store.ts'
import { requireOwnPassword } from '../set-password.ts'
import { policyToday } from './policy.ts'

/** What protects the account is changed only by who logged in just now, or gives the password once more. */
export async function requireFreshLogin(
  ctx: Context,
  request: FastifyRequest,
  current: string | undefined,
): Promise<void> {
  if (current !== undefined) {
    await requireOwnPassword(ctx, current)
    return
  }
  const token = readCookie(request, sessionCookie, ctx.config)
  const session = token ? await findSession(ctx.db, token) : undefined
  const freshMs = policyToday(ctx).freshLoginMinutes * 60_000
  const isFresh =
    session?.account.id === ctx.actor.id && ctx.now().getTime() - session.created_at.getTime() < freshMs
  if (!isFresh) throw identityErrors.passwordNeeded()
}
