import { sql } from 'kysely'
import type { Db } from '../context.ts'
import { isEnvelope, rewrapEnvelope, sealEnvelope } from './envelope.ts'
import type { Keyring } from './keyring.ts'
import { fieldName, type MarkedColumn, readMarkedColumns } from './marked-columns.ts'

/** Opens what a column held before it was marked, by `table.column`. */
export type OpenBefore = Readonly<Record<string, (box: Buffer) => Promise<Buffer>>>

export interface ResealedColumns {
  readonly values: number
  readonly failed: number
}

const atOnce = 200

/**
 * Encrypts what is not under the current master key: what is from before, and what a rotation left. Some rows at a time,
 * each by itself, so that a run that was broken off is gone on with by the next.
 */
export async function resealColumns(
  db: Db,
  keyring: Keyring,
  before: OpenBefore,
  most = Number.POSITIVE_INFINITY,
): Promise<ResealedColumns> {
  let [values, failed] = [0, 0]
  for (const column of readMarkedColumns().encrypted) {
    const done = await resealColumn(db, keyring, column, before, most - values)
    values += done.values
    failed += done.failed
  }
  return { values, failed }
}

async function resealColumn(
  db: Db,
  keyring: Keyring,
  column: MarkedColumn,
  before: OpenBefore,
  most: number,
): Promise<ResealedColumns> {
  let [values, failed] = [0, 0]
  while (values < most) {
    const rows = await otherRows(db, column, keyring.current().id, failed, Math.min(atOnce, most - values))
    if (rows.length === 0) break
    for (const row of rows) {
      if (await resealOne(db, keyring, column, row, before)) values++
      else failed++
    }
  }
  return { values, failed }
}

interface Row {
  readonly place: string
  readonly row: readonly string[]
  readonly value: Buffer
}

const keyIn = (column: string) => sql`encode(substring(${sql.ref(column)} from 5 for 8), 'escape')`
const isSealed = (column: string) => sql`substring(${sql.ref(column)} from 1 for 4) = '\\x4c4e4531'::bytea`

async function otherRows(
  db: Db,
  { table, column, row }: MarkedColumn,
  current: string,
  skip: number,
  most: number,
) {
  const names = sql.join(row.map((name) => sql`${sql.ref(name)}::text`))
  const { rows } = await sql<Row>`
    select ctid::text as place, array[${names}] as row, ${sql.ref(column)} as value from ${sql.table(table)}
    where ${sql.ref(column)} is not null and (not (${isSealed(column)}) or ${keyIn(column)} <> ${current})
    order by ${names} offset ${skip} limit ${most}`.execute(db)
  return rows
}

async function resealOne(
  db: Db,
  keyring: Keyring,
  marked: MarkedColumn,
  { place, row, value }: Row,
  before: OpenBefore,
): Promise<boolean> {
  const { table, column } = marked
  try {
    const sealed = await sealedNow(keyring, `${table}.${column}`, row, value, before)
    // Somebody who changed the row meanwhile encrypted it with what is new.
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${sealed}
      where ctid = ${place}::tid and ${sql.ref(column)} = ${value}`.execute(db)
    return true
  } catch {
    return false
  }
}

async function sealedNow(
  keyring: Keyring,
  name: string,
  row: readonly string[],
  value: Buffer,
  before: OpenBefore,
): Promise<Buffer> {
  if (isEnvelope(value)) return rewrapEnvelope(keyring, fieldName(name, row), value)
  const open = before[name]
  if (!open) throw new Error(`nothing says how ${name} was kept before`)
  return sealEnvelope(keyring, fieldName(name, row), await open(value))
}

/** How many values are encrypted under each master key; `plain` for what is not under any. */
export async function keysInColumns(db: Db): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  for (const { table, column } of readMarkedColumns().encrypted) {
    const { rows } = await sql<{ id: string; n: number }>`
      select case when ${isSealed(column)} then ${keyIn(column)} else 'plain' end as id, count(*)::int as n
      from ${sql.table(table)} where ${sql.ref(column)} is not null group by 1`.execute(db)
    for (const { id, n } of rows) counts[id] = (counts[id] ?? 0) + n
  }
  return counts
}
