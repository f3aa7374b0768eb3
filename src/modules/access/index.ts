import type { HospitalModule } from '#platform/module.ts'
import { guards } from './guards.ts'
import { protectionGuard } from './protection-guard.ts'
import { accessRoutes } from './routes.ts'

/** Who may see and do what with which patient, why, and what would let somebody in. */
export const access: HospitalModule = {
  name: 'access',
  permissions: {
    'access.glass': 'Open a refused chart in an emergency, with a reason and for a time',
    'access.invite': 'Let a colleague or a department see a patient for a time',
    'access.review': 'Review emergency accesses to patients of the own department',
    'access.reviewAll': 'Review emergency accesses of the whole hospital',
    'access.explain': 'Ask why somebody may or may not see something',
    'access.represent': 'Note whom the account of a patient represents, and ask to end a refusal by a document',
    'access.protect': 'Note what a patient refuses to let be seen, and put a protecting label on',
    'access.unlabel': 'Take the protection of a label off a patient or a resource, with a reason',
  },
  guards: [...guards, protectionGuard],
  routes: accessRoutes,
}

/** Decides about each request of the API; for the server. */
export { type AboutRequest, aboutRequest, gate } from './gate.ts'
/** What the policies of a day allow, as a document. */
export { accessTable } from './table.ts'
/** The context of a request with what its actor may see, and whether that is everything; for FHIR. */
export { seesAll, withAccess } from './view.ts'
