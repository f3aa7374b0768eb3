/** A place in PostgreSQL's log of changes (WAL), as a number: exact up to 8 PB. */
export type Lsn = number

/** `1A/2B3C` as PostgreSQL writes it. */
export function parseLsn(text: string): Lsn {
  const [high = '', low = ''] = text.split('/')
  return Number.parseInt(high, 16) * 2 ** 32 + Number.parseInt(low, 16)
}

export function formatLsn(lsn: Lsn): string {
  return `${Math.floor(lsn / 2 ** 32)
    .toString(16)
    .toUpperCase()}/${(lsn % 2 ** 32).toString(16).toUpperCase()}`
}

/** For names that sort as they follow each other. */
export function lsnName(lsn: Lsn): string {
  return lsn.toString(16).padStart(16, '0')
}

/** The name PostgreSQL gives the file of the log that begins at `start`. */
export function segmentName(timeline: number, start: Lsn, segmentSize: number): string {
  const perId = 2 ** 32 / segmentSize
  const segment = Math.floor(start / segmentSize)
  const hex = (n: number) => n.toString(16).toUpperCase().padStart(8, '0')
  return hex(timeline) + hex(Math.floor(segment / perId)) + hex(segment % perId)
}
