import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { Context } from '#platform/context.ts'
import type { FhirOperation } from '#platform/fhir-operation.ts'
import { type Answer, baseUrl, outgoing } from './answer.ts'
import { takeBodies } from './body.ts'
import { bundleAnswer } from './bundle/bundle.ts'
import { type Call, callOf, errorShape, type PathParts, type Shape } from './call.ts'
import { allowOrigins } from './cors.ts'
import { fhirApiErrors } from './errors.ts'
import { type Interaction, interactionFor, interactions } from './interactions.ts'
import { metadataAnswer, type TerminologyCapabilities } from './metadata.ts'
import { operationRunner, runByAddress } from './operations.ts'
import { notingRefusal, permit } from './permit.ts'
import { failed, namesOf, runCall } from './run-call.ts'

type ContextOf = (request: FastifyRequest) => Context
type Run = (ctx: Context, call: Call) => Promise<Answer>

/** What other modules add. */
export interface FhirParts {
  readonly operations?: readonly FhirOperation[]
  /** The context of a request with what its actor may see; everything when absent. */
  readonly restrict?: (ctx: Context, purpose: string | undefined) => Context
  /** Answers `/metadata?mode=terminology`. */
  readonly terminology?: TerminologyCapabilities
}

interface Route {
  readonly method: HTTPMethods
  readonly path: string
  /** `login` for what asks for permissions itself. */
  readonly permission: string
  readonly run: Run
}

/** HEAD comes with GET. */
const taken: readonly HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** The REST interface; every route names what it needs. Register it with the prefix /fhir/R4. */
export async function fhirRoutes(
  server: FastifyInstance,
  unrestricted: ContextOf,
  { operations = [], restrict = (ctx) => ctx, terminology }: FhirParts = {},
): Promise<void> {
  const contextOf: ContextOf = (request) => {
    const purpose = request.headers['x-purpose-of-use']
    return restrict(unrestricted(request), typeof purpose === 'string' ? purpose : undefined)
  }
  takeBodies(server)
  allowOrigins(server, contextOf)
  server.setErrorHandler(async (error, request, reply) =>
    answerError(unrestricted(request), error, request, reply),
  )
  server.setNotFoundHandler(async (request, reply) =>
    answerError(unrestricted(request), fhirApiErrors.unknownAddress(), request, reply),
  )
  const startedAt = new Date()
  const run = operationRunner(operations)
  const routes: readonly Route[] = [
    {
      method: 'GET',
      path: '/metadata',
      permission: 'public',
      run: (ctx, call) => metadataAnswer(ctx, call, { base: call.base, startedAt, operations, terminology }),
    },
    { method: 'POST', path: '/', permission: 'login', run: (ctx, call) => bundleAnswer(ctx, call, run) },
    ...interactions,
  ]
  const handle = (route: Route) => async (request: FastifyRequest, reply: FastifyReply) => {
    const ctx = contextOf(request)
    nameRequest(request, reply)
    const { answer, shape } = await notingRefusal(ctx, request.method, () => answered(ctx, route, request))
    return send(request, reply, answer, shape)
  }
  const answered = async (ctx: Context, route: Route, request: FastifyRequest) => {
    const { type, id, part } = request.params as { type?: string; id?: string; part?: string }
    const isOperation = (part ?? id ?? type)?.charCodeAt(0) === dollar
    const { permission, run: answerCall } = isInteraction(route)
      ? interactionFor(route, { type: type ?? '', part: part ?? '' })
      : route
    if (!isOperation) permit(ctx, permission)
    const call = callOf(baseUrl(ctx, request), request.params as PathParts, request)
    const answer = isOperation
      ? await runByAddress(ctx, run, call, request.method)
      : await runCall(ctx, { run: answerCall }, call)
    return { answer, shape: call.shape }
  }
  for (const [path, there] of byPath(routes)) {
    for (const route of there)
      server.route({
        method: route.method,
        url: path,
        config: { permission: route.permission },
        handler: handle(route),
      })
    refuseOthers(server, path, there, handle)
  }
}

const isInteraction = (route: Route): route is Interaction => interactions.includes(route as Interaction)

const dollar = 36

function nameRequest(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(namesOf(request.id, request.headers))
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
  shape: Shape,
): Promise<FastifyReply> {
  const { status, headers, body } = await outgoing(answer, shape, request.headers['accept-encoding'])
  return reply.code(status).headers(headers).send(body)
}

function byPath(routes: readonly Route[]): ReadonlyMap<string, readonly Route[]> {
  const paths = new Map<string, Route[]>()
  for (const route of routes) paths.set(route.path, [...(paths.get(route.path) ?? []), route])
  return paths
}

/** Methods that an address does not take are refused with those it takes; OPTIONS tells them. */
function refuseOthers(
  server: FastifyInstance,
  path: string,
  there: readonly Route[],
  handle: (route: Route) => (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
): void {
  const methods = taken.filter((method) => there.some((route) => route.method === method))
  const allow = [...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'].join(
    ', ',
  )
  const config = { permission: 'public' }
  server.options(path, { config }, async (_request, reply) => reply.code(204).header('allow', allow).send())
  const others = taken.filter((method) => !methods.includes(method))
  for (const method of others) {
    const run: Run = async (_ctx, call) => {
      const address = [call.type, call.id, call.part].filter((one) => one !== '').join('/') || path
      throw fhirApiErrors.methodNotAllowed({
        method: String(method),
        address: address.slice(0, 120),
        allowed: allow,
      })
    }
    server.route({ method, url: path, config, handler: handle({ method, path, permission: 'public', run }) })
  }
}

function answerError(
  ctx: Context,
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  nameRequest(request, reply)
  return send(request, reply, failed(ctx, thrown), errorShape(request))
}
