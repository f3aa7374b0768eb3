import { type RawBuilder, sql } from 'kysely'
import type { Put } from '#modules/ledger/index.ts'
import { hospitalFiles } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import type { LeavingTable } from '../table-list.ts'

/** Most rows that one file of a table holds. */
export const rowsPerFile = 10_000

export const tableFolder = (table: string) => `tables/${table}`
export const waitingPath = (table: string) => `${tableFolder(table)}/waiting.ndjson`

/** Cells are told alike wherever they are read. */
export async function tellAlike(ctx: Context): Promise<void> {
  await sql`set local timezone = 'UTC'`.execute(ctx.db)
  await sql`set local extra_float_digits = 1`.execute(ctx.db)
  await sql`set local bytea_output = 'hex'`.execute(ctx.db)
  await sql`set local datestyle = 'ISO'`.execute(ctx.db)
}

/** A row as JSON: its columns in the order of their names. */
function told(table: LeavingTable, more: RawBuilder<unknown> = sql``): RawBuilder<unknown> {
  return sql`select row_to_json(x)::text as line from (
    select ${sql.join(table.columns.map(({ name }) => sql.ref(`t.${name}`)))} ${more}) x offset 0`
}

const ofFacility = (ctx: Context, { ofFacility }: LeavingTable) =>
  ofFacility ? sql`${sql.ref(`t.${ofFacility}`)} = ${ctx.facility}` : sql`true`

async function putLines(put: Put, path: string, lines: readonly string[]): Promise<void> {
  await put(path, Buffer.from(`${lines.join('\n')}\n`))
}

/** Names of documents in rows: 64 hexadecimal digits that are a whole text. */
const hash = /"(?:urn:lanong:blob:)?([0-9a-f]{64})"/g

function note(named: Set<string>, lines: readonly string[]): void {
  for (const line of lines) for (const [, found = ''] of line.matchAll(hash)) named.add(found)
}

interface Line {
  readonly line: string
}

/** Whether a file ends that holds the rows from `first` to before `at`, and would have so many letters with the next. */
export type Ends = (first: number, at: number, letters: number) => boolean

/** So many rows at most, and fewer where they are long. */
export const endsBy =
  (lettersPerFile: number): Ends =>
  (first, at, letters) =>
    at - first === rowsPerFile || letters > lettersPerFile

/** As the files of an export were cut. */
export function endsLike(paths: Iterable<string>, table: string): Ends {
  const name = new RegExp(`^${tableFolder(table)}/(\\d{12})\\.ndjson$`)
  const cuts = new Set([...paths].flatMap((path) => name.exec(path)?.[1] ?? []).map(Number))
  return (_first, at) => cuts.has(at)
}

const rowsAtOnce = 1000

/** All rows of a table in the order of its key; answers how many there are. */
export async function exportRows(
  ctx: Context,
  table: LeavingTable,
  { put, named, ends }: { readonly put: Put; readonly named: Set<string>; readonly ends: Ends },
): Promise<number> {
  const order = sql.join(table.key.map((name) => sql.ref(`t.${name}`)))
  await sql`declare leaving no scroll cursor for
    select r.line from ${sql.table(table.name)} t cross join lateral (${told(table)}) r
    where ${ofFacility(ctx, table)} order by ${order}`.execute(ctx.db)
  let [first, letters] = [0, 0]
  let lines: string[] = []
  const end = async () => {
    if (lines.length === 0) return
    await putLines(put, hospitalFiles.chunkPath(tableFolder(table.name), first, 'ndjson'), lines)
    first += lines.length
    lines = []
    letters = 0
  }
  for (;;) {
    const { rows } = await sql<Line>`fetch forward ${sql.lit(rowsAtOnce)} from leaving`.execute(ctx.db)
    if (rows.length === 0) break
    for (const { line } of rows) {
      if (lines.length > 0 && ends(first, first + lines.length, letters + line.length)) await end()
      note(named, [line])
      lines.push(line)
      letters += line.length
    }
  }
  await end()
  await sql`close leaving`.execute(ctx.db)
  return first
}

/** The rows behind leaves from `first` to before `last`, in the order of the leaves; their contents stand in other files. */
export async function exportRowsOfLeaves(
  ctx: Context,
  table: LeavingTable,
  put: Put,
  [first, last]: readonly [number, number],
): Promise<void> {
  const { rows } = await sql<Line>`
    select r.line from ledger_position p
    join ${sql.table(table.name)} t on t.facility = p.facility and t.seq = p.seq
    cross join lateral (${told(table)}) r
    where p.facility = ${ctx.facility} and p.position >= ${first} and p.position < ${last}
    order by p.position`.execute(ctx.db)
  if (rows.length === 0) return
  const path = hospitalFiles.chunkPath(tableFolder(table.name), first, 'ndjson')
  await putLines(
    put,
    path,
    rows.map(({ line }) => line),
  )
}

/** What is told of a row whose leaf waits for its place: its content stands in no file of the ledger. */
const whole: Readonly<Record<string, string>> = {
  resource_version: 'content',
  audit_event: 'content',
  event_pack: 'told',
}

/** Rows whose leaves had no place yet in the moment of the export; answers how many there are. */
export async function exportWaiting(
  ctx: Context,
  table: LeavingTable,
  put: Put,
  named: Set<string>,
): Promise<number> {
  const content = whole[table.name]
  const more = sql`, t.leaf_hash ${content ? sql`, ${sql.ref(`t.${content}`)}` : sql``}`
  const { rows } = await sql<Line>`
    select r.line from ledger_waiting w
    join ${sql.table(table.name)} t on t.facility = w.facility and t.seq = w.seq
    cross join lateral (${told(table, more)}) r
    where w.facility = ${ctx.facility} order by w.seq`.execute(ctx.db)
  if (rows.length === 0) return 0
  const lines = rows.map(({ line }) => line)
  note(named, lines)
  await putLines(put, waitingPath(table.name), lines)
  return rows.length
}
