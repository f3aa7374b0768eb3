/** `047` in turn, `P04` with priority, as the ticket and the display show it. */
export function formatQueueNumber(kind: 'N' | 'P', running: number): string {
  return kind === 'P' ? `P${String(running).padStart(2, '0')}` : String(running).padStart(3, '0')
}

/** Record number (số hồ sơ): `26/000123`. */
export function formatRecordNumber(year: number, running: number): string {
  return `${String(year).slice(-2)}/${String(running).padStart(6, '0')}`
}
