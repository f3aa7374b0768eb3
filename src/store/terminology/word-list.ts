import { sql } from 'kysely'
import type { EntryExtra } from '#fhir/terminology/entry.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { lockList } from './concept-load.ts'
import { textsOf, WordWriter } from './word-index.ts'

const step = 5000

interface Row {
  readonly code: string
  readonly valid_from: string
  readonly load: number
  readonly position: number
  readonly name: string
  readonly name_en: string
  readonly synonyms: readonly string[]
  readonly extra: EntryExtra | null
}

/** Indexes the words of a list that was loaded before there were pages of words. */
export function wordList(ctx: Context, list: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    await lockList(tx, list)
    const { rows } = await sql<{ worded: boolean }>`
      select worded from code_list where facility = ${tx.facility} and system = ${list}`.execute(tx.db)
    if (rows[0]?.worded !== false) return
    const writer = new WordWriter(list)
    for (let last = await addAfter(tx, list, writer); last; ) last = await addAfter(tx, list, writer, last)
    await writer.flush(tx)
    await sql`
      update code_list set worded = true where facility = ${tx.facility} and system = ${list}`.execute(tx.db)
  })
}

/** Takes the next rows of a list and tells the last of them; undefined when there are no more. */
async function addAfter(tx: Context, list: string, writer: WordWriter, last?: Row): Promise<Row | undefined> {
  const after = last
    ? sql`and (position, code, valid_from, load)
        > (${last.position}::integer, ${last.code}, ${last.valid_from}::date, ${last.load}::bigint)`
    : sql``
  const { rows } = await sql<Row>`
    select code, valid_from::text, load, position, name, name_en, synonyms, extra from concept c
    where facility = ${tx.facility} and system = ${list} and replaced_by is null ${after}
    order by position, code, c.valid_from, load limit ${step}`.execute(tx.db)
  await writer.add(
    tx,
    rows.map((row) => ({
      position: row.position,
      code: row.code,
      texts: textsOf({ ...row, nameEn: row.name_en }),
    })),
  )
  return rows.at(-1)
}
