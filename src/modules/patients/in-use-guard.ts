import { sql } from 'kysely'
import type { Guard } from '#platform/guard.ts'
import { patientErrors } from './errors.ts'

/** A person about whom anything is stored is never deleted, from whatever channel: visits and records would be nameless. */
export const patientInUseGuard: Guard = {
  name: 'patients.inUse',
  types: ['Patient'],
  async check(ctx, { kind, id }) {
    if (kind !== 'delete') return
    const { rows } = await sql`
      select 1 from resource r join resource_type t on t.id = r.type
      where r.facility = ${ctx.facility} and r.patient = ${id} and not (t.name = 'Patient' and r.id = ${id}) limit 1`.execute(
      ctx.db,
    )
    if (rows.length > 0) throw patientErrors.inUse({ id })
  },
}
