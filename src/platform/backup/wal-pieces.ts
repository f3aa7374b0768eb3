import { backupErrors } from './errors.ts'
import { formatLsn, type Lsn, lsnName } from './lsn.ts'
import { openSealed } from './sealed-object.ts'
import type { Vault } from './vault.ts'

/** A stretch of the log in the vault: a second's worth, or a whole segment that takes the place of its pieces. */
export interface WalPiece {
  readonly name: string
  readonly start: Lsn
  readonly end: Lsn
}

/** What stands at the front of a piece. */
export interface PieceHead {
  readonly start: Lsn
  readonly end: Lsn
  /** When the server sent its last byte: every commit in it is earlier. Milliseconds since 1970. */
  readonly sentAt: number
  /** Documents that were kept since the piece before. */
  readonly blobs: readonly string[]
  /** Object with the small files of the data folder as they were then. */
  readonly files: string
}

/** How far a line goes; written anew with every piece. */
export interface LineHead {
  readonly lsn: Lsn
  /** Everything until then is in the vault. */
  readonly safeAt: number
  readonly files: string
}

export const walOf = (line: string) => `${line}/wal/`
export const headName = (line: string) => `${line}/head`
export const pieceName = (line: string, start: Lsn, end: Lsn) => `${walOf(line)}${lsnName(start)}-${lsnName(end)}`

export function parsePiece(name: string): WalPiece | undefined {
  const found = /([0-9a-f]{16})-([0-9a-f]{16})$/.exec(name)
  if (!found) return undefined
  return { name, start: Number.parseInt(found[1] ?? '', 16), end: Number.parseInt(found[2] ?? '', 16) }
}

export async function listPieces(vault: Vault, line: string): Promise<readonly WalPiece[]> {
  return (await vault.store.list(walOf(line))).flatMap(({ name }) => parsePiece(name) ?? [])
}

/**
 * The fewest pieces that cover the log from `from` to `to` without a gap; a segment and its pieces may both be there.
 * Throws `backup.gap` where something is missing.
 */
export function coverage(pieces: readonly WalPiece[], from: Lsn, to: Lsn): readonly WalPiece[] {
  const sorted = [...pieces].sort((a, b) => a.start - b.start)
  const chosen: WalPiece[] = []
  let [at, next] = [from, 0]
  while (at < to) {
    let best: WalPiece | undefined
    for (let piece = sorted[next]; piece && piece.start <= at; piece = sorted[++next])
      if (piece.end > (best?.end ?? at)) best = piece
    if (!best) throw backupErrors.gap({ after: formatLsn(at), wanted: formatLsn(to) })
    chosen.push(best)
    at = best.end
  }
  return chosen
}

/** Where the log ends that begins at `from` and has no gap. */
export function reach(pieces: readonly WalPiece[], from: Lsn): Lsn {
  let at = from
  for (const piece of [...pieces].sort((a, b) => a.start - b.start))
    if (piece.start <= at && piece.end > at) at = piece.end
  return at
}

export async function readPiece(vault: Vault, piece: WalPiece): Promise<{ head: PieceHead; bytes: Buffer }> {
  const stored = await vault.store.get(piece.name)
  if (!stored) throw backupErrors.missing({ name: piece.name })
  const [first, ...frames] = openSealed(vault.key, piece.name, stored)
  const head = JSON.parse(first?.toString('utf8') ?? 'null') as PieceHead
  const bytes = Buffer.concat(frames)
  if (bytes.length !== piece.end - piece.start)
    throw backupErrors.damaged({ name: piece.name, reason: 'has another length than its name says' })
  return { head, bytes }
}

/** What stands at the front, without opening the rest. */
export async function readPieceHead(vault: Vault, piece: WalPiece): Promise<PieceHead> {
  const stored = await vault.store.get(piece.name)
  if (!stored) throw backupErrors.missing({ name: piece.name })
  for (const first of openSealed(vault.key, piece.name, stored))
    return JSON.parse(first.toString('utf8')) as PieceHead
  throw backupErrors.damaged({ name: piece.name, reason: 'is empty' })
}

export async function readLineHead(vault: Vault, line: string): Promise<LineHead | undefined> {
  const bytes = await vault.read(headName(line))
  return bytes && (JSON.parse(bytes.toString('utf8')) as LineHead)
}
