import type { HospitalModule } from '#platform/module.ts'
import { purgeOutboxHourly } from './purge-outbox.ts'
import { auditRoutes } from './routes.ts'

/** Who has seen and changed what: the journal that the store keeps, made readable. */
export const audit: HospitalModule = {
  name: 'audit',
  permissions: { 'audit.read': 'See who saw and changed what' },
  routes: auditRoutes,
  jobs: [purgeOutboxHourly],
}

export { listAudit } from './list-audit.ts'
