import { sql } from 'kysely'
import type { Db } from '#platform/context.ts'
import { readTable } from '#platform/read-table.ts'
import { exitErrors } from './errors.ts'

const file = new URL('../../../data/exit/tables.tsv', import.meta.url)

const treatments = ['rows', 'ledger', 'current', 'program', 'passing', 'secret'] as const

/**
 * What becomes of a table: its rows leave; they leave beside the ledger, their contents in its files; they leave without
 * their contents, which are those of a version; they belong to the program; they pass; they are secrets.
 */
export type Treatment = (typeof treatments)[number]

export interface TableWords {
  readonly name: string
  readonly treatment: Treatment
  /** Columns that are secrets. */
  readonly omit: readonly string[]
  readonly vi: string
  readonly en: string
}

/** Every table in words, and whether it leaves the house; data/exit/tables.tsv. */
export function tableWords(): ReadonlyMap<string, TableWords> {
  const rows = readTable(file).map(({ table: name = '', leaves = '', omit = '', vi = '', en = '' }) => {
    const treatment = treatments.find((one) => one === leaves)
    if (!treatment) throw exitErrors.unknownTable({ table: name })
    return { name, treatment, omit: omit.split(' ').filter(Boolean), vi, en }
  })
  return new Map(rows.map((row) => [row.name, row]))
}

export interface Column {
  readonly name: string
  readonly type: string
  readonly words: string
}

/** A table whose rows leave, and how they are ordered. */
export interface LeavingTable extends TableWords {
  readonly columns: readonly Column[]
  /** Columns of its primary key. */
  readonly key: readonly string[]
  readonly ofFacility: 'facility' | 'id' | undefined
}

/** Contents that stand in files of the ledger, and what tells of a leaf that waits for its place. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  resource: ['content'],
  resource_version: ['content', 'leaf_xid', 'leaf_hash'],
  audit_event: ['content', 'leaf_xid', 'leaf_hash'],
  event_pack: ['told', 'leaf_xid', 'leaf_hash'],
  ledger_line: ['leaf_xid', 'leaf_hash'],
}

interface Found {
  readonly table: string
  readonly columns: readonly Column[]
  readonly key: readonly string[]
}

/** The tables of this database that leave, every one after those that it refers to. */
export async function leavingTables(db: Db): Promise<readonly LeavingTable[]> {
  const words = tableWords()
  const { rows } = await sql<Found>`
    select c.relname as table,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
          'words', coalesce(col_description(c.oid, a.attnum), '')) order by a.attname)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and a.attgenerated = '') as columns,
      (select json_agg(a.attname order by k.n) from pg_index i
        cross join lateral unnest(i.indkey::smallint[]) with ordinality as k(attnum, n)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary) as key
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname`.execute(
    db,
  )
  const found = rows.flatMap(({ table, columns, key }): readonly LeavingTable[] => {
    const told = words.get(table) ?? unspoken(table, columns)
    if (told.treatment === 'passing' || told.treatment === 'secret') return []
    const hidden = new Set([...told.omit, ...(elsewhere[table] ?? [])])
    return [
      {
        ...told,
        columns: columns.filter(({ name }) => !hidden.has(name)),
        key,
        ofFacility: filterOf(table, columns),
      },
    ]
  })
  return afterTheirParents(found, await parentsOf(db))
}

/**
 * A table that nobody has put into words yet leaves too, so that nothing is lost, but for what could be a secret; a test asks
 * for its words.
 */
function unspoken(name: string, columns: readonly Column[]): TableWords {
  const odd = columns.some(
    (one) => one.type.startsWith('bytea') || /hash|secret|password|pin|token|private/.test(one.name),
  )
  return { name, treatment: odd ? 'secret' : 'rows', omit: [], vi: '', en: '' }
}

function filterOf(table: string, columns: readonly Column[]): LeavingTable['ofFacility'] {
  if (table === 'facility') return 'id'
  return columns.some(({ name }) => name === 'facility') ? 'facility' : undefined
}

async function parentsOf(db: Db): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ table: string; parents: string[] }>`
    select conrelid::regclass::text as table, json_agg(distinct confrelid::regclass::text) as parents
    from pg_constraint where contype = 'f' and conrelid <> confrelid group by conrelid`.execute(db)
  // What is current takes its contents from the versions.
  return new Map([
    ...rows.map(({ table, parents }) => [table, parents] as const),
    ['resource', ['resource_version']],
  ])
}

function afterTheirParents(
  tables: readonly LeavingTable[],
  parents: ReadonlyMap<string, readonly string[]>,
): readonly LeavingTable[] {
  const byName = new Map(tables.map((table) => [table.name, table]))
  const sorted = new Set<LeavingTable>()
  const visit = (table: LeavingTable) => {
    for (const name of parents.get(table.name) ?? []) {
      const parent = byName.get(name)
      if (parent && !sorted.has(parent)) visit(parent)
    }
    sorted.add(table)
  }
  for (const table of tables) visit(table)
  return [...sorted]
}
