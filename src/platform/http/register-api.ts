import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import { AppError } from '#kernel/app-error.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '../context.ts'
import { readMaybeOld } from '../db/read-maybe-old.ts'
import { can } from '../permission.ts'
import { wasRefused } from '../told.ts'
import type { FileKind } from '../uploads/file-kind.ts'
import { takeUpload } from '../uploads/take-upload.ts'
import type { Api, RouteSpec } from './api.ts'
import { runCommand } from './command.ts'
import type { Passed, RouteInput } from './gate.ts'
import { describeApi } from './openapi.ts'
import type { ContextOf, ServerParts } from './server.ts'

type AnySpec = RouteSpec<TSchema, TSchema, TSchema, TSchema>
type Part = 'params' | 'query' | 'body'

/** Registers the routes of all modules below /api, and their description at /api/openapi.json. */
export function registerApi(server: FastifyInstance, parts: ServerParts, contextOf: ContextOf): void {
  const specs: AnySpec[] = []
  const api: Api = (spec, handler) => {
    specs.push(spec)
    if (spec.maxBodyBytes && !spec.upload) throw new Error(`${spec.path} takes files and does not say which`)
    const read = reader(spec)
    server.route({
      method: spec.method,
      url: `/api${spec.path}`,
      config: { permission: spec.permission },
      ...(spec.maxBodyBytes ? { bodyLimit: spec.maxBodyBytes } : {}),
      handler: async (request, reply) => {
        const asked = contextOf(request)
        try {
          return await answerOf(asked, request, reply)
        } catch (error) {
          await noteRefusal(parts, asked, error)
          throw error
        }
      },
    })
    async function answerOf(asked: Context, request: FastifyRequest, reply: FastifyReply) {
      const asking = allow(asked, spec.permission)
      const input = read(request)
      const { ctx, answer: shown } = await pass(parts, asking, spec, input)
      if (spec.upload) await takeFile(parts, ctx, request.body, spec.upload)
      const call = async (within: Context) => {
        const made = await handler({ ctx: within, ...input, request, reply } as Parameters<typeof handler>[0])
        const answer = shown ? await shown(made) : made
        await parts.keepJournal?.(within, spec, input, answer === reply ? undefined : answer)
        return answer
      }
      const answer = isCommand(spec)
        ? await runCommand(ctx, commandId(request), [spec.method, spec.path, input], call)
        : spec.mayLag
          ? await readMaybeOld(ctx, call)
          : await call(ctx)
      return send(reply, answer)
    }
  }
  for (const module of parts.modules) module.routes?.(api)
  server.get('/api/openapi.json', { config: { permission: 'public' } }, async () => describeApi(specs))
}

function pass(parts: ServerParts, ctx: Context, spec: AnySpec, input: RouteInput): Promise<Passed> | Passed {
  return spec.permission === 'public' || !parts.gate ? { ctx } : parts.gate(ctx, spec, input)
}

function isCommand(spec: AnySpec): boolean {
  return spec.method !== 'GET' && spec.command !== false
}

function commandId(request: FastifyRequest): string | undefined {
  const id = request.headers['x-command-id']
  return typeof id === 'string' ? id.toLowerCase() : undefined
}

function send(reply: FastifyReply, answer: unknown) {
  if (reply.sent) return reply
  if (answer === reply) return reply
  if (answer === undefined || answer === null) return reply.code(204).send()
  return answer
}

async function takeFile(
  parts: ServerParts,
  ctx: Context,
  body: unknown,
  kinds: readonly FileKind[],
): Promise<void> {
  try {
    await takeUpload(ctx, body, kinds)
  } catch (error) {
    if (error instanceof AppError && error.code === 'upload.infected') await parts.onInfected?.(ctx, error.details)
    throw error
  }
}

/** Throws unless the actor may. */
function allow(ctx: Context, need: string): Context {
  if (need === 'public') return ctx
  if (ctx.actor.id === 'nobody') throw commonErrors.notLoggedIn()
  if (need === 'login' || can(ctx.actor, need)) return ctx
  throw commonErrors.forbidden({ permission: need })
}

/** Whoever refuses, at the door or deep in a use case: the auditor is told, once. */
async function noteRefusal(parts: ServerParts, ctx: Context, error: unknown): Promise<void> {
  if (!(error instanceof AppError) || error.category !== 'forbidden' || wasRefused(ctx)) return
  await parts.onDenied?.(ctx, String(error.details['permission'] ?? error.code))
}

/** Checks params, query and body against their schemas; the first fault is told with its place. */
function reader(spec: AnySpec): (request: FastifyRequest) => Record<Part, unknown> {
  const params = partReader('params', spec.params)
  const query = partReader('query', spec.query)
  const body = partReader('body', spec.body)
  return (request) => ({ params: params(request.params), query: query(request.query), body: body(request.body) })
}

/** Words of an address become numbers and booleans where the schema asks for them; a body is taken as it is. */
function partReader(part: Part, schema: TSchema | undefined): (given: unknown) => unknown {
  if (!schema) return part === 'body' ? (given) => given : () => ({})
  const check = Compile(schema)
  const convert = (given: unknown) => Value.Convert(schema, Value.Default(schema, { ...(given as object) }))
  return (given) => {
    const value = part === 'body' ? given : convert(given)
    if (check.Check(value)) return value
    const fault = check.Errors(value)[0]
    throw commonErrors.invalid({
      reason: `${part}${fault?.instancePath ?? ''} ${fault?.message ?? 'does not fit'}`,
    })
  }
}
