import type { ViewColumn, ViewRow } from '#fhir/view/view-definition.ts'
import { csvCell } from '#kernel/csv-cell.ts'

export type TextFormat = 'csv' | 'ndjson' | 'json'

/** A cell as text; lists and elements as JSON. */
const textOf = (value: unknown): string =>
  value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

const csvOf = (value: unknown): string => csvCell(typeof value === 'number' ? value : textOf(value))

/** Rows as text, piece by piece. */
export async function* textRows(
  columns: readonly ViewColumn[],
  rows: AsyncIterable<ViewRow> | Iterable<ViewRow>,
  format: TextFormat,
): AsyncGenerator<string> {
  const names = columns.map((column) => column.name)
  if (format === 'csv') yield `${names.join(',')}\r\n`
  if (format === 'json') yield '['
  let first = true
  for await (const row of rows) {
    if (format === 'csv') yield `${names.map((name) => csvOf(row[name])).join(',')}\r\n`
    else if (format === 'ndjson') yield `${JSON.stringify(row)}\n`
    else yield `${first ? '' : ','}${JSON.stringify(row)}`
    first = false
  }
  if (format === 'json') yield ']'
}
