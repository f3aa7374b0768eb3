import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { commonErrors } from '#kernel/common-errors.ts'
import { backupFigures } from './backup/figures.ts'
import { metricsAccess } from './metrics-access.ts'
import type { OpenServices } from './open-services.ts'
import { partFigures } from './part-figures.ts'
import { allMetrics } from './workers/all-metrics.ts'

const readyMs = 5000

const tooLate = () =>
  new Promise<never>((_, fail) => {
    setTimeout(() => fail(new Error('no answer')), readyMs).unref()
  })

/** /healthz: the process answers. /readyz: the database answers too. /metrics: Prometheus text, for this machine or by token. */
export function healthRoutes(server: FastifyInstance, services: OpenServices): void {
  const config = { permission: 'public' }
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'http_request_seconds',
    help: 'Time to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  })
  backupFigures(registry, services.config.dataDir)
  partFigures(registry, services)
  const figures = allMetrics(registry)
  server.answered.push(({ method, route = 'none', status, ms }) => {
    seconds.observe({ method, route, status }, ms / 1000)
  })
  server.get('/healthz', { config }, async () => ({ ok: true }))
  server.get('/readyz', { config }, async (_, reply) => {
    try {
      await Promise.race([sql`select 1`.execute(services.db), tooLate()])
      return { ok: true }
    } catch {
      return reply.code(503).send({ ok: false, part: 'database' })
    }
  })
  const may = metricsAccess(services.config)
  server.get('/metrics', { config }, async (request, reply) => {
    if (!may(request)) throw commonErrors.forbidden({ permission: 'metrics' })
    return reply.type(registry.contentType).send(await figures())
  })
}
