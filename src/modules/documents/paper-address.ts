import type { Context } from '#platform/context.ts'

/** Without a public address of the hospital the code alone is given. */
function address(ctx: Context, path: string): string {
  const base = ctx.config.publicUrl?.replace(/\/$/, '')
  return base ? `${base}/${path}` : `lanong:${path}`
}

/** Where a reader of a paper can look it up. */
export const paperAddress = (ctx: Context, id: string): string => address(ctx, `documents/${id}`)

/** Where a whole record can be looked up. */
export const recordAddress = (ctx: Context, encounterId: string): string => address(ctx, `records/${encounterId}`)
