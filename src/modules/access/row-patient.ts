import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { compartmentCodes, typeNumber } from '#store/definitions.ts'

/** Whether the rows of a type stand under their patient. */
export const isOfCompartment = (type: string): boolean => Object.hasOwn(compartmentCodes('Patient'), type)

/**
 * Whose a row of table `resource` is. FHIR R4 has a Task in no patient's compartment: it is of the patient of its record,
 * or else of whom it is for.
 */
export function patientOfRow(ctx: Context, type: string, r: RawBuilder<unknown>): RawBuilder<unknown> {
  if (type === 'Patient' || isOfCompartment(type)) return sql`${r}.patient`
  const ofRecord = sql`(select x.patient from resource x where x.facility = ${ctx.facility}
    and x.type = ${typeNumber('Encounter')} and x.id = ${r}.record offset 0)`
  if (type !== 'Task') return sql`coalesce(${r}.patient, ${ofRecord})`
  return sql`coalesce(${r}.patient, ${ofRecord},
    substring(convert_from(${r}.content, 'UTF8')::jsonb #>> '{for,reference}' from '^Patient/([^/]+)'))`
}
