import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type RawBuilder, sql } from 'kysely'
import { hospitalFiles } from '#modules/signing/index.ts'
import type { Db } from '#platform/context.ts'
import { tableFolder, waitingPath } from '../export/table-files.ts'
import type { LeavingTable } from '../table-list.ts'

export interface Loading {
  readonly owner: Db
  readonly folder: string
  readonly facility: number
  /** Files of the export. */
  readonly paths: readonly string[]
  /** Files that are in already. */
  readonly done: Set<string>
  step(what: string, done: number, of: number): void
}

/** Loads every file of every table, each in one transaction with the note that it is in. */
export async function loadTables(loading: Loading, tables: readonly LeavingTable[]): Promise<void> {
  for (const [i, table] of tables.entries()) {
    if (table.treatment === 'program') continue
    loading.step(table.name, i, tables.length)
    const folder = `${tableFolder(table.name)}/`
    const triggers = await hasTriggers(loading.owner, table.name)
    for (const path of loading.paths.filter((one) => one.startsWith(folder)).sort())
      if (!loading.done.has(path)) await loadFile(loading, table, path, triggers)
  }
}

async function loadFile(loading: Loading, table: LeavingTable, path: string, triggers: boolean): Promise<void> {
  const rows = await rowsOf(loading.folder, table, path)
  await loading.owner.transaction().execute(async (db) => {
    // What a trigger would do was done where the rows come from, and its rows are in the export.
    if (triggers) await sql`alter table ${sql.table(table.name)} disable trigger user`.execute(db)
    await insertRows(db, table, path, rows)
    if (triggers) await sql`alter table ${sql.table(table.name)} enable trigger user`.execute(db)
    await sql`insert into facility_import_file (facility, path) values (${loading.facility}, ${path})`.execute(db)
  })
  loading.done.add(path)
}

async function insertRows(db: Db, table: LeavingTable, path: string, rows: string): Promise<void> {
  const names = table.columns.map(({ name }) => name)
  const more = moreColumns(table, path)
  const [columns, values] = [
    sql.join([...names, ...more.keys()].map((name) => sql.ref(name))),
    sql.join([...names.map((name) => sql.ref(`r.${name}`)), ...more.values()]),
  ]
  await sql`
    insert into ${sql.table(table.name)} (${columns}) overriding system value
    select ${values} from json_populate_recordset(null::${sql.table(table.name)}, ${rows}::json) r
    ${table.treatment === 'current' ? currentContent : sql``}`.execute(db)
}

const currentContent = sql`join resource_version v
  on v.facility = r.facility and v.type = r.type and v.id = r.id and v.version = r.version`

/** Columns that the rows of a file lack, and where their cells come from. */
function moreColumns(table: LeavingTable, path: string): ReadonlyMap<string, RawBuilder<unknown>> {
  if (table.treatment === 'current') return new Map([['content', sql`v.content`]])
  const more = new Map<string, RawBuilder<unknown>>()
  const content = contentOf(table.name)
  if (content) more.set(content.column, sql`r.${sql.ref(content.column)}`)
  // A leaf without a place gets one here, when this transaction is settled.
  if (path === waitingPath(table.name))
    for (const [name, value] of [
      ['leaf_hash', sql`r.leaf_hash`],
      ['leaf_xid', sql`pg_current_xact_id()`],
    ] as const)
      more.set(name, value)
  return more
}

interface Content {
  readonly column: string
  readonly folder: string
  /** The cell, as JSON, of a line of the file. */
  cell(line: string): string
  /** Whether a row has a line. */
  has(row: string): boolean
}

const contents: Readonly<Record<string, Content>> = {
  resource_version: {
    column: 'content',
    folder: 'versions',
    cell: (line) => `"\\\\x${Buffer.from(line, 'utf8').toString('hex')}"`,
    has: (row) => !row.includes('"kind":"d"'),
  },
  audit_event: { column: 'content', folder: 'audit', cell: (line) => JSON.stringify(line), has: () => true },
  event_pack: { column: 'told', folder: 'events', cell: (line) => line, has: () => true },
}

const contentOf = (table: string): Content | undefined => contents[table]

/** The rows of a file as one JSON list, those of leaves with the contents that stand beside them. */
async function rowsOf(folder: string, table: LeavingTable, path: string): Promise<string> {
  const rows = await linesOf(join(folder, path))
  const content = contentOf(table.name)
  if (!content || path === waitingPath(table.name)) return `[${rows.join(',')}]`
  const first = Number(/(\d+)\.ndjson$/.exec(path)?.[1] ?? '0')
  const beside = join(folder, hospitalFiles.chunkPath(content.folder, first, 'ndjson'))
  const lines = rows.some(content.has) ? await linesOf(beside) : []
  let at = 0
  const whole = rows.map((row) => {
    const cell = content.has(row) ? content.cell(lines[at++] ?? '') : '"\\\\x"'
    return `${row.slice(0, -1)},"${content.column}":${cell}}`
  })
  return `[${whole.join(',')}]`
}

async function linesOf(path: string): Promise<readonly string[]> {
  return (await readFile(path, 'utf8')).split('\n').slice(0, -1)
}

async function hasTriggers(owner: Db, table: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from pg_trigger where tgrelid = ${table}::regclass and not tgisinternal) as there`.execute(
    owner,
  )
  return rows[0]?.there ?? false
}
