import type { Server as SecureServer } from 'node:https'
import type { FastifyInstance } from 'fastify'
import { gate, seesAll, withAccess } from '#modules/access/index.ts'
import { keepJournal } from '#modules/audit/index.ts'
import { answerAhead, fhirRoutes } from '#modules/fhir-api/index.ts'
import { terminologyCapabilities } from '#modules/fhir-terminology/index.ts'
import {
  auditDenial,
  authenticate,
  checkRoles,
  knownClient,
  mountIdentity,
  withScopes,
} from '#modules/identity/index.ts'
import { askOverNetwork } from '#modules/signing/index.ts'
import { trainingGate } from '#modules/staff-training/index.ts'
import { mountSubscriptions } from '#modules/subscriptions/index.ts'
import { rateLimits, readLimits } from '#platform/http/rate-limits.ts'
import { buildServer } from '#platform/http/server.ts'
import { followCertificate, tlsOptions } from '#platform/http/tls.ts'
import type { Authenticate } from '#platform/services.ts'
import { startTracing } from '#platform/tracing/start.ts'
import { writeAudit } from '#store/audit.ts'
import { healthRoutes } from './health.ts'
import { liveRoute } from './live-route.ts'
import { modules } from './module-list.ts'
import type { OpenServices } from './open-services.ts'
import { certificateFiles } from './tls/certificate-files.ts'
import { stapleProof } from './tls/staple.ts'

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
  const stopTracing = await startTracing(services)
  const files = certificateFiles(services.config)
  const server = await buildServer({
    services,
    https: files && tlsOptions(files),
    // The demo seed does the work of months in a minute.
    rates: services.config.rateLimits === 'on' && by === authenticate ? rateLimits(readLimits()) : undefined,
    modules,
    webRoot,
    authenticate: by,
    ahead: (server) =>
      answerAhead(
        services,
        (token) => knownClient(services, token),
        server.answered,
        ({ actor }) => actor.scopes === undefined && seesAll({ actor, now: services.now }),
      ),
    gate: trainingGate(gate),
    keepJournal,
    onDenied: auditDenial,
    onInfected: (ctx, found) => writeAudit(ctx, { action: 'upload', outcome: 'refused', detail: found }),
    async mount(server, contextOf) {
      await mountIdentity(server, contextOf, services)
      const operations = modules.flatMap((module) => module.fhirOperations ?? [])
      await server.register(
        async (scope) =>
          fhirRoutes(scope, contextOf, {
            operations,
            restrict: (ctx, purpose) => withScopes(withAccess(ctx, purpose)),
            terminology: terminologyCapabilities,
          }),
        { prefix: '/fhir/R4' },
      )
      await mountSubscriptions(server, contextOf)
      await liveRoute(server, { contextOf, services, authenticate: by })
      healthRoutes(server, services)
    },
  })
  server.addHook('onClose', stopTracing)
  if (files) {
    const secure = server.server as unknown as SecureServer
    const followed = followCertificate(secure, files, services.log)
    const stapling = stapleProof(secure, files, {
      log: services.log,
      ask: (own, issuer) => askOverNetwork(own, issuer, services.config.outboundPrivate),
    })
    server.addHook('onClose', async () => {
      followed.stop()
      stapling.stop()
    })
  }
  return server
}
