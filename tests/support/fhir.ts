import type { FastifyInstance } from 'fastify'
import { fhirRoutes } from '#modules/fhir-api/index.ts'
import type { Config } from '#platform/config.ts'
import type { Actor } from '#platform/context.ts'
import type { FhirOperation } from '#platform/fhir-operation.ts'
import type { Guard } from '#platform/guard.ts'
import { buildServer, type ContextOf } from '#platform/http/server.ts'
import type { HospitalModule } from '#platform/module.ts'
import type { Services } from '#platform/services.ts'
import { actor, withServices } from './database.ts'

export type FhirMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

export interface FhirReply {
  readonly status: number
  readonly text: string
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, unknown>>
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into
  readonly body: any
}

/** Sends to an address below /fhir/R4; an object is sent as JSON, a text or bytes as they are. */
export type SendFhir = (
  method: FhirMethod,
  url: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<FhirReply>

export type FhirWork = (send: SendFhir, services: Services, server: FastifyInstance) => Promise<void>

export interface FhirSetup {
  readonly who?: Partial<Actor> | 'nobody'
  readonly operations?: readonly FhirOperation[]
  readonly guards?: readonly Guard[]
  /** Their routes below /api. */
  readonly modules?: readonly HospitalModule[]
  /** Settings that differ from the usual ones. */
  readonly config?: Partial<Config>
  readonly now?: () => Date
  /** More routes. */
  mount?(server: FastifyInstance, contextOf: ContextOf): Promise<void>
}

/** Runs `work` against the FHIR interface alone, on a fresh database, without a network. */
export function withFhir(
  work: FhirWork,
  { who = {}, operations = [], guards = [], modules = [], config = {}, now, mount }: FhirSetup = {},
): Promise<void> {
  return withServices(
    async (usual) => {
      const services = { ...usual, config: { ...usual.config, ...config } }
      const server = await buildServer({
        services,
        modules,
        webRoot: '/nonexistent',
        authenticate: async () => (who === 'nobody' ? undefined : { facility: 1, actor: actor(who) }),
        mount: async (root, contextOf) => {
          await root.register((scope) => fhirRoutes(scope, contextOf, { operations }), { prefix: '/fhir/R4' })
          await mount?.(root, contextOf)
        },
      })
      try {
        await work(sender(server), services, server)
      } finally {
        await server.close()
      }
    },
    { guards, ...(now ? { now } : {}) },
  )
}

function sender(server: FastifyInstance): SendFhir {
  return async (method, url, body, headers = {}) => {
    const plain = typeof body === 'object' && !Buffer.isBuffer(body)
    const payload = plain ? JSON.stringify(body) : (body as string | Buffer | undefined)
    const answer = await server.inject({
      method,
      url: `/fhir/R4${url}`,
      headers: { ...(payload === undefined ? {} : { 'content-type': 'application/fhir+json' }), ...headers },
      ...(payload === undefined ? {} : { payload }),
    })
    return {
      status: answer.statusCode,
      text: answer.body,
      bytes: answer.rawPayload,
      headers: answer.headers,
      body:
        answer.body.startsWith('{') && !/ndjson/.test(String(answer.headers['content-type']))
          ? (JSON.parse(answer.body) as unknown)
          : undefined,
    }
  }
}

/** Our code in an OperationOutcome. */
export function codeOf(reply: FhirReply): string | undefined {
  return reply.body?.issue?.[0]?.details?.coding?.[0]?.code
}
