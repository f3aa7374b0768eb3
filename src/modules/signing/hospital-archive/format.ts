import type { ManifestFile } from '../record-archive/format.ts'

/** What an exported hospital is: a folder with these files, and nothing that its manifest does not name; docs/ledger.md §6. */
export const hospitalFormat = 'lanong-hospital-export/1'

export interface HospitalManifest {
  readonly format: typeof hospitalFormat
  readonly facility: string
  readonly madeAt: string
  readonly madeBy: string
  readonly files: readonly ManifestFile[]
}

/** Most positions that one file of leaves, and the files of their contents beside it, hold. */
export const leavesPerFile = 10_000

/** `leaves/000000010000.txt`: the number is the first position. */
export const chunkPath = (folder: string, first: number, ending: string) =>
  `${folder}/${String(first).padStart(12, '0')}.${ending}`

/** Bytes of contents beside a file of leaves from which it ends early; what is longer alone stands alone. */
export const contentBytesPerFile = 64 * 1024 * 1024

/** Kinds of leaf whose contents are lines of files beside the leaves, in their order. */
export const contentFolders = { version: 'versions', audit: 'audit', events: 'events' } as const

/** Head of the ledger at the time of the export, and those signed before. */
export const lastHeadPath = 'ledger/head.txt'
export const headsFolder = 'ledger/heads/'
export const headPathOf = (size: number) => `${headsFolder}${size}.txt`

export { erasedPath } from './erasures.ts'
export { judgeRemovals, removalActs } from './removals.ts'

export const blobPath = (sha256: string) => `files/${sha256.slice(0, 2)}/${sha256}`

export const provenPath = (sha256: string) => `proven/${sha256}.pdf`

/** One row of a file of leaves. */
export function leafRow(leaf: {
  readonly position: number
  readonly hash: Uint8Array
  readonly line: string
}): string {
  return `${leaf.position} ${Buffer.from(leaf.hash).toString('hex')} ${leaf.line}\n`
}

export interface LeafRow {
  readonly position: number
  /** Hex. */
  readonly hash: string
  readonly line: string
}

const shape = /^(\d{1,15}) ([0-9a-f]{64}) (\S.*)$/

export function readLeafRow(row: string): LeafRow | undefined {
  const [, position, hash, line] = shape.exec(row) ?? []
  return hash && line ? { position: Number(position), hash, line } : undefined
}

/** Lines of a file that ends with a line feed; a last line without one is told by `whole`. */
export function linesOf(bytes: Buffer | undefined): {
  readonly lines: readonly Buffer[]
  readonly whole: boolean
} {
  const lines: Buffer[] = []
  if (!bytes) return { lines, whole: true }
  let from = 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, from)) {
    lines.push(bytes.subarray(from, at))
    from = at + 1
  }
  if (from < bytes.length) lines.push(bytes.subarray(from))
  return { lines, whole: from >= bytes.length }
}

/** A file of leaves: its first position, and the one behind its last. */
export type Stretch = readonly [first: number, last: number]

const leavesPath = /^leaves\/(\d{12})\.txt$/

/** Files of leaves as their names cut the ledger; where a name is missing, a file would have had the most. Pure. */
export function stretchesOf(paths: Iterable<string>, size: number): readonly Stretch[] {
  const named = [...paths]
    .flatMap((path) => leavesPath.exec(path)?.[1] ?? [])
    .map(Number)
    .filter((first) => first < size)
    .sort((a, b) => a - b)
  const found: Stretch[] = []
  let next = 0
  for (let first = 0; first < size; ) {
    while ((named[next] ?? size) <= first) next++
    const last = Math.min(first + leavesPerFile, named[next] ?? size, size)
    found.push([first, last])
    first = last
  }
  return found
}
