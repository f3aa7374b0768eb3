import type { Practitioner, Reference } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'

/** The person at work, as a resource names them. */
export function performer(ctx: Context): Reference<Practitioner> & { display: string } {
  const { practitionerId, name } = ctx.actor
  return practitionerId ? { reference: `Practitioner/${practitionerId}`, display: name } : { display: name }
}
