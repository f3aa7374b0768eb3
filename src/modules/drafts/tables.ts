import type { Context } from '#platform/context.ts'

interface DraftRow {
  facility: number
  actor: string
  key: string
  content: string
  version: number
  updated_at: Date
}

/** The actor's own drafts: every query names the facility and the actor. */
export function tables(ctx: Context) {
  return ctx.db.withTables<{ draft: DraftRow }>()
}
