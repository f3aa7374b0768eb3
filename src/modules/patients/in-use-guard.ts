import type { Guard } from '#platform/guard.ts'
import { typeNumber } from '#store/definitions.ts'
import { ask } from '#store/group/flight.ts'
import { patientErrors } from './errors.ts'

/** A person about whom anything is stored is never deleted, from whatever channel: visits and records would be nameless. */
export const patientInUseGuard: Guard = {
  name: 'patients.inUse',
  types: ['Patient'],
  async check(ctx, { kind, id }) {
    if (kind !== 'delete') return
    const rows = await ask(ctx, {
      name: 'patient_in_use',
      text: `select 1 from resource where facility = $1 and patient = $2 and not (type = $3 and id = $2) limit 1`,
      values: [ctx.facility, id, typeNumber('Patient')],
    })
    if (rows.length > 0) throw patientErrors.inUse({ id })
  },
}
