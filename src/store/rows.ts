import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { binaryRows, type ColumnType, type Value } from '#platform/db/binary-rows.ts'
import { pause } from '#platform/pause.ts'
import { ask } from './group/flight.ts'

/** The composite types of migrations/0007 and 0120, their columns in the order given there. */
const rowTypes = {
  store_change: {
    kind: 'char',
    type: 'int2',
    id: 'text',
    version: 'int4',
    at: 'timestamptz',
    actor: 'text',
    patient: 'text',
    record: 'text',
    record_state: 'text',
    record_number: 'text',
    status: 'text',
    code: 'int8',
    ct: 'int8',
    ct_end: 'int8',
    value: 'float8',
    toks: 'int8[]',
    side: 'int8',
    released: 'bool',
    content: 'bytea',
  },
  store_event: {
    id: 'uuid',
    at: 'timestamptz',
    action: 'text',
    outcome: 'text',
    actor: 'text',
    patient: 'text',
    content: 'text',
  },
  store_look: {
    type: 'int2',
    id: 'text',
    event: 'uuid',
    at: 'timestamptz',
    actor: 'text',
    head: 'text',
    mid: 'text',
    tail: 'text',
  },
  store_ordered: {
    type: 'int2',
    id: 'text',
    param: 'int4',
    n: 'int2',
    key: 'int8',
    lo: 'float8',
    hi: 'float8',
    unit: 'text',
  },
  store_string: { type: 'int2', id: 'text', param: 'int4', n: 'int2', value: 'text' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ColumnType>>>>

type RowType = keyof typeof rowTypes
export type StoreRow<T extends RowType> = Readonly<Record<keyof (typeof rowTypes)[T], Value>>

const known = new WeakMap<object, ReadonlyMap<string, number>>()

/** The numbers that this database has given the types; asked where the work is done, as connections may be few. */
async function typeNumbers(ctx: Context): Promise<ReadonlyMap<string, number>> {
  const before = known.get(ctx.pool)
  if (before) return before
  const rows = await ask<{ name: string; number: number }>(ctx, {
    name: 'store_types',
    text: 'select x.name, x.name::regtype::oid::int as number from unnest($1::text[]) as x(name)',
    values: [Object.keys(rowTypes)],
  })
  const made = new Map(rows.map((row) => [row.name, row.number]))
  known.set(ctx.pool, made)
  return made
}

/** More rows than these take some ten milliseconds to write. */
const mostAtOnce = 1000

/** Rows as one binary parameter of the type. */
export async function rowBytes<T extends RowType>(
  ctx: Context,
  type: T,
  rows: readonly StoreRow<T>[],
): Promise<Buffer> {
  const columns = rowTypes[type]
  const names = Object.keys(columns) as (keyof (typeof rowTypes)[T])[]
  const number = (await typeNumbers(ctx)).get(type) ?? 0
  if (rows.length > mostAtOnce) await pause()
  return binaryRows(
    number,
    Object.values(columns),
    rows.map((row) => names.map((name) => row[name])),
  )
}

/** The same, as part of a statement. */
export async function rowList<T extends RowType>(
  ctx: Context,
  type: T,
  rows: readonly StoreRow<T>[],
): Promise<RawBuilder<unknown>> {
  return sql`${await rowBytes(ctx, type, rows)}::${sql.raw(type)}[]`
}
