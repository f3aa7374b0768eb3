import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '#platform/context.ts'
import { toAppError } from '#platform/http/problem.ts'
import type { ContextOf } from '#platform/http/server.ts'
import { can } from '#platform/permission.ts'
import { auditDenial } from '../audit.ts'
import { listSchemas, listTypes, readSchema, readType, refuseFilter, serviceProviderConfig } from './discovery.ts'
import { listGroups, patchGroup, readGroup } from './groups.ts'
import { errorBody, ScimError, scimError } from './scim-error.ts'
import { createUser, deleteUser, type ListQuery, listUsers, patchUser, readOneUser, replaceUser } from './users.ts'

const permission = 'users.provision'
const media = 'application/scim+json'
const prefix = '/scim/v2'

interface Call {
  readonly ctx: Context
  readonly id: string
  readonly body: unknown
  readonly query: ListQuery
  readonly base: string
}

/** SCIM 2.0: another system makes, changes and closes accounts. @see RFC 7643, RFC 7644 */
export async function mountScim(server: FastifyInstance, contextOf: ContextOf): Promise<void> {
  await server.register(async (scope) => {
    scope.addContentTypeParser(media, { parseAs: 'string' }, (_request, body, done) => {
      try {
        // Some senders name the type of a body that is not there.
        done(null, body === '' ? undefined : JSON.parse(String(body)))
      } catch {
        done(scimError(400, 'invalidSyntax'))
      }
    })
    scope.setErrorHandler(async (thrown, _request, reply) => answerError(thrown, reply))
    const route = (
      method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
      path: string,
      run: (call: Call) => unknown,
      status = 200,
    ) =>
      scope.route({
        method,
        url: `${prefix}${path}`,
        config: { permission },
        handler: async (request, reply) => {
          const value = await run(await callOf(contextOf(request), request))
          return reply.code(status).type(media).send(value)
        },
      })
    route('GET', '/ServiceProviderConfig', ({ query, base }) => {
      refuseFilter(query)
      return serviceProviderConfig(base)
    })
    route('GET', '/ResourceTypes', ({ query, base }) => {
      refuseFilter(query)
      return listTypes(base)
    })
    route('GET', '/ResourceTypes/:id', ({ id, base }) => readType(id, base))
    route('GET', '/Schemas', ({ query, base }) => {
      refuseFilter(query)
      return listSchemas(base)
    })
    route('GET', '/Schemas/:id', ({ id, base }) => readSchema(id, base))
    route('GET', '/Users', ({ ctx, query, base }) => listUsers(ctx, query, base))
    route('POST', '/Users', ({ ctx, body, base }) => createUser(ctx, body, base), 201)
    route('GET', '/Users/:id', ({ ctx, id, base }) => readOneUser(ctx, id, base))
    route('PUT', '/Users/:id', ({ ctx, id, body, base }) => replaceUser(ctx, id, body, base))
    route('PATCH', '/Users/:id', ({ ctx, id, body, base }) => patchUser(ctx, id, body, base))
    route('DELETE', '/Users/:id', ({ ctx, id }) => deleteUser(ctx, id), 204)
    route('GET', '/Groups', ({ ctx, base }) => listGroups(ctx, base))
    route('GET', '/Groups/:id', ({ ctx, id, base }) => readGroup(ctx, id, base))
    route('PATCH', '/Groups/:id', ({ ctx, id, body, base }) => patchGroup(ctx, id, body, base))
  })
}

async function callOf(ctx: Context, request: FastifyRequest): Promise<Call> {
  if (ctx.actor.id === 'nobody') throw scimError(401)
  if (!can(ctx.actor, permission)) {
    await auditDenial(ctx, permission)
    throw scimError(403)
  }
  const { id = '' } = request.params as { id?: string }
  const base = `${ctx.config.publicUrl?.replace(/\/$/, '') ?? `${request.protocol}://${request.host}`}${prefix}`
  return { ctx, id, body: request.body, query: request.query as ListQuery, base }
}

const statuses: Readonly<Record<string, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  invalid: 400,
  'business-rule': 400,
}

function answerError(thrown: unknown, reply: FastifyReply): FastifyReply {
  const error = thrown instanceof ScimError ? thrown : fromApp(thrown)
  return reply.code(error.status).type(media).send(errorBody(error))
}

function fromApp(thrown: unknown): ScimError {
  const error = toAppError(thrown)
  const status = statuses[error.category] ?? 500
  return scimError(status, status === 409 ? 'uniqueness' : status === 400 ? 'invalidValue' : undefined, error.code)
}
