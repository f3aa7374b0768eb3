import type { Context } from '#platform/context.ts'

/** The person at work, as a resource names them. */
export function practitioner(ctx: Context): { reference?: string; display: string } {
  const { practitionerId, name } = ctx.actor
  return practitionerId ? { reference: `Practitioner/${practitionerId}`, display: name } : { display: name }
}
