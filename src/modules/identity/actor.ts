import type { Actor } from '#platform/context.ts'
import { permissionsOf } from './roles.ts'
import type { ActingAccount } from './session-store.ts'

const none: ReadonlySet<string> = new Set()

/** The actor behind an account. Whoever must change the password, or set up a second factor, may do nothing else until then. */
export function actorOf(account: ActingAccount, mustEnrol = false): Actor {
  return {
    id: account.id,
    kind: account.kind,
    userName: account.user_name,
    name: account.name,
    ...(account.practitioner_id ? { practitionerId: account.practitioner_id } : {}),
    ...(account.patient_id ? { patientId: account.patient_id } : {}),
    departments: account.departments,
    roles: account.roles,
    permissions: account.must_change || mustEnrol ? none : permissionsOf(account.roles),
  }
}
