import type { Context } from '#platform/context.ts'

interface PhraseTable {
  facility: number
  owner: string
  short: string
  text: string
  abbreviation: boolean
  changed_at: Date
  changed_by: string
}

interface PresenceTable {
  facility: number
  fill: string
  actor: string
  name: string
  at_key: string
  seen_at: Date
}

interface PublishedTable {
  facility: number
  id: string
  hash: Buffer
}

export function tables(ctx: Context) {
  return ctx.db.withTables<{ phrase: PhraseTable; form_presence: PresenceTable; published_form: PublishedTable }>()
}
