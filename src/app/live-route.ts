import type { FastifyInstance, FastifyRequest } from 'fastify'
import { commonErrors } from '#kernel/common-errors.ts'
import { withAccess } from '#modules/access/index.ts'
import type { Context } from '#platform/context.ts'
import type { ContextOf } from '#platform/http/server.ts'
import type { Authenticate, Services } from '#platform/services.ts'
import { listenOutbox } from '#store/live.ts'
import { type Listener, Listeners } from './live-listeners.ts'

const heartbeatMs = 15_000

export interface LiveParts {
  readonly contextOf: ContextOf
  readonly services: Services
  readonly authenticate: Authenticate
  /** How often it is looked whether those who listen still may. */
  readonly checkMs?: number
}

/**
 * GET /api/live?types=Observation,ServiceRequest: server-sent events that say which resource changed, never what
 * is in it, to those who may read it; the screen reads again through its own route. It ends with the session.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function liveRoute(server: FastifyInstance, parts: LiveParts): Promise<void> {
  const { services } = parts
  const listeners = new Listeners()
  const listening = await listenOutbox(
    services.pool,
    (change) => listeners.add(change),
    () => listeners.gap(),
  )
  const heart = setInterval(() => {
    for (const { reply } of listeners.all) reply.raw.write(': still here\n\n')
  }, heartbeatMs).unref()
  const checks = every(parts.checkMs ?? 2000, () => checkAll(parts, listeners))
  server.addHook('preClose', async () => {
    clearInterval(heart)
    await checks.stop()
    for (const { reply } of listeners.all) reply.raw.end()
    await listening.stop()
  })
  server.get<{ Querystring: { types?: string } }>(
    '/api/live',
    { config: { permission: 'login' } },
    async (request, reply) => {
      const ctx = mayListen(parts.contextOf(request))
      const types = new Set(
        String(request.query.types ?? '')
          .split(',')
          .filter((type) => /^[A-Z][A-Za-z]{1,60}$/.test(type))
          .slice(0, 50),
      )
      reply.hijack()
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      const listener: Listener = { request, reply, types, ctx }
      listeners.all.add(listener)
      listeners.send(listener, 'open', { at: services.now().toISOString() })
      request.raw.once('close', () => listeners.all.delete(listener))
    },
  )
}

/** Somebody who may listen, with what that person may see. */
function mayListen(ctx: Context): Context {
  if (ctx.actor.id === 'nobody') throw commonErrors.notLoggedIn()
  if (ctx.actor.kind === 'patient') throw commonErrors.forbidden({ permission: 'live' })
  return withAccess(ctx)
}

async function checkAll(parts: LiveParts, listeners: Listeners): Promise<void> {
  for (const listener of [...listeners.all]) {
    const ctx = await stillListening(parts, listener)
    if (ctx) listener.ctx = ctx
    else listeners.end(listener)
  }
}

/** The same person with the roles, departments and rules of now; undefined when the session is over. */
async function stillListening(
  { authenticate, services, contextOf }: LiveParts,
  { request, ctx }: Listener,
): Promise<Context | undefined> {
  try {
    const who = await authenticate(request as FastifyRequest, services)
    if (who?.actor.id !== ctx.actor.id || who.facility !== ctx.facility) return undefined
    request.who = who
    return mayListen(contextOf(request))
  } catch {
    return undefined
  }
}

/** Runs `work` again and again with a pause, never twice at once. */
function every(ms: number, work: () => Promise<void>): { stop(): Promise<void> } {
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout
  const again = () => {
    timer = setTimeout(() => {
      running = work()
        .catch(() => {})
        .finally(() => {
          if (!stopped) again()
        })
    }, ms).unref()
  }
  again()
  return {
    stop: () => {
      stopped = true
      clearTimeout(timer)
      return running
    },
  }
}
