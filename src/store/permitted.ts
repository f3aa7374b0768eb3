import type { Verb } from '#platform/access.ts'
import type { Context } from '#platform/context.ts'

interface Addressed {
  readonly type: string
  readonly id: string
}

/** Those that the actor may see, in their order. */
export async function onlyPermitted<T extends Addressed>(ctx: Context, list: readonly T[]): Promise<readonly T[]> {
  if (!ctx.access || list.length === 0) return list
  const may = await ctx.access.permitted(ctx, list)
  return list.filter((_, at) => may[at])
}

/** Whether the actor may see one resource; true without a word to the database for those who see everything. */
export async function isPermitted(ctx: Context, one: Addressed, verb: Verb = 'read'): Promise<boolean> {
  return !ctx.access || (await ctx.access.permitted(ctx, [one], verb))[0] === true
}

/** Throws what the actor is told unless the actor may see it. */
export async function requirePermitted(ctx: Context, one: Addressed, verb: Verb = 'read'): Promise<void> {
  if (ctx.access && !(await isPermitted(ctx, one, verb))) await ctx.access.refuse(ctx, one, verb)
}
