import type { IncomingMessage, ServerResponse } from 'node:http'
import { uuidv7 } from '#kernel/ids.ts'
import type { Context } from '#platform/context.ts'
import type { Ahead, Answered } from '#platform/http/ahead.ts'
import { type CameFrom, cameFromBy } from '#platform/http/came-from.ts'
import { languageOf } from '#platform/http/language.ts'
import { apiHeaders, isSecure } from '#platform/http/security-headers.ts'
import { mayLagOf, seenHeader } from '#platform/http/seen-mark.ts'
import { can } from '#platform/permission.ts'
import { type Authenticated, makeContext, type Services } from '#platform/services.ts'
import { nameRequest } from '#platform/tracing/spans.ts'
import { type Answer, outgoing } from './answer.ts'
import { callOf, errorShape, type PathParts } from './call.ts'
import { type Interaction, interactions } from './interactions.ts'
import { isOfJournal } from './journal.ts'
import { notingRefusal } from './permit.ts'
import { failed, namesOf, runCall } from './run-call.ts'

/** Whom a bearer token speaks for, when that is known at once. */
export type KnownBearer = (token: string) => Authenticated | undefined

/** A request of the plain kind: reads, searches and writes of one resource by a client that was just here. */
interface Plain {
  readonly route: Interaction
  readonly parts: PathParts
  readonly who: Authenticated
  readonly bodyBytes: number
}

const address = /^\/fhir\/R4\/([A-Z][A-Za-z]{0,63})(?:\/([A-Za-z0-9\-.]{1,64}))?(?:\?|$)/
/** Longer bodies take the ordinary way, with its limits and its decompression. */
const mostBytes = 64 * 1024
/** In the log, of a client that left before its answer. */
const gone = 499
/** What only the ordinary way understands. */
const unusual = ['origin', 'content-encoding', 'transfer-encoding', 'expect', 'upgrade', 'cookie']

/**
 * Answers plain requests of machines without the router, whose work for one costs as much as a read itself. It runs the
 * same interactions; everything it does not know for certain is left to the router.
 */
export function answerAhead(
  services: Services,
  knownBearer: KnownBearer,
  told: readonly ((one: Answered) => void)[],
  seesAll: (who: Authenticated) => boolean = () => true,
): Ahead {
  const { publicUrl, trustProxy } = services.config
  if (trustProxy !== undefined && publicUrl === undefined) return () => false
  const base = publicUrl?.replace(/\/$/, '')
  const cameFrom = cameFromBy(trustProxy)
  return (request, response) => {
    const plain = plainOf(request, knownBearer)
    if (plain && !seesAll(plain.who)) return false
    if (!plain) return false
    const started = performance.now()
    const ctx = contextOf(services, cameFrom, request, plain.who)
    const at = base ?? `${'encrypted' in request.socket ? 'https' : 'http'}://${request.headers.host}`
    response.once('close', () => {
      const { method = '' } = request
      const route = `/fhir/R4${plain.route.path}`
      const ms = performance.now() - started
      const status = response.headersSent ? response.statusCode : gone
      nameRequest(request, route, status)
      for (const tell of told) tell({ requestId: ctx.requestId, method, route, status, ms, actor: ctx.actor.id })
    })
    answer(ctx, `${at}/fhir/R4`, plain, request)
      .then((one) => marked(services, request, one))
      .then(
        (one) => write(response, one),
        (error) => {
          ctx.log.error({ err: error }, 'an answer could not be made')
          response.destroy()
        },
      )
    return true
  }
}

function plainOf(request: IncomingMessage, knownBearer: KnownBearer): Plain | undefined {
  const { headers, method, url = '' } = request
  const found = address.exec(url)
  if (!found || !headers.authorization?.startsWith('Bearer ') || headers.host === undefined) return undefined
  const [, type, id] = found
  const path = id === undefined ? '/:type' : '/:type/:id'
  const route = interactions.find((one) => one.method === method && one.path === path)
  if (!route || isOfJournal({ type: type ?? '', part: '' }) || unusual.some((name) => headers[name] !== undefined))
    return undefined
  const bodyBytes = Number(headers['content-length'] ?? 0)
  if (!(bodyBytes <= (method === 'GET' ? 0 : mostBytes))) return undefined
  const who = knownBearer(headers.authorization.slice(7))
  if (!who || !can(who.actor, route.permission)) return undefined
  return { route, parts: { ...(type ? { type } : {}), ...(id ? { id } : {}) }, who, bodyBytes }
}

function contextOf(services: Services, cameFrom: CameFrom, request: IncomingMessage, who: Authenticated): Context {
  return makeContext(services, {
    ...who,
    requestId: uuidv7(),
    language: languageOf(request.headers),
    cameFrom: cameFrom(request),
    mayLag: services.replica && mayLagOf(request),
    reachedAt: {
      host: request.headers.host ?? '',
      get port() {
        return request.socket.localPort
      },
    },
  })
}

async function answer(ctx: Context, base: string, plain: Plain, request: IncomingMessage): Promise<Answer> {
  const { headers, url = '' } = request
  const names = namesOf(ctx.requestId, headers)
  const send = async (one: Answer, shape: ReturnType<typeof errorShape>) => {
    const made = await outgoing(one, shape, headers['accept-encoding'])
    return { ...made, headers: { ...apiHeaders(isSecure(ctx.config)), ...names, ...made.headers } }
  }
  try {
    const body = plain.bodyBytes === 0 ? undefined : await bodyOf(request, plain.bodyBytes)
    const call = callOf(base, plain.parts, { url, headers, body })
    const made = await notingRefusal(ctx, plain.route.method, () => runCall(ctx, plain.route, call))
    return await send(made, call.shape)
  } catch (thrown) {
    return send(failed(ctx, thrown), errorShape({ url, headers, body: undefined }))
  }
}

/** With the mark of what was written, where there is a replica that may not have it yet. */
async function marked({ replica }: Services, { method }: IncomingMessage, one: Answer): Promise<Answer> {
  if (!replica || method === 'GET' || one.status >= 400) return one
  return { ...one, headers: { ...one.headers, [seenHeader]: await replica.written() } }
}

/** The bytes of a body; one that breaks off is never answered, as there is nobody left to read it. */
function bodyOf(request: IncomingMessage, length: number): Promise<Buffer> {
  return new Promise((settle) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.once('end', () => settle(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, length)))
  })
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  if (body === undefined)
    response
      .writeHead(status, status === 204 || status === 304 ? headers : { ...headers, 'content-length': '0' })
      .end()
  else response.writeHead(status, { ...headers, 'content-length': String(body.length) }).end(body)
}
