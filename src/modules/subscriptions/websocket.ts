import websocketPlugin from '@fastify/websocket'
import type { Subscription } from '@medplum/fhirtypes'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { withAccess } from '#modules/access/index.ts'
import type { Context } from '#platform/context.ts'
import { isOwnOrigin } from '#platform/http/own-origin.ts'
import { toAppError } from '#platform/http/problem.ts'
import type { ContextOf } from '#platform/http/server.ts'
import { requirePermission } from '#platform/permission.ts'
import { requirePermitted } from '#store/permitted.ts'
import { readResource } from '#store/read.ts'
import { tellable } from './as-subscriber.ts'
import { readToken } from './binding-tokens.ts'
import { subscriptionErrors } from './errors.ts'
import { markDelivered, waitingEvents } from './events.ts'
import { notificationOf } from './notification.ts'
import { type Subscriber, subscriberOf } from './subscriber.ts'

/** What is used of a socket of the package ws, which brings no types. */
interface Socket {
  readonly readyState: number
  readonly OPEN: number
  on(event: 'message', listener: (data: unknown) => void): void
  on(event: 'close' | 'error', listener: () => void): void
  send(text: string, done?: (error?: Error) => void): void
  terminate(): void
}

const mostBound = 50
const mostBytes = 4096
const perSend = 20
const lookEveryMs = 1000

/**
 * Notifications over a websocket: `bind <id>` and `ping <id>` as R4 has it, `bind-with-token <token>` and bundles as
 * the R5 backport. What is not yet sent when a client binds is sent then, so nothing is lost between two connections.
 */
export async function mountSubscriptions(server: FastifyInstance, contextOf: ContextOf): Promise<void> {
  await server.register(async (scope) => {
    await scope.register(websocketPlugin, { options: { maxPayload: mostBytes } })
    const config = { permission: 'public' }
    // A browser lets every page open a websocket anywhere: the handshake says whose page it is.
    const ownPage = async (request: FastifyRequest) => {
      const { corsOrigins, publicUrl } = contextOf(request).config
      if (!isOwnOrigin(request.headers, publicUrl, corsOrigins?.split(','))) throw subscriptionErrors.crossOrigin()
    }
    scope.get('/fhir/websocket', { websocket: true, config, preValidation: ownPage }, (given, request) => {
      const socket = given as unknown as Socket
      const bound = new Map<string, { readonly withBundles: boolean }>()
      const ctx = contextOf(request)
      let work = Promise.resolve()
      const inTurn = (task: () => Promise<void>) => {
        work = work.then(task).catch((error: unknown) => tell(ctx, socket, error))
      }
      const timer = setInterval(() => inTurn(() => sendWaiting(ctx, socket, bound)), lookEveryMs).unref()
      socket.on('close', () => clearInterval(timer))
      socket.on('error', () => socket.terminate())
      socket.on('message', (data) => inTurn(() => receive(ctx, socket, bound, String(data).trim())))
    })
  })
}

type Bound = Map<string, { readonly withBundles: boolean }>

async function receive(ctx: Context, socket: Socket, bound: Bound, message: string): Promise<void> {
  const [command = '', word = ''] = message.split(/:?\s+/, 2)
  if (command === 'bind') {
    requirePermission(ctx.actor, 'fhir.read')
    await requirePermitted(withAccess(ctx), { type: 'Subscription', id: word })
    await bind(ctx, socket, bound, word, false)
  } else if (command === 'bind-with-token')
    for (const id of await readToken(ctx, word)) await bind(ctx, socket, bound, id, true)
  else socket.send(`error unknown command ${command.slice(0, 40)}`)
}

async function bind(ctx: Context, socket: Socket, bound: Bound, id: string, withBundles: boolean): Promise<void> {
  const subscriber = await read(ctx, id)
  if (subscriber.channel !== 'websocket') throw subscriptionErrors.notWebsocket({ id })
  if (bound.size >= mostBound) throw subscriptionErrors.channel({ type: 'websocket' })
  bound.set(id, { withBundles })
  socket.send(withBundles ? await notificationOf(ctx, subscriber, 'handshake') : `bound ${id}`)
  await sendWaiting(ctx, socket, bound)
}

async function read(ctx: Context, id: string): Promise<Subscriber> {
  return subscriberOf(await readResource<Subscription>(ctx, 'Subscription', id))
}

async function sendWaiting(ctx: Context, socket: Socket, bound: Bound): Promise<void> {
  for (const [id, { withBundles }] of bound) {
    const subscriber = await read(ctx, id)
    if (subscriber.status === 'active') while (await sendSome(ctx, socket, subscriber, withBundles));
  }
}

/** An event is delivered when it was written to the socket; one that could not be written stays. Whether more may wait. */
async function sendSome(
  ctx: Context,
  socket: Socket,
  subscriber: Subscriber,
  withBundles: boolean,
): Promise<boolean> {
  const { id } = subscriber
  const waiting = await waitingEvents(ctx, id, perSend)
  const events = waiting.length > 0 ? await tellable(ctx, id, waiting) : undefined
  if (!events) return false
  if (events.length === 0) return true
  await write(
    socket,
    withBundles ? await notificationOf(ctx, subscriber, 'event-notification', events) : `ping ${id}`,
  )
  await markDelivered(
    ctx,
    id,
    events.map((event) => event.number),
  )
  return true
}

function write(socket: Socket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(text, (error) => (error ? reject(error) : resolve()))
  })
}

function tell(ctx: Context, socket: Socket, thrown: unknown): void {
  const error = toAppError(thrown)
  if (error.category === 'fault') ctx.log.error({ err: thrown, requestId: ctx.requestId }, 'websocket failed')
  if (socket.readyState === socket.OPEN) socket.send(`error ${error.code} ${error.message.slice(0, 300)}`)
}
