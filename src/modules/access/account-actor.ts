import { sql } from 'kysely'
import { permissionsOf } from '#modules/identity/index.ts'
import type { Actor, Context } from '#platform/context.ts'

interface AccountFacts {
  readonly id: string
  readonly kind: Actor['kind']
  readonly user_name: string
  readonly name: string
  readonly practitioner_id: string | null
  readonly patient_id: string | null
  readonly roles: readonly string[]
  readonly departments: readonly string[]
}

/** The actor that an account acts as, by its id or user name; undefined when there is none. */
export async function actorOfAccount(ctx: Context, idOrName: string): Promise<Actor | undefined> {
  const { rows } = await sql<AccountFacts>`
    select id::text, kind, user_name, name, practitioner_id, patient_id, roles, departments from account
    where facility = ${ctx.facility} and (id::text = ${idOrName} or user_name = ${idOrName})`.execute(ctx.db)
  const [found] = rows
  if (!found) return undefined
  return {
    id: found.id,
    kind: found.kind,
    userName: found.user_name,
    name: found.name,
    ...(found.practitioner_id === null ? {} : { practitionerId: found.practitioner_id }),
    ...(found.patient_id === null ? {} : { patientId: found.patient_id }),
    departments: found.departments,
    roles: found.roles,
    permissions: permissionsOf(found.roles),
  }
}
