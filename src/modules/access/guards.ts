import type { Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import type { AccessView, Asked } from '#platform/access.ts'
import type { Context } from '#platform/context.ts'
import type { Guard, GuardedChange } from '#platform/guard.ts'
import { typeNumber } from '#store/definitions.ts'
import { belongsTo, patientOf } from '#store/record-of.ts'
import { accessErrors } from './errors.ts'

/**
 * Writes of those who do not see everything: what is changed must be theirs to write, and what is new must be about a
 * patient and a record of which they may write such a resource.
 */
export const guards: readonly Guard[] = [
  {
    name: 'access',
    types: '*',
    concerns: ({ access }) => access !== undefined,
    check: (ctx, change) => (ctx.access ? check(ctx, ctx.access, change) : undefined),
  },
]

async function check(ctx: Context, access: AccessView, change: GuardedChange): Promise<void> {
  const { type, id, kind, before, after } = change
  const about: Asked[] = before ? [{ type, id }] : []
  if (kind !== 'delete' && after) about.push(...placesOf(ctx, type, after))
  if (about.length === 0) throw accessErrors.wholeOnly()
  await requireOnePatient(ctx, type, about)
  for (const asked of about) {
    const [may] = await access.permitted(ctx, [asked], 'write')
    if (!may) await access.refuse(ctx, asked, 'write')
  }
}

/** A record is of one patient: what is written into it by way of another's name would be read as the other's. */
async function requireOnePatient(ctx: Context, type: string, about: readonly Asked[]): Promise<void> {
  const patient = about.find((one) => one.type === 'Patient' && one.as === type)
  const visit = about.find((one) => one.type === 'Encounter' && one.as === type)
  if (!patient || !visit) return
  const { rows } = await sql<{ patient: string | null }>`
    select patient from resource where facility = ${ctx.facility} and type = ${typeNumber('Encounter')}
      and id = ${visit.id}`.execute(ctx.db)
  const [found] = rows
  if (found?.patient && found.patient !== patient.id) throw accessErrors.otherPatient()
}

/** The patient and the record that a resource says it is about, as if they were of its type. */
function placesOf(ctx: Context, type: string, after: Resource): readonly Asked[] {
  const resource = after as unknown as Readonly<Record<string, unknown>>
  const patient = type === 'Patient' ? undefined : patientOf(ctx, type, resource)
  const visit = belongsTo(ctx, type, resource).references.find((one) => one.type === 'Encounter')
  return [
    ...(patient === undefined ? [] : [{ type: 'Patient', id: patient, as: type }]),
    ...(visit === undefined ? [] : [{ type: 'Encounter', id: visit.id, as: type }]),
  ]
}
