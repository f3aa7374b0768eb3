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

/** Runs `work` against a server with the given modules on a fresh database, without a network. */
export function withServer<T>(
  modules: readonly HospitalModule[],
  work: (client: TestClient) => Promise<T>,
  setup: Pick<TestSetup, 'settings' | 'now'> = {},
): Promise<T> {
  return withServices(
    async (services) => {
      let current: Actor = actor()
      const server = await buildServer({
        services,
        modules,
        webRoot: '/nonexistent',
        authenticate: async (request) =>
          request.headers['x-anonymous'] ? undefined : { facility: 1, actor: current },
      })
      try {
        return await work({
          server,
          services,
          async send(method, url, options = {}) {
            current = actor(options.as)
            const headers = { 'x-command-id': uuidv7(), ...options.headers }
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
