/** Signs that spreadsheets take for the beginning of a formula. */
const begins = /^[=+\-@\t\r\0]/

/** A text as a cell that no spreadsheet calculates: an apostrophe keeps it a text. */
export const asText = (text: string): string => (begins.test(text) ? `'${text}` : text)

/** A cell of a CSV (RFC 4180). Every table that leaves is written with it. */
export function csvCell(value: string | number | boolean | null): string {
  const safe = typeof value === 'string' ? asText(value) : String(value ?? '')
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
