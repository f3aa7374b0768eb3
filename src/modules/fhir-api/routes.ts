import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '#platform/context.ts'
import type { FhirOperation } from '#platform/fhir-operation.ts'
import { toAppError } from '#platform/http/problem.ts'
import { structures } from '#store/definitions.ts'
import { pairsOf } from '#store/search/request.ts'
import { type Answer, baseUrl, errorAnswer, jsonAnswer, send } from './answer.ts'
import { hasBody, readBody, readResourceBody, takeBodies } from './body.ts'
import { bundleAnswer } from './bundle.ts'
import { capabilityStatement } from './capability.ts'
import { fhirApiErrors } from './errors.ts'
import { historyAnswer } from './history.ts'
import { operationRunner, type RunOperation } from './operations.ts'
import { permit } from './permit.ts'
import { readAnswer, versionAnswer } from './read.ts'
import { searchAnswer } from './search.ts'
import { writeAnswer } from './write.ts'

type ContextOf = (request: FastifyRequest) => Context | Promise<Context>
type Handler = (ctx: Context, call: Call) => Promise<Answer>

/** A request with its parts read. */
interface Call {
  readonly request: FastifyRequest
  readonly base: string
  readonly type: string
  readonly id: string
  readonly version: string
  readonly operation: string
  readonly query: Readonly<Record<string, string>>
  readonly queryText: string
  header(name: string): string | undefined
}

/** The REST interface; every route names what it needs. Register it with the prefix /fhir/R4. */
export async function fhirRoutes(
  server: FastifyInstance,
  contextOf: ContextOf,
  operations: readonly FhirOperation[] = [],
): Promise<void> {
  takeBodies(server)
  server.setErrorHandler(async (error, request, reply) =>
    answerError(await contextOf(request), error, request, reply),
  )
  server.setNotFoundHandler(async (request, reply) =>
    answerError(await contextOf(request), fhirApiErrors.unknownAddress(), request, reply),
  )
  const startedAt = new Date()
  const route = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, permission: string, handler: Handler) =>
    server.route({
      method,
      url,
      config: { permission },
      handler: async (request, reply) => {
        const ctx = await contextOf(request)
        await permit(ctx, permission, request.method)
        return send(reply, await handler(ctx, callOf(ctx, request)))
      },
    })
  route('GET', '/metadata', 'public', async (_ctx, { base }) =>
    jsonAnswer(200, capabilityStatement(base, startedAt, operations)),
  )
  readRoutes(route)
  writeRoutes(route)
  operationRoutes(route, operationRunner(operations))
}

type Route = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, permission: string, handler: Handler) => void

function readRoutes(route: Route): void {
  const read = 'fhir.read'
  const found = (ctx: Context, call: Call, text: string) =>
    searchAnswer(ctx, { base: call.base, type: call.type, pairs: pairsOf(text), strict: isStrict(call) })
  route('GET', '/_history', read, (ctx, call) => historyAnswer(ctx, call.base, {}, call.query))
  route('GET', '/:type', read, (ctx, call) => found(ctx, call, call.queryText))
  route('POST', '/:type/_search', read, (ctx, call) => {
    const form = typeof call.request.body === 'string' ? call.request.body : ''
    return found(ctx, call, [call.queryText, form].filter((part) => part !== '').join('&'))
  })
  route('GET', '/:type/_history', read, (ctx, call) =>
    historyAnswer(ctx, call.base, { type: call.type }, call.query),
  )
  route('GET', '/:type/:id', read, (ctx, call) => readAnswer(ctx, call.type, call.id, conditionsOf(call)))
  route('GET', '/:type/:id/_history', read, (ctx, { base, type, id, query }) =>
    historyAnswer(ctx, base, { type, id }, query),
  )
  route('GET', '/:type/:id/_history/:version', read, (ctx, call) =>
    versionAnswer(ctx, call.type, call.id, call.version, conditionsOf(call)),
  )
}

function writeRoutes(route: Route): void {
  const write = 'fhir.write'
  route('POST', '/', write, (ctx, { base, request, header }) =>
    bundleAnswer(ctx, { base, bundle: readBody(request), commandId: header('x-command-id') }),
  )
  route('POST', '/:type', write, (ctx, call) =>
    writeAnswer(ctx, {
      ...common(call),
      method: 'POST',
      query: call.header('if-none-exist')?.replace(/^.*\?/, ''),
      resource: readResourceBody(call.request, call.type),
    }),
  )
  for (const url of ['/:type', '/:type/:id'])
    route('PUT', url, write, (ctx, call) =>
      writeAnswer(ctx, {
        ...common(call),
        ...target(call),
        method: 'PUT',
        resource: readResourceBody(call.request, call.type),
      }),
    )
  for (const url of ['/:type', '/:type/:id'])
    route('DELETE', url, write, (ctx, call) =>
      writeAnswer(ctx, { ...common(call), ...target(call), method: 'DELETE' }),
    )
}

/** Each operation asks for its own permission. */
function operationRoutes(route: Route, run: RunOperation): void {
  const paths = ['', '/:type', '/:type/:id'].map((level) => `${level}/$:operation`)
  for (const path of paths)
    for (const method of ['GET', 'POST'] as const)
      route(method, path, 'public', (ctx, call) =>
        run(ctx, {
          method,
          name: call.operation,
          type: call.type || undefined,
          id: call.id || undefined,
          pairs: pairsOf(call.queryText),
          body: method === 'GET' || !hasBody(call.request) ? undefined : readBody(call.request),
          base: call.base,
          url: call.request.url.slice(call.request.url.indexOf('/fhir/R4') + '/fhir/R4'.length),
          header: call.header,
        }),
      )
}

/** The id of the address, or else its condition. */
function target(call: Call) {
  return call.id === '' ? { query: call.queryText } : { id: call.id }
}

function common({ base, type, header }: Call) {
  return {
    base,
    type,
    ifMatch: header('if-match'),
    prefer: /(?:^|[,;\s])return=(\w+)/.exec(header('prefer') ?? '')?.[1],
    commandId: header('x-command-id'),
  }
}

const isStrict = (call: Call) => /handling\s*=\s*strict/.test(call.header('prefer') ?? '')

function conditionsOf(call: Call) {
  return { ifNoneMatch: call.header('if-none-match'), ifModifiedSince: call.header('if-modified-since') }
}

function callOf(ctx: Context, request: FastifyRequest): Call {
  const params = request.params as Readonly<Record<string, string>>
  const type = params['type'] ?? ''
  if (type !== '' && !structures.isResource(type)) throw fhirApiErrors.unknownType({ type: type.slice(0, 60) })
  const queryText = request.url.split('?').slice(1).join('?')
  const query = Object.fromEntries(pairsOf(queryText))
  const format = query['_format']
  if (format !== undefined && !/json/.test(format))
    throw fhirApiErrors.formatUnknown({ format: format.slice(0, 60) })
  return {
    request,
    base: baseUrl(ctx, request),
    type,
    id: params['id'] ?? '',
    version: params['version'] ?? '',
    operation: params['operation'] ?? '',
    query,
    queryText,
    header: (name) => {
      const value = request.headers[name]
      return Array.isArray(value) ? value[0] : value
    },
  }
}

function answerError(ctx: Context, thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = toAppError(thrown)
  if (error.category === 'fault')
    request.log.error({ requestId: request.id, err: error.cause ?? thrown, code: error.code }, 'request failed')
  return send(reply, errorAnswer(ctx, error, error.message))
}
