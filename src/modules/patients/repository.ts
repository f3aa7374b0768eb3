import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Context, Db } from '#platform/context.ts'
import type { Statement } from '#platform/guard.ts'
import type { IndexRow } from './domain/index-row.ts'
import type { SearchQuery } from './domain/search-query.ts'
import type { PatientIndexTable, PatientTables } from './tables.ts'

const tables = (db: Db) => db.withTables<PatientTables>()

/** All columns of the search table but its key and those it makes itself. */
const told: readonly (keyof PatientIndexTable)[] = [
  ...(['mrn', 'name', 'folded', 'accented', 'reversed', 'initials', 'birth_date', 'birth_year', 'sex'] as const),
  ...(['cccd', 'bhyt', 'phone', 'numbers', 'address', 'active', 'merged_into', 'updated_at'] as const),
]
const columns = ['facility', 'patient_id', ...told].join(', ')
const taken = told.map((column) => `${column} = excluded.${column}`).join(', ')

/** @returns statements that make the rows what they are told to be */
export function indexWritten(ctx: Context, rows: readonly IndexRow[]): readonly Statement[] {
  if (rows.length === 0) return []
  const values = rows.map((row): PatientIndexTable => ({ facility: ctx.facility, ...row, updated_at: ctx.now() }))
  return [
    {
      name: 'patients_index_written',
      text: `insert into patient_index (${columns})
        select ${columns} from json_populate_recordset(null::patient_index, $1::json)
        on conflict (facility, patient_id) do update set ${taken}`,
      values: [JSON.stringify(values)],
    },
  ]
}

export function indexDropped(ctx: Context, patientIds: readonly string[]): readonly Statement[] {
  if (patientIds.length === 0) return []
  const text = 'delete from patient_index where facility = $1 and patient_id = any($2)'
  return [{ name: 'patients_index_dropped', text, values: [ctx.facility, patientIds] }]
}

export function findIndexed(ctx: Context, patientId: string): Promise<PatientIndexTable | undefined> {
  return tables(ctx.db)
    .selectFrom('patient_index')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('patient_id', '=', patientId)
    .executeTakeFirst()
}

export function findAllIndexed(ctx: Context, ids: readonly string[]): Promise<PatientIndexTable[]> {
  if (ids.length === 0) return Promise.resolve([])
  return tables(ctx.db)
    .selectFrom('patient_index')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('patient_id', 'in', [...ids])
    .execute()
}

/** Everyone who carries one of these numbers, now or formerly. */
export function findByNumbers(ctx: Context, numbers: readonly string[], limit = 20): Promise<PatientIndexTable[]> {
  if (numbers.length === 0) return Promise.resolve([])
  return tables(ctx.db)
    .selectFrom('patient_index')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where((eb) =>
      eb.or(
        numbers.map(
          (number) => sql<SqlBool>`(numbers || ' ') like ${`% ${number} %`} and numbers like ${`%${number}%`}`,
        ),
      ),
    )
    .orderBy('active', 'desc')
    .limit(limit)
    .execute()
}

interface LookAlike {
  readonly numbers: readonly string[]
  readonly folded?: string
  readonly birthDate?: string
  readonly phone?: string
}

/** Entries worth comparing with a new one; scored afterwards by domain/duplicates.ts. */
export async function findLookAlikes(ctx: Context, of: LookAlike): Promise<readonly PatientIndexTable[]> {
  const base = () =>
    tables(ctx.db)
      .selectFrom('patient_index')
      .selectAll()
      .where('facility', '=', ctx.facility)
      .where('active', '=', true)
      .limit(100)
  const year = of.birthDate ? Number(of.birthDate.slice(0, 4)) : undefined
  const lists = await Promise.all([
    findByNumbers(ctx, of.numbers),
    of.folded
      ? base()
          .where('folded', '=', ` ${of.folded}`)
          .where((eb) => (year ? eb('birth_year', '=', year) : eb.lit(true)))
          .execute()
      : [],
    of.birthDate?.length === 10 ? base().where('birth_date', '=', of.birthDate).execute() : [],
    of.phone ? base().where('phone', '=', of.phone).execute() : [],
  ])
  return [...new Map(lists.flat().map((row) => [row.patient_id, row])).values()]
}

/** How many candidates each way of looking brings at most, before ranking. */
const candidates = 400

