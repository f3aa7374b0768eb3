import type { HospitalModule } from '#platform/module.ts'
import { journalGuard } from './fhir/guard.ts'
import { keepingFindings } from './keeping/findings.ts'
import { removeDue } from './keeping/remove-due.ts'
import { purgeOutboxHourly } from './purge-outbox.ts'
import { auditRoutes } from './routes.ts'
import { streamFindings } from './stream/findings.ts'
import { streamJournal } from './stream/stream-journal.ts'
import { findRelations } from './unusual/relations.ts'
import { sumAccesses } from './unusual/sum-accesses.ts'

/** Who has seen and changed what: the journal that the store keeps, made readable. */
export const audit: HospitalModule = {
  name: 'audit',
  permissions: {
    'audit.read': 'See who saw and changed what',
    'audit.review': 'Judge unusual accesses',
  },
  routes: auditRoutes,
  guards: [journalGuard],
  findings: async (ctx) => [...(await streamFindings(ctx)), ...(await keepingFindings(ctx))],
  jobs: [purgeOutboxHourly, sumAccesses, findRelations, streamJournal, removeDue],
}

export type { Seer } from './contract.ts'
/** The journal as FHIR tells it. */
export { findAuditEvents, journalParameters, readEvent } from './fhir/find-audit-events.ts'
export { toAuditEvent } from './fhir/to-audit-event.ts'
/** Sees to it that every request is in the journal; for the server. */
export { keepJournal } from './keep-journal.ts'
/** Takes new terms of the journal in, as the owner of the tables. */
export { loadTerms } from './keeping/terms.ts'
export { listAudit } from './list-audit.ts'
/** Whose data an account touched between two instants, and how many events there were; for the incident book. */
export { countEvents, type Touched, touchedBy } from './touched.ts'
/** Who touched a patient's data, for the patient. */
export { seersOf } from './who-saw.ts'
