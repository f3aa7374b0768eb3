import type { Lsn } from './lsn.ts'

/*
 * Walks over the records of PostgreSQL's log (WAL, versions 16 to 18: access/xlogrecord.h, xlog_internal.h) to learn
 * two things: where the last whole record begins, and when transactions were committed. Nothing is interpreted beyond
 * the lengths; what is in the log was authenticated when it was opened.
 */
const pageSize = 8192
const shortHeader = 24
const longHeader = 40
const recordHeader = 24
const align = (n: number) => Math.ceil(n / 8) * 8

/** The page begins with the rest of a record of the page before. */
const firstIsContinued = 0x0001
/** The record that was cut off by a crash before this page was given up; a new one begins here. */
const cutRecordGivenUp = 0x0008
const transactionManager = 1
const logManager = 0
const switchRecord = 0x40
const commit = 0x00
const commitPrepared = 0x30
const operationMask = 0x70
const microsecondsTo2000 = 946_684_800_000_000

export interface WalRecord {
  readonly start: Lsn
  /** First byte after it. */
  readonly end: Lsn
  /** When it is a commit: the instant, in microseconds since 1970. */
  readonly committedAt: number | undefined
}

export interface WalBytes {
  readonly start: Lsn
  readonly bytes: Buffer
  readonly segmentSize: number
}

/** Whole records from `from`, which must be where a record or a page begins, to the end of the bytes. */
export function* walkRecords(wal: WalBytes, from: Lsn): Generator<WalRecord> {
  const { start, bytes, segmentSize } = wal
  const headerAt = (page: Lsn) => (page % segmentSize === 0 ? longHeader : shortHeader)
  let at = from
  while (at - start + 8 <= bytes.length) {
    if (at % pageSize === 0) {
      const first = firstRecordOf(wal, at, headerAt(at))
      if (first === undefined) return
      at = first
      continue
    }
    const length = bytes.readUInt32LE(at - start)
    if (length < recordHeader) return // zeroes: nothing was written from here on
    const record = readRecord(wal, at, length)
    if (record === undefined) return
    if ('givenUpAt' in record) {
      at = record.givenUpAt
      continue
    }
    const { end, head } = record
    const committedAt = commitTime(head)
    yield { start: at, end, committedAt }
    at = isSwitch(head) ? Math.ceil(end / segmentSize) * segmentSize : end
  }
}

function firstRecordOf({ start, bytes }: WalBytes, page: Lsn, header: number): Lsn | undefined {
  const offset = page - start
  if (offset + header > bytes.length) return undefined
  const info = bytes.readUInt16LE(offset + 2)
  if ((info & firstIsContinued) === 0) return page + header
  // The rest of a record that began before: skipped page by page.
  const rest = bytes.readUInt32LE(offset + 16)
  const room = pageSize - header
  return rest < room ? page + align(header + rest) : page + pageSize
}

type Read = { readonly end: Lsn; readonly head: Buffer } | { readonly givenUpAt: Lsn }

/** As much of a record as says what it is; undefined when its end is not there yet. */
function readRecord({ start, bytes, segmentSize }: WalBytes, from: Lsn, length: number): Read | undefined {
  const parts: Buffer[] = []
  let left = length
  let at = from
  let kept = 0
  for (;;) {
    const offset = at - start
    const room = Math.min(left, pageSize - (at % pageSize))
    if (offset + room > bytes.length) return undefined
    if (kept < 64) parts.push(bytes.subarray(offset, offset + room))
    kept += room
    left -= room
    at += room
    if (left === 0) return { end: align(at), head: Buffer.concat(parts) }
    const page = at - start
    if (page + shortHeader > bytes.length) return undefined
    if (bytes.readUInt16LE(page + 2) & cutRecordGivenUp) return { givenUpAt: at }
    at += at % segmentSize === 0 ? longHeader : shortHeader
  }
}

function isSwitch(head: Buffer): boolean {
  return head[17] === logManager && ((head[16] ?? 0) & 0xf0) === switchRecord
}

/** Main data of a commit begins with its time; before it stand only origin and top-level transaction, if any. */
function commitTime(head: Buffer): number | undefined {
  if (head[17] !== transactionManager) return undefined
  const operation = (head[16] ?? 0) & operationMask
  if (operation !== commit && operation !== commitPrepared) return undefined
  let at = recordHeader
  if (head[at] === 253) at += 3
  if (head[at] === 252) at += 5
  at += head[at] === 254 ? 5 : 2
  return at + 8 <= head.length ? Number(head.readBigInt64LE(at)) + microsecondsTo2000 : undefined
}
