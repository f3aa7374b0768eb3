import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { indexPlan, typeNumber } from '#store/definitions.ts'
import { representedBy } from './represent.ts'

/** An actor as resources and rows name one. */
export interface Profile {
  readonly account: string
  /** `Practitioner/…` of the actor. */
  readonly person: string | undefined
  /** Ids of the Organizations that the actor works in. */
  readonly departments: readonly string[]
  /** Patients that the actor is or represents. */
  readonly patients: readonly string[]
}

/** Who the actor is, asked once for each request. */
export async function profileOf(ctx: Context): Promise<Profile> {
  const { actor } = ctx
  const [departments, represented] = await Promise.all([
    departmentsOf(ctx),
    actor.kind === 'patient' ? representedBy(ctx, actor.id) : [],
  ])
  return {
    account: actor.id,
    person: actor.practitionerId === undefined ? undefined : `Practitioner/${actor.practitionerId}`,
    departments,
    patients: [...(actor.patientId === undefined ? [] : [actor.patientId]), ...represented],
  }
}

/** Departments stand in accounts by their codes. */
async function departmentsOf(ctx: Context): Promise<readonly string[]> {
  const codes = ctx.actor.departments
  if (codes.length === 0) return []
  const { hash } = indexPlan(ctx.facility, 'Organization')
  const { rows } = await sql<{ id: string }>`
    select id from resource where facility = ${ctx.facility} and type = ${typeNumber('Organization')}
      and toks && ${codes.map((code) => hash(`identifier=${code.toLowerCase()}`))}::bigint[]`.execute(ctx.db)
  const byName = codes.map((code) => `dept-${code.toLowerCase()}`)
  return [...new Set([...rows.map(({ id }) => id), ...byName])]
}
