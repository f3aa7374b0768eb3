import { AppError } from '#kernel/app-error.ts'
import { type BaseManifest, timeOfBase } from './base-manifest.ts'
import { backupErrors } from './errors.ts'
import { type Line, listLines } from './line.ts'
import { formatLsn, type Lsn } from './lsn.ts'
import type { Vault } from './vault.ts'
import {
  coverage,
  type LineHead,
  listPieces,
  type PieceHead,
  reach,
  readLineHead,
  readPiece,
  readPieceHead,
  type WalPiece,
} from './wal-pieces.ts'
import { walkRecords } from './wal-records.ts'
import { listBases, readBase } from './write-base.ts'

/** What a restore will do, fixed before anything is written. */
export interface RestorePlan {
  readonly line: Line
  readonly base: BaseManifest
  /** Recovery ends at the record that begins here: after it, or before it. */
  readonly target: { readonly lsn: Lsn; readonly inclusive: boolean }
  /** Every commit until then comes back; milliseconds since 1970. */
  readonly until: number
  readonly pieces: readonly WalPiece[]
  /** End of the log that is needed. */
  readonly walEnd: Lsn
  /** Object with the small files as they were at the target. */
  readonly smallFiles: string
  /** Documents that came after the base. */
  readonly blobs: readonly string[]
}

interface Known {
  readonly line: Line
  readonly head: LineHead
  readonly bases: readonly string[]
}

const moment = (ms: number) => new Date(ms).toISOString()

/** The line that is meant: the one named, else the one that was written last and can be restored. */
async function chooseLine(vault: Vault, named: string | undefined): Promise<Known> {
  let chosen: Known | undefined
  for (const line of await listLines(vault)) {
    if (named !== undefined && line.id !== named) continue
    const bases = await listBases(vault, line.id)
    const head = await readLineHead(vault, line.id)
    if (bases.length === 0 || !head) continue
    if (!chosen || head.safeAt >= chosen.head.safeAt) chosen = { line, head, bases }
  }
  if (!chosen) throw backupErrors.noBackup({ where: vault.store.where })
  return chosen
}

/** @param asked.to the moment that is asked for, milliseconds since 1970; everything there is when absent */
export async function planRestore(vault: Vault, asked: RestoreAsked): Promise<RestorePlan> {
  // A live keeper puts whole segments in the place of pieces; what vanished meanwhile stands in the next listing.
  try {
    return await planOnce(vault, asked)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'backup.missing') throw error
    return planOnce(vault, asked)
  }
}

export interface RestoreAsked {
  readonly to?: number | undefined
  readonly line?: string | undefined
  /** A base as it is, without the log after it. */
  readonly base?: string | undefined
}

async function planOnce(vault: Vault, asked: RestoreAsked): Promise<RestorePlan> {
  const { line, head, bases } = await chooseLine(vault, asked.line)
  const { to } = asked
  if (to !== undefined && to > head.safeAt)
    throw backupErrors.beyond({ time: moment(to), known: moment(head.safeAt) })
  const base = asked.base ? await readBase(vault, line.id, asked.base) : await chooseBase(vault, line, bases, to)
  const border = Math.floor(base.startLsn / line.segmentSize) * line.segmentSize
  const listed = await listPieces(vault, line.id)
  // The head is written after its pieces: what is there beyond it counts, what it says and is not there is a gap.
  const end = endOfLog(asked, base, head, reach(listed, border))
  const pieces = coverage(listed, border, end)
  const log = { vault, line, pieces, base }
  const later = to === undefined ? undefined : await firstCommitAfter(log, to)
  const needed = later ? pieces.filter((piece) => piece.start <= later) : pieces
  const heads: PieceHead[] = []
  for (const piece of needed) heads.push(await readPieceHead(vault, piece))
  return {
    line,
    base,
    target: later ? { lsn: later, inclusive: false } : { lsn: await lastRecord(log, end), inclusive: true },
    until: asked.base ? Date.parse(base.endedAt) : (to ?? head.safeAt),
    pieces: needed,
    walEnd: needed.at(-1)?.end ?? end,
    smallFiles: (!asked.base && (later || end > head.lsn ? heads.at(-1)?.files : head.files)) || base.smallFiles,
    blobs: heads.flatMap(({ blobs }) => blobs),
  }
}

function endOfLog(asked: RestoreAsked, base: BaseManifest, head: LineHead, reached: Lsn): Lsn {
  return asked.base ? base.stopLsn : Math.max(head.lsn, base.stopLsn, reached)
}

async function chooseBase(
  vault: Vault,
  line: Line,
  bases: readonly string[],
  to: number | undefined,
): Promise<BaseManifest> {
  for (const id of bases.toReversed()) {
    if (to !== undefined && timeOfBase(id) >= to) continue
    const base = await readBase(vault, line.id, id)
    if (to === undefined || Date.parse(base.endedAt) < to) return base
  }
  const first = await readBase(vault, line.id, bases[0] ?? '')
  throw backupErrors.noBase({ time: moment(to ?? 0), earliest: first.endedAt })
}

interface Log {
  readonly vault: Vault
  readonly line: Line
  readonly pieces: readonly WalPiece[]
  readonly base: BaseManifest
}

/** The log from a border of segments on, so many segments at most. */
async function readLog({ vault, line, pieces }: Log, from: Lsn, segments: number) {
  const start = Math.max(Math.floor(from / line.segmentSize) * line.segmentSize, pieces[0]?.start ?? 0)
  const end = Math.floor(from / line.segmentSize) * line.segmentSize + segments * line.segmentSize
  const parts: Buffer[] = []
  let at = start
  for (const piece of pieces) {
    if (piece.end <= at || piece.start >= end) continue
    const { bytes } = await readPiece(vault, piece)
    const part = bytes.subarray(at - piece.start, Math.max(0, end - piece.start))
    parts.push(part)
    at += part.length
  }
  return { start, bytes: Buffer.concat(parts), segmentSize: line.segmentSize }
}

/** Where the last record begins that is whole. */
async function lastRecord(log: Log, end: Lsn): Promise<Lsn> {
  const { segmentSize } = log.line
  for (let back = 1; ; back++) {
    const border = Math.floor((end - 1) / segmentSize) * segmentSize - (back - 1) * segmentSize
    const from = Math.max(border, log.base.startLsn)
    const wal = await readLog(log, from, back)
    let last: Lsn | undefined
    for (const record of walkRecords(wal, from)) if (record.end <= end) last = record.start
    if (last !== undefined) return last
    if (from === log.base.startLsn) throw backupErrors.gap({ after: formatLsn(from), wanted: formatLsn(end) })
  }
}

const windowSegments = 4

/** Where the first commit after a moment begins; undefined when there is none. */
async function firstCommitAfter(log: Log, to: number): Promise<Lsn | undefined> {
  const { base, pieces, line } = log
  let from = base.stopLsn
  const end = pieces.at(-1)?.end ?? 0
  while (from < end) {
    const wal = await readLog(log, from, windowSegments)
    let at = from
    for (const record of walkRecords(wal, from)) {
      at = record.end
      if (record.committedAt !== undefined && record.committedAt / 1000 > to) return record.start
    }
    const next = Math.floor(from / line.segmentSize) * line.segmentSize + windowSegments * line.segmentSize
    if (next >= end) return undefined
    // Where the window ends in the middle of a record, the next one begins with it.
    from = at > from && at < next ? at : next
  }
  return undefined
}
