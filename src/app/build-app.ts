import type { FastifyInstance } from 'fastify'
import { answerAhead, fhirRoutes } from '#modules/fhir-api/index.ts'
import { terminologyCapabilities } from '#modules/fhir-terminology/index.ts'
import { auditDenial, authenticate, checkRoles, knownClient, mountIdentity } from '#modules/identity/index.ts'
import { mountSubscriptions } from '#modules/subscriptions/index.ts'
import { buildServer } from '#platform/http/server.ts'
import type { Authenticate } from '#platform/services.ts'
import { healthRoutes } from './health.ts'
import { liveRoute } from './live-route.ts'
import { modules } from './module-list.ts'
import type { OpenServices } from './open-services.ts'

/**
 * The whole server: modules below /api, FHIR, OAuth, health, the web application.
 *
 * @param by who requests come from; the demo seed, which runs inside the program, brings its own
 */
export async function buildApp(
  services: OpenServices,
  webRoot: string,
  by: Authenticate = authenticate,
): Promise<FastifyInstance> {
  checkRoles(modules)
  return buildServer({
    services,
    modules,
    webRoot,
    authenticate: by,
    ahead: (server) => answerAhead(services, (token) => knownClient(services, token), server.answered),
    onDenied: auditDenial,
    async mount(server, contextOf) {
      await mountIdentity(server, contextOf, services)
      const operations = modules.flatMap((module) => module.fhirOperations ?? [])
      await server.register(
        async (scope) => fhirRoutes(scope, contextOf, { operations, terminology: terminologyCapabilities }),
        { prefix: '/fhir/R4' },
      )
      await mountSubscriptions(server, contextOf)
      await liveRoute(server, contextOf, services)
      healthRoutes(server, services)
    },
  })
}
