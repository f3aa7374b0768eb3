import type { FastifyInstance, FastifyReply } from 'fastify'
import { commonErrors } from '#kernel/common-errors.ts'
import type { ContextOf } from '#platform/http/server.ts'
import { type LiveChange, listenOutbox } from '#store/live.ts'
import type { OpenServices } from './open-services.ts'

interface Listener {
  readonly facility: number
  readonly types: ReadonlySet<string>
  readonly reply: FastifyReply
}

const heartbeatMs = 15_000

/**
 * GET /api/live?types=Observation,ServiceRequest: server-sent events that say which resource changed, never what
 * is in it; the screen reads again through its own route, which asks for its permission.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function liveRoute(
  server: FastifyInstance,
  contextOf: ContextOf,
  services: OpenServices,
): Promise<void> {
  const listeners = new Set<Listener>()
  const send = (listener: Listener, event: string, data: object) =>
    listener.reply.raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  const onChange = ({ facility, ...change }: LiveChange) => {
    for (const listener of listeners)
      if (listener.facility === facility && listener.types.has(change.type)) send(listener, 'change', change)
  }
  const listening = await listenOutbox(services.pool, onChange, () => {
    for (const listener of listeners) send(listener, 'gap', {})
  })
  const heart = setInterval(() => {
    for (const listener of listeners) listener.reply.raw.write(': still here\n\n')
  }, heartbeatMs).unref()
  server.addHook('preClose', async () => {
    clearInterval(heart)
    for (const listener of listeners) listener.reply.raw.end()
    await listening.stop()
  })
  server.get<{ Querystring: { types?: string } }>(
    '/api/live',
    { config: { permission: 'login' } },
    async (request, reply) => {
      const ctx = contextOf(request)
      if (ctx.actor.id === 'nobody') throw commonErrors.notLoggedIn()
      if (ctx.actor.kind === 'patient') throw commonErrors.forbidden({ permission: 'live' })
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
      const listener: Listener = { facility: ctx.facility, types, reply }
      listeners.add(listener)
      send(listener, 'open', { at: services.now().toISOString() })
      request.raw.once('close', () => listeners.delete(listener))
    },
  )
}
