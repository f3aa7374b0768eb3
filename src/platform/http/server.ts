import { existsSync, readFileSync } from 'node:fs'
import type { ServerOptions } from 'node:https'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import staticFiles from '@fastify/static'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { outcomeOf } from '#fhir/outcome.ts'
import type { AppError } from '#kernel/app-error.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { Context } from '../context.ts'
import type { HospitalModule } from '../module.ts'
import { type Authenticate, type Authenticated, makeContext, nobody, type Services } from '../services.ts'
import { nameRequest } from '../tracing/spans.ts'
import { type Ahead, type Answered, placeAhead } from './ahead.ts'
import { cameFromBy } from './came-from.ts'
import { takeContentReports } from './content-reports.ts'
import { inCrowd } from './crowd.ts'
import type { Gate, RouteInput, RouteKey } from './gate.ts'
import { languageOf } from './language.ts'
import { giveStylesNonce } from './pages.ts'
import { toAppError, toProblem, translation } from './problem.ts'
import { limitAnswers, limitRequests, type RateLimits, readLimits } from './rate-limits.ts'
import { registerApi } from './register-api.ts'
import { apiHeaders, dataHeaders, isSecure, pageHeaders } from './security-headers.ts'
import { markWrites, mayLagOf } from './seen-mark.ts'
import { isServed } from './served-files.ts'

declare module 'fastify' {
  interface FastifyRequest {
    who: Authenticated | undefined
  }
  interface FastifyInstance {
    /** Told of every request that was answered. */
    answered: ((one: Answered) => void)[]
  }
  interface FastifyContextConfig {
    /** `area.verb`, `login` or `public`; a route without it stops the start. */
    permission?: string
  }
}

export interface ServerParts {
  readonly services: Services
  readonly modules: readonly HospitalModule[]
  readonly authenticate: Authenticate
  /** Folder of the built web application. */
  readonly webRoot: string
  /** More routes (FHIR, OAuth), mounted as Fastify plugins. */
  mount?(server: FastifyInstance, contextOf: ContextOf): Promise<void>
  /** Answers some requests ahead of the router. */
  ahead?(server: FastifyInstance): Ahead
  /** Certificate, key and protocol of HTTPS; plain HTTP when absent. */
  readonly https?: ServerOptions | undefined
  /** Decides about each request below /api by what it is about, after its permission. */
  readonly gate?: Gate
  /** Whether requests of one person or address are limited. */
  readonly rates?: RateLimits | undefined
  /** Sees to it that a request which was answered is in the journal; part of the transaction of a command. */
  keepJournal?(ctx: Context, route: RouteKey, input: RouteInput, answer: unknown): Promise<void>
  /** Told of every refusal that the journal does not know yet; `permission` is what was lacking, or the code of the refusal. */
  onDenied?(ctx: Context, permission: string): Promise<void>
  /** Told of every upload that the virus scanner stopped, to audit it. */
  onInfected?(ctx: Context, found: AppError['details']): Promise<void>
}

/** The context of a request: its actor, language and id. */
export type ContextOf = (request: FastifyRequest) => Context

