import type { Reference } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'

/** Who acts, as requests name them. */
export function personOf(ctx: Context): Reference {
  const { practitionerId, name } = ctx.actor
  return practitionerId ? { reference: `Practitioner/${practitionerId}`, display: name } : { display: name }
}
