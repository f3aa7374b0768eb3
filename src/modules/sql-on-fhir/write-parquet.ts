import { DuckDBInstance } from '@duckdb/node-api'
import { lexemeOf } from '#fhir/decimal.ts'
import type { ViewColumn, ViewRow } from '#fhir/view/view-definition.ts'

type SqlType = 'BOOLEAN' | 'BIGINT' | 'DOUBLE' | 'VARCHAR'

const sqlTypes: Readonly<Record<string, SqlType>> = {
  boolean: 'BOOLEAN',
  integer: 'BIGINT',
  positiveInt: 'BIGINT',
  unsignedInt: 'BIGINT',
  decimal: 'DOUBLE',
}

/** Dates stay texts: FHIR's may be a year or a month. Lists and elements are JSON. */
function sqlTypeOf(column: ViewColumn): SqlType {
  if (column.collection === true) return 'VARCHAR'
  const type = (column.type ?? 'string').replace(/^.*[./]/, '')
  return sqlTypes[type.charAt(0).toLowerCase() + type.slice(1)] ?? 'VARCHAR'
}

const flushEvery = 10_000

/** Writes rows into a Parquet file by the embedded DuckDB. Returns how many. */
export async function writeParquet(
  columns: readonly ViewColumn[],
  rows: AsyncIterable<ViewRow> | Iterable<ViewRow>,
  path: string,
): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:', { enable_external_access: 'true', threads: '1' })
  const connection = await instance.connect()
  try {
    const types = columns.map(sqlTypeOf)
    await connection.run(`create table v (${columns.map((one, at) => `"${one.name}" ${types[at]}`).join(', ')})`)
    const appender = await connection.createAppender('v')
    let count = 0
    for await (const row of rows) {
      for (const [at, column] of columns.entries()) append(appender, types[at] ?? 'VARCHAR', row[column.name])
      appender.endRow()
      if (++count % flushEvery === 0) appender.flushSync()
    }
    appender.closeSync()
    await connection.run(`copy v to '${path.replaceAll("'", "''")}' (format parquet, compression zstd)`)
    return count
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

interface Appender {
  appendNull(): void
  appendBoolean(value: boolean): void
  appendBigInt(value: bigint): void
  appendDouble(value: number): void
  appendVarchar(value: string): void
}

/** A value that does not fit its column's type is no value rather than a wrong one. */
function append(appender: Appender, type: SqlType, value: unknown): void {
  const number = typeof value === 'number' ? value : Number(lexemeOf(value) ?? Number.NaN)
  if (value === null || value === undefined) appender.appendNull()
  else if (type === 'VARCHAR') appender.appendVarchar(typeof value === 'string' ? value : JSON.stringify(value))
  else if (type === 'BOOLEAN' && typeof value === 'boolean') appender.appendBoolean(value)
  else if (type === 'BIGINT' && Number.isSafeInteger(number)) appender.appendBigInt(BigInt(number))
  else if (type === 'DOUBLE' && Number.isFinite(number)) appender.appendDouble(number)
  else appender.appendNull()
}