/** Builds the server; every route names what it needs, or this throws. */
export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const { services } = parts
  const server = fastify({
    // The types of the two kinds of servers differ in nothing that is used here.
    ...(parts.https ? ({ https: parts.https } as object) : {}),
    loggerInstance: services.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => uuidv7(),
    // Lines name their request themselves; a logger of its own would cost each request more than its line.
    childLoggerFactory: (logger) => logger,
    bodyLimit: 2 * 1024 * 1024,
    routerOptions: { maxParamLength: 256 },
    trustProxy: services.config.trustProxy ?? false,
    // What fails before any route is known: malformed escapes in an address.
    frameworkErrors: (error, request, reply) => answerError(services, error, request, reply),
    forceCloseConnections: true,
  })
  const cameFrom = cameFromBy(services.config.trustProxy)
  const contextOf: ContextOf = (request) => {
    return makeContext(services, {
      ...(request.who ?? { facility: 1, actor: nobody }),
      requestId: request.id,
      language: languageOf(request.headers),
      cameFrom: cameFrom(request.raw),
      mayLag: services.replica && mayLagOf(request),
      reachedAt: {
        host: request.host,
        // Asks the operating system, so only when a reference is looked at.
        get port() {
          return request.socket.localPort
        },
      },
    })
  }
  server.decorateRequest('who', undefined)
  server.addHook('onRoute', function (this: FastifyInstance, route) {
    // Files of the built application are for everyone; this hook runs before any of the scope that serves them.
    if (this.hasDecorator(publicFiles)) route.config = { ...route.config, permission: 'public' }
    if (!route.config?.permission) throw new Error(`${String(route.method)} ${route.url} names no permission`)
  })
  const secure = isSecure(services.config)
  const [headers, ofApi] = [await pageHeaders(secure), apiHeaders(secure)]
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(request.url.startsWith('/fhir/') ? ofApi : headers)
    if (isInterface(request.url)) reply.headers(dataHeaders)
    done()
  })
  const unlimited: RateLimits = { take: () => 0, wait: () => 0 }
  limitRequests(server, parts.rates ?? unlimited, (request) => parts.authenticate(request, services))
  limitAnswers(server, readLimits())
  giveStylesNonce(server)
  if (services.replica) markWrites(server, services.replica, secure)
  server.decorate('answered', [lineOf(services)])
  server.addHook('onResponse', (request, reply, done) => {
    const { id: requestId, method, routeOptions, who } = request
    const { statusCode: status, elapsedTime: ms } = reply
    nameRequest(request.raw, routeOptions.url, status)
    for (const tell of server.answered)
      tell({ requestId, method, route: routeOptions.url, status, ms, actor: who?.actor.id })
    done()
  })
  server.setErrorHandler((error, request, reply) => answerError(services, error, request, reply))
  server.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, bytes, done) =>
    done(null, bytes),
  )
  takeContentReports(server, services.log)
  await server.register(cookie)
  registerApi(server, parts, contextOf)
  await parts.mount?.(server, contextOf)
  await serveWeb(server, parts.webRoot, services)
  const ahead = parts.ahead?.(server) ?? (() => false)
  placeAhead(server, inCrowd(services, services.config.requestsAtOnce, ahead))
  return server
}

/** The line of an answer has these members and nothing to hide; looking for it cost 17 times as much. */
function lineOf(services: Services): (one: Answered) => void {
  const answers = services.log.child({}, { redact: { paths: [] } })
  return (one) => answers.info({ ...one, ms: Math.round(one.ms) }, 'request answered')
}

function answerError(services: Services, thrown: unknown, request: FastifyRequest, reply: FastifyReply) {
  const error = toAppError(thrown)
  const { status, issue } = translation[error.category]
  if (status >= 500)
    services.log.error({ requestId: request.id, err: error.cause ?? thrown, code: error.code }, 'request failed')
  const text = services.translate(error.code, languageOf(request.headers), error.details) ?? error.message
  reply.code(status)
  if (/^\/fhir\/R4\b/.test(request.url))
    return reply.type('application/fhir+json').send(outcomeOf(error, issue, text, request.id))
  return reply.type('application/problem+json').send(toProblem(error, request.id, text))
}

const isInterface = (address: string) => /^\/(api|fhir|oauth|dicomweb)\b/.test(address)

const publicFiles = 'publicFiles'

/** The built application: hashed assets for a year, precompressed; any other page is the application itself. */
async function serveWeb(server: FastifyInstance, root: string, services: Services): Promise<void> {
  const config = { permission: 'public' }
  if (!existsSync(root)) {
    server.get('/', { config }, async () => 'The web application is not built: run npm run build:web.')
    return
  }
  // Read each time, so that a new build shows at once.
  const sendPage = (reply: FastifyReply) =>
    reply
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(readFileSync(join(root, 'index.html'), 'utf8'))
  server.get('/', { config }, (_, reply) => sendPage(reply))
  server.register(async (scope) => {
    scope.decorate(publicFiles, true)
    await scope.register(staticFiles, {
      root,
      preCompressed: true,
      // Looked up when asked for, not listed at the start: a newly built application shows without a restart.
      wildcard: true,
      serveDotFiles: false,
      allowedPath: (path) => isServed(path),
      index: false,
      setHeaders: (reply, path) => {
        reply.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        )
      },
    })
  })
  server.setNotFoundHandler((request, reply) => {
    const page =
      request.method === 'GET' && !isInterface(request.url) && !/\.\w{1,5}$/.test(request.url.split('?')[0] ?? '')
    if (page) return sendPage(reply)
    const said = services.translate('http.notFound', languageOf(request.headers), {})
    return reply
      .code(404)
      .type('application/problem+json')
      .send({
        type: 'urn:lanong:error:http.notFound',
        title: said ?? 'There is nothing at this address.',
        status: 404,
        code: 'http.notFound',
        requestId: request.id,
      })
  })
}
