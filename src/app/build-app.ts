import type { FastifyInstance } from 'fastify'
import { buildServer } from '#platform/http/server.ts'
import { modules } from './module-list.ts'
import type { OpenServices } from './open-services.ts'

/** The whole server: modules below /api, FHIR, OAuth, health, the web application. */
export async function buildApp(services: OpenServices, webRoot: string): Promise<FastifyInstance> {
  return buildServer({ services, modules, webRoot, authenticate: async () => undefined })
}