/** Ranked matches of a typed query, at most `limit`. Every word, number, year and day must fit. */
export async function searchIndex(
  ctx: Context,
  query: SearchQuery,
  limit: number,
): Promise<readonly PatientIndexTable[]> {
  const fits = conditions(ctx.facility, query)
  const whole = ` ${query.words.join(' ')}`
  const ways: RawBuilder<unknown>[] = []
  const way = (where: RawBuilder<unknown>) =>
    ways.push(sql`(select patient_id from patient_index where ${where} limit ${sql.lit(candidates)})`)
  if (query.words.length > 0) {
    way(sql`${fits} and folded = ${whole}`)
    way(sql`${fits} and folded like ${`${whole}%`}`)
    way(sql`${fits} and reversed like ${`${[...query.words].reverse().join(' ')}%`}`)
  }
  way(fits)
  if (query.initials)
    way(sql`${conditions(ctx.facility, { ...query, words: [] })} and initials like ${`${query.initials}%`}`)
  const found = sql<PatientIndexTable>`
    select patient_index.* from (${sql.join(ways, sql` union `)}) as found
    join patient_index on patient_index.facility = ${ctx.facility} and patient_index.patient_id = found.patient_id
    order by ${rank(query, whole)} desc, updated_at desc, patient_index.patient_id
    limit ${limit}`
  return (await found.execute(ctx.db)).rows
}

/** `'dang':* & 'thi':*`; folded words hold letters and digits only, so the quotes cannot be left. */
function prefixes(words: readonly string[]): string {
  return words.map((word) => `'${word.replace(/[^\p{L}\p{N}]/gu, '')}':*`).join(' & ')
}

function conditions(facility: number, query: SearchQuery): RawBuilder<unknown> {
  const all = [
    sql`facility = ${facility}`,
    ...(query.words.length > 0 ? [sql`words @@ ${prefixes(query.words)}::tsquery`] : []),
    ...query.numbers.map((number) => sql`numbers like ${`%${number}%`}`),
    ...(query.birthYear ? [sql`birth_year = ${query.birthYear}`] : []),
    ...(query.birthPrefix ? [sql`birth_date like ${`${query.birthPrefix}%`}`] : []),
    ...(query.birthDate ? [sql`birth_date = ${query.birthDate}`] : []),
    query.numbers.length > 0 ? sql`(active or merged_into is not null)` : sql`active`,
  ]
  return sql.join(all, sql` and `)
}

/** Exact accents before the same letters, whole names before parts, whole numbers before ends and middles. */
function rank(query: SearchQuery, whole: string): RawBuilder<unknown> {
  const given = query.words.at(-1) ?? ''
  const points: RawBuilder<unknown>[] = [
    sql`(case when folded = ${whole} then 40 else 0 end)`,
    sql`(case when folded like ${`${whole}%`} then 10 else 0 end)`,
    sql`(case when reversed like ${`${given} %`} or reversed = ${given} then 20 else 0 end)`,
    ...query.words.map((word) => sql`(case when (folded || ' ') like ${`% ${word} %`} then 6 else 0 end)`),
    ...query.accented.map(
      (word) =>
        sql`(case when (accented || ' ') like ${`% ${word} %`} then 50 when accented like ${`% ${word}%`} then 25 else 0 end)`,
    ),
    ...(query.initials ? [sql`(case when initials = ${query.initials} then 15 else 0 end)`] : []),
    ...query.numbers.map(
      (number) =>
        sql`(case when (numbers || ' ') like ${`% ${number} %`} then 60 when numbers like ${`% ${number}%`} then 30 else 0 end)`,
    ),
    sql`(case when active then 5 else 0 end)`,
  ]
  return sql.join(points, sql` + `)
}

/** The next number of the facility's year; the row stays locked until the transaction ends. */
export async function nextPatientNumber(ctx: Context, year: number): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    insert into patient_number (facility, year, last) values (${ctx.facility}, ${year}, 1)
    on conflict (facility, year) do update set last = patient_number.last + 1 returning last`.execute(ctx.db)
  return rows[0]?.last ?? 1
}

export async function isMrnTaken(ctx: Context, mrn: string): Promise<boolean> {
  const row = await tables(ctx.db)
    .selectFrom('patient_index')
    .select('patient_id')
    .where('facility', '=', ctx.facility)
    .where('mrn', '=', mrn)
    .executeTakeFirst()
  return row !== undefined
}

/** Two desks that register the same number at the same moment follow each other. */
export async function lockNumber(ctx: Context, number: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ctx.facility}, hashtext(${number}))`.execute(ctx.db)
}
