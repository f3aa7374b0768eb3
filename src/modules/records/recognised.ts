import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'

/** Stands between what a record says of itself and what a machine read in its scans; no word holds it. */
export const recognisedMark = '\u2063'
/** Words of one scan that a record is found by; more would be a book. */
const mostCharacters = 40_000

/** Keeps the words that a machine read in a part of a record: by them it is found from now on. */
export async function keepRecognised(
  ctx: Context,
  encounterId: string,
  source: string,
  words: readonly string[],
): Promise<void> {
  await sql`
    insert into record_recognised (facility, encounter_id, source, words)
    values (${ctx.facility}, ${encounterId}, ${source}, ${words.join(' ').slice(0, mostCharacters)})
    on conflict (facility, encounter_id, source) do update set words = excluded.words`.execute(ctx.db)
  await sql`
    update record_index set dirty = true where facility = ${ctx.facility} and encounter_id = ${encounterId}`.execute(
    ctx.db,
  )
}

export async function recognisedIn(ctx: Context, encounterId: string): Promise<string> {
  const { rows } = await sql<{ words: string }>`
    select words from record_recognised where facility = ${ctx.facility} and encounter_id = ${encounterId}
    order by source`.execute(ctx.db)
  const words = new Set(rows.flatMap((row) => row.words.split(' ')).filter(Boolean))
  return words.size > 0 ? `${recognisedMark}${[...words].join(' ')}` : ''
}
