import type { FastifyInstance } from 'fastify'
import { uuidv7 } from '#kernel/ids.ts'
import type { Actor } from '#platform/context.ts'
import { buildServer } from '#platform/http/server.ts'
import type { HospitalModule } from '#platform/module.ts'
import type { Services } from '#platform/services.ts'
import { actor, type TestSetup, withServices } from './database.ts'

export interface TestClient {
  /** Sends as an actor (all permissions unless told otherwise); writes carry a fresh command id. */
  send(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    options?: { as?: Partial<Actor>; body?: unknown; headers?: Record<string, string> },
  ): Promise<{ status: number; body: unknown; text: string }>
  readonly server: FastifyInstance
  readonly services: Services
}

/** Who sends each request: two at once are two persons. A request that was not sent by `send` is the last sender's. */
export function sendersOfRequests() {
  const senders: Actor[] = [actor()]
  return {
    as: (given: Partial<Actor> | undefined) => ({ 'x-test-sender': String(senders.push(actor(given)) - 1) }),
    of: (headers: Readonly<Record<string, unknown>>): Actor =>
      senders[Number(headers['x-test-sender'] ?? senders.length - 1)] ?? actor(),
  }
}

/** Runs `work` against a server with the given modules on a fresh database, without a network. */
export function withServer<T>(
  modules: readonly HospitalModule[],
  work: (client: TestClient) => Promise<T>,
  setup: Pick<TestSetup, 'settings' | 'now'> = {},
): Promise<T> {
  return withServices(
    async (services) => {
      const senders = sendersOfRequests()
      const server = await buildServer({
        services,
        modules,
        webRoot: '/nonexistent',
        authenticate: async (request) =>
          request.headers['x-anonymous'] ? undefined : { facility: 1, actor: senders.of(request.headers) },
      })
      try {
        return await work({
          server,
          services,
          async send(method, url, options = {}) {
            const headers = { 'x-command-id': uuidv7(), ...senders.as(options.as), ...options.headers }
            const answer = await server.inject({
              method,
              url,
              headers,
              ...(options.body === undefined ? {} : { payload: options.body as object }),
            })
            const json = /json/.test(String(answer.headers['content-type'] ?? ''))
            return {
              status: answer.statusCode,
              body: json ? (JSON.parse(answer.body) as unknown) : answer.body,
              text: answer.body,
            }
          },
        })
      } finally {
        await server.close()
      }
    },
    { guards: modules.flatMap((module) => module.guards ?? []), ...setup },
  )
}
