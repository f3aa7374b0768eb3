import type { ViewColumn, ViewRow } from '#fhir/view/view-definition.ts'

export type TextFormat = 'csv' | 'ndjson' | 'json'

/** A cell as text; lists and elements as JSON. */
const textOf = (value: unknown): string =>
  value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

/** RFC 4180. A text that a spreadsheet would take for a formula is kept as text by an apostrophe. */
function csvCell(value: unknown): string {
  const text = textOf(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

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
    if (format === 'csv') yield `${names.map((name) => csvCell(row[name])).join(',')}\r\n`
    else if (format === 'ndjson') yield `${JSON.stringify(row)}\n`
    else yield `${first ? '' : ','}${JSON.stringify(row)}`
    first = false
  }
  if (format === 'json') yield ']'
}
