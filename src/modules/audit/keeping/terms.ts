import { readFileSync } from 'node:fs'
import { type Kysely, sql } from 'kysely'

/** How long events of some actions are kept, from a day on. */
export interface TermRow {
  readonly kind: string
  readonly from: string
  /** `*` is every action that no row names. */
  readonly actions: readonly string[]
  /** Without: for ever. */
  readonly months?: number
  /** And as long as a record of the patient is kept here. */
  readonly withRecord: boolean
  readonly title: { readonly vi: string; readonly en: string }
  readonly source: string
}

const file = new URL('../../../../data/audit/retention.json', import.meta.url)
export const termRows = (JSON.parse(readFileSync(file, 'utf8')) as { readonly rows: readonly TermRow[] }).rows

interface Term {
  readonly action: string
  readonly from_on: string
  readonly kind: string
  readonly months: number | null
  readonly with_record: boolean
  readonly source: string
}

/** A row for each action; those of all other actions last, so that the first ones of all are in force for ever before. */
function termsOf(rows: readonly TermRow[]): readonly Term[] {
  const terms = rows.flatMap(({ kind, from, actions, months = null, withRecord, source }) =>
    actions.map((action): Term => ({ action, from_on: from, kind, months, with_record: withRecord, source })),
  )
  const last = ({ action, from_on }: Term) => `${from_on} ${action === '*' ? 1 : 0}`
  return terms.toSorted((a, b) => (last(a) < last(b) ? -1 : 1))
}

/** Takes in rows that are new: only those behind the last one of their action. As the owner of the tables. */
export async function loadTerms(owner: Kysely<unknown>, rows = termRows): Promise<void> {
  for (const one of termsOf(rows))
    await sql`
      insert into audit_term (action, from_on, kind, months, with_record, source)
      select ${one.action}, ${one.from_on}::date, ${one.kind}, ${one.months}, ${one.with_record}, ${one.source}
      where not exists (
        select from audit_term t where t.action = ${one.action} and t.from_on >= ${one.from_on}::date)`.execute(
      owner,
    )
}

/** Rows of the file that the database does not have so: they were changed, or came too late; nothing goes by them. */
export async function changedTerms(db: Kysely<unknown>, rows = termRows): Promise<readonly string[]> {
  const { rows: stored } = await sql<{ told: string }>`
    select action || ' ' || from_on || ' ' || coalesce(months::text, '-') || ' ' || with_record as told from audit_term`.execute(
    db,
  )
  const known = new Set(stored.map(({ told }) => told))
  const toldOf = (one: Term) => `${one.action} ${one.from_on} ${one.months ?? '-'} ${one.with_record}`
  return termsOf(rows)
    .map(toldOf)
    .filter((told) => !known.has(told))
}
