import type { Lsn } from './lsn.ts'
import type { Vault } from './vault.ts'
import { headName, type LineHead, type PieceHead, pieceName } from './wal-pieces.ts'

/** What goes into the vault before the log that may speak of it. */
export interface Beside {
  /** Keeps documents that came; their hashes. */
  blobs(): Promise<readonly string[]>
  /** Keeps the small files when they changed; the object that holds them now. */
  files(): Promise<string>
}

export interface WalWriter {
  take(at: Lsn, bytes: Buffer, sentAt: number): void
  ends(at: Lsn, sentAt: number): void
  /** Puts into the vault what was taken. One at a time. */
  flush(): Promise<void>
  /** Everything before it is in the vault. */
  readonly kept: Lsn
  /** Everything that was there at this moment is in the vault. Milliseconds since 1970. */
  readonly safeAt: number
  /** Bytes taken and not in the vault yet. */
  readonly waiting: number
}

interface Segment {
  readonly start: Lsn
  readonly parts: Buffer[]
  readonly names: string[]
  readonly blobs: string[]
}

const frameBytes = 1024 * 1024

/** Writes the log in pieces; a whole segment takes the place of its pieces. */
export function walWriter(
  vault: Vault,
  line: string,
  options: { readonly from: Lsn; readonly segmentSize: number; readonly beside: Beside },
): WalWriter {
  const { segmentSize, beside } = options
  let kept = options.from
  let safeAt = 0
  let taken: { readonly at: Lsn; readonly bytes: Uint8Array; readonly sentAt: number }[] = []
  let logEnd: { readonly at: Lsn; readonly sentAt: number } | undefined
  let waiting = 0
  const carried: string[] = []
  let told = ''
  let segment: Segment | undefined =
    kept % segmentSize === 0 ? { start: kept, parts: [], names: [], blobs: [] } : undefined

  /** Ends at a border of a segment, so that no piece spans two, and at `upTo`. */
  const next = (upTo: Lsn): { readonly bytes: Buffer; readonly sentAt: number } | undefined => {
    const border = Math.min(upTo, (Math.floor(kept / segmentSize) + 1) * segmentSize)
    const parts: Uint8Array[] = []
    let at = kept
    let sentAt = 0
    for (const piece of taken) {
      if (at >= border) break
      const bytes = piece.bytes.subarray(Math.max(0, at - piece.at), Math.max(0, border - piece.at))
      if (bytes.length === 0) continue
      parts.push(bytes)
      at += bytes.length
      sentAt = piece.sentAt
    }
    return at > kept ? { bytes: Buffer.concat(parts), sentAt } : undefined
  }
  const forget = () => {
    taken = taken.filter((piece) => piece.at + piece.bytes.length > kept)
    waiting = taken.reduce((sum, piece) => sum + piece.at + piece.bytes.length - Math.max(kept, piece.at), 0)
  }
  const putPiece = async (start: Lsn, bytes: Buffer, head: PieceHead): Promise<string> => {
    const name = pieceName(line, start, start + bytes.length)
    const frames: Uint8Array[] = [Buffer.from(JSON.stringify(head))]
    for (let at = 0; at < bytes.length; at += frameBytes) frames.push(bytes.subarray(at, at + frameBytes))
    await vault.put(name, frames)
    return name
  }
  const putNext = async (upTo: Lsn, files: string, blobs: string[]): Promise<boolean> => {
    const piece = next(upTo)
    if (!piece) return false
    const end = kept + piece.bytes.length
    if (end % segmentSize === 0 && segment) {
      const whole = Buffer.concat([...segment.parts, piece.bytes])
      const all = [...segment.blobs, ...blobs]
      await putPiece(segment.start, whole, { start: segment.start, end, sentAt: piece.sentAt, blobs: all, files })
      for (const name of segment.names) await vault.store.remove(name)
    } else {
      const name = await putPiece(kept, piece.bytes, { start: kept, end, sentAt: piece.sentAt, blobs, files })
      segment?.parts.push(piece.bytes)
      segment?.names.push(name)
      segment?.blobs.push(...blobs)
    }
    if (end % segmentSize === 0) segment = { start: end, parts: [], names: [], blobs: [] }
    kept = end
    blobs.length = 0
    return true
  }
  return {
    take(at, bytes, sentAt) {
      taken.push({ at, bytes, sentAt })
      waiting += bytes.length
    },
    ends(at, sentAt) {
      logEnd = { at, sentAt }
    },
    async flush() {
      const said = logEnd
      const last = taken.at(-1)
      const upTo = last ? last.at + last.bytes.length : kept
      // What commits before this moment refer to was put into the data folder before them.
      const files = await beside.files()
      carried.push(...(await beside.blobs()))
      while (await putNext(upTo, files, carried)) forget()
      forget()
      if (said && said.at <= kept) safeAt = Math.max(safeAt, said.sentAt)
      const head: LineHead = { lsn: kept, safeAt, files }
      const text = JSON.stringify(head)
      if (safeAt === 0 || text === told) return
      await vault.put(headName(line), [Buffer.from(text)])
      told = text
    },
    get kept() {
      return kept
    },
    get safeAt() {
      return safeAt
    },
    get waiting() {
      return waiting
    },
  }
}
