import type { Guard } from '#platform/guard.ts'
import { auditErrors } from '../errors.ts'

/** Nobody writes into the journal by writing a resource, on whatever way. */
export const journalGuard: Guard = {
  name: 'audit.journal',
  types: ['AuditEvent'],
  check() {
    throw auditErrors.written()
  },
}
