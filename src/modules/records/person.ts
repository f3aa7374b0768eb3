import type { Context } from '#platform/context.ts'

/** Who acts, so that one person with two accounts is still one: the practitioner, else the account. */
export function personOf(ctx: Context): string {
  return ctx.actor.practitionerId ?? ctx.actor.id
}
