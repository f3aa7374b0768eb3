import type { Context } from '#platform/context.ts'

/** Where a reader of a paper can look it up; without a public address its code alone is given. */
export function paperAddress(ctx: Context, id: string): string {
  const base = ctx.config.publicUrl?.replace(/\/$/, '')
  return base ? `${base}/documents/${id}` : `lanong:documents/${id}`
}
