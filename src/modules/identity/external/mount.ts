import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '#platform/context.ts'
import { toAppError } from '#platform/http/problem.ts'
import type { ContextOf } from '#platform/http/server.ts'
import { deviceCookie, keepDevice, readCookie, setCookies } from '../cookies.ts'
import { identityErrors } from '../errors.ts'
import { beginLimiter } from '../login.ts'
import { originOf } from '../oauth/origin.ts'
import { openFor } from '../session-answer.ts'
import { rememberDevice } from '../switching/devices.ts'
import { accountOfForeign } from './account-of.ts'
import { beginForeign, finishForeign } from './foreign-login.ts'
import { activeProvider } from './providers.ts'

const config = { permission: 'public' }
/** Ties the way back to the browser that went; `Lax`, since it returns from another site. */
const stateCookie = 'lo_foreign'

/** The two addresses that a browser passes on its way to a foreign provider and back. */
export function mountExternal(server: FastifyInstance, contextOf: ContextOf): void {
  // Each provider has a way back of its own: no provider gets what another gave (RFC 9700, 4.4.2).
  const redirectUri = (ctx: Context, provider: string) =>
    `${originOf(server, ctx.config)}/oauth/external/${encodeURIComponent(provider)}/callback`
  server.get('/oauth/external/:provider/begin', { config }, async (request, reply) => {
    const ctx = contextOf(request)
    const { provider } = request.params as { provider: string }
    return passing(reply, async () => {
      await activeProvider(ctx, provider)
      limit(ctx, request)
      const device = await rememberDevice(ctx, {
        token: readCookie(request, deviceCookie, ctx.config),
        address: request.ip,
        userAgent: String(request.headers['user-agent'] ?? ''),
      })
      keepDevice({ request, reply, publicUrl: ctx.config.publicUrl }, device.token)
      const { url, state } = await beginForeign(ctx, provider, {
        redirectUri: redirectUri(ctx, provider),
        device: device.id,
      })
      keepState({ request, reply, publicUrl: ctx.config.publicUrl }, state)
      return url
    })
  })
  server.get('/oauth/external/:provider/callback', { config }, async (request, reply) => {
    const ctx = contextOf(request)
    const { provider } = request.params as { provider: string }
    return passing(reply, async () => {
      const back = new URL(redirectUri(ctx, provider))
      back.search = new URL(request.url, back).search
      const state = readCookie(request, stateCookie, ctx.config) ?? ''
      const person = await finishForeign(ctx, provider, back, state)
      const { account, mustEnrol } = await accountOfForeign(ctx, person, request.ip)
      beginLimiter(ctx.config).giveBack(request.ip)
      await openFor({ ctx, request, reply }, account, {
        factors: person.secondFactor ? ['external', 'vouched'] : ['external'],
        mustEnrol,
        device: person.device,
      })
      return '/'
    })
  })
}

/** Each begin asks the foreign provider. Begins that lead to nothing are counted, apart from failed logins; a picture or frame begins nothing. */
function limit(ctx: Context, request: FastifyRequest): void {
  const kind = request.headers['sec-fetch-dest']
  if (kind !== undefined && kind !== 'document') throw identityErrors.foreignRefused()
  const seconds = beginLimiter(ctx.config).take(request.ip, ctx.now())
  if (seconds > 0) throw identityErrors.tooManyAttempts({ seconds })
}

function keepState(call: Parameters<typeof setCookies>[0], state: string): void {
  setCookies(call, [{ name: stateCookie, value: state, sameSite: 'Lax', maxAge: 600 }])
}

/** The browser goes on; what was refused is told on the login screen. */
async function passing(reply: FastifyReply, go: () => Promise<string>): Promise<FastifyReply> {
  reply.header('cache-control', 'no-store')
  try {
    return reply.redirect(await go())
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.category === 'fault') throw thrown
    return reply.redirect(`/?refused=${encodeURIComponent(error.code)}`)
  }
}
