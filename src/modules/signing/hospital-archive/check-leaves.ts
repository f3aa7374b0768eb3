import { createHash } from 'node:crypto'
import { GrowingTree } from '#store/ledger/growing-tree.ts'
import { type LeafKind, type LeafLine, readLeafLine } from '#store/ledger/leaf-line.ts'
import { leafHash } from '#store/ledger/merkle.ts'
import type { Files } from '../record-archive/sealed-files.ts'
import { type DestroyAct, destroyActs, type ErasedVersion } from './erasures.ts'
import {
  chunkPath,
  contentFolders,
  type LeafRow,
  linesOf,
  readLeafRow,
  type Stretch,
  stretchesOf,
} from './format.ts'
import { type LostContent, type RemovalAct, removalActs } from './removals.ts'

/** What does not hold in an exported hospital, and why: a key below `signing.verify.hospital`. */
export interface HospitalFault {
  readonly what: string
  readonly fault:
    | 'head-missing'
    | 'head-unreadable'
    | 'head-signature'
    | 'head-differs'
    | 'row-unreadable'
    | 'line-differs'
    | 'leaf-missing'
    | 'leaf-moved'
    | 'leaf-added'
    | 'leaves-cut'
    | 'content-missing'
    | 'content-foreign'
    | 'content-order'
    | 'file-cut'
    | 'file-differs'
    | 'file-missing'
    | 'facility'
    | 'erasure-unproven'
    | 'removal-unproven'
}

export type Tell = (what: string, fault: HospitalFault['fault']) => void

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const nothing = sha256(Buffer.alloc(0))

/** What is learned on the way through the leaves, for what is checked after them. */
export interface Learned {
  /** Roots at the sizes asked for. */
  readonly roots: Map<number, string>
  /** Hashes of files that leaves name, with who names them. */
  readonly carried: Map<string, string>
  /** Hashes of signatures inside their Provenance. */
  readonly inside: Set<string>
  /** Files that versions name. */
  readonly named: Map<string, string>
  readonly acts: DestroyAct[]
  readonly removals: RemovalAct[]
  /** Events whose texts are not there. */
  readonly lost: LostContent[]
}

export interface Walk {
  readonly files: Files
  readonly size: number
  readonly facility: number
  readonly headSizes: ReadonlySet<number>
  readonly erased: ReadonlyMap<string, ErasedVersion>
  readonly tell: Tell
}

/** Walks all leaves in order: rows, hashes, tree, and the contents beside them. */
export function walkLeaves(walk: Walk): Learned {
  const tree = new GrowingTree()
  const learned: Learned = {
    roots: new Map(),
    carried: new Map(),
    inside: new Set(),
    named: new Map(),
    acts: [],
    removals: [],
    lost: [],
  }
  for (const stretch of stretchesOf(walk.files.paths, walk.size)) {
    const [first] = stretch
    const rows = readRows(walk, stretch)
    const lines: PlacedLine[] = []
    for (const row of rows) {
      tree.add(Buffer.from(row.hash, 'hex'))
      if (walk.headSizes.has(tree.size)) learned.roots.set(tree.size, tree.root().toString('hex'))
      const line = lineOf(walk, row)
      if (line) lines.push({ ...line, position: row.position, leaf: row.hash })
    }
    checkContents(walk, learned, first, lines)
  }
  return learned
}

/** Rows of one file in the order of their positions; what is missing, moved or too much is named. */
function readRows({ files, tell }: Walk, [first, last]: Stretch): readonly LeafRow[] {
  const path = chunkPath('leaves', first, 'txt')
  const { lines, whole } = linesOf(files.read(path))
  if (!whole) tell(path, 'file-cut')
  const byPosition = new Map<number, LeafRow>()
  let before = first - 1
  for (const [n, bytes] of lines.entries()) {
    const row = readLeafRow(bytes.toString('utf8'))
    if (!row) {
      tell(`${path}:${n + 1}`, 'row-unreadable')
      continue
    }
    if (row.position < first || row.position >= last || byPosition.has(row.position))
      tell(`${row.position} ${row.line}`, 'leaf-added')
    else byPosition.set(row.position, row)
    if (row.position < before) tell(`${row.position} ${row.line}`, 'leaf-moved')
    before = row.position
  }
  return inOrder(byPosition, first, last, tell)
}

function inOrder(rows: ReadonlyMap<number, LeafRow>, first: number, last: number, tell: Tell): readonly LeafRow[] {
  const found: LeafRow[] = []
  let gap: number | undefined
  for (let position = first; position <= last; position++) {
    const row = rows.get(position)
    if (row || position === last) {
      if (gap !== undefined) tell(`${gap}–${position - 1}`, position === last ? 'leaves-cut' : 'leaf-missing')
      gap = undefined
    } else gap ??= position
    if (row) found.push(row)
  }
  return found
}

function lineOf({ facility, tell }: Walk, row: LeafRow): LeafLine | undefined {
  const what = `${row.position} ${row.line}`
  if (leafHash(Buffer.from(row.line, 'utf8')).toString('hex') !== row.hash) tell(what, 'line-differs')
  const line = readLeafLine(row.line)
  if (!line) tell(what, 'row-unreadable')
  else if (line.facility !== facility) tell(what, 'facility')
  return line
}

interface PlacedLine extends LeafLine {
  readonly position: number
  /** Hash of the leaf, hex. */
  readonly leaf: string
}

type ContentKind = keyof typeof contentFolders
const contentKinds = Object.keys(contentFolders) as readonly ContentKind[]
const isContent = (kind: LeafKind): kind is ContentKind => Object.hasOwn(contentFolders, kind)

/** Contents of the leaves of one file: versions, events, packs. */
function checkContents(walk: Walk, learned: Learned, first: number, lines: readonly PlacedLine[]): void {
  for (const line of lines)
    if (!isContent(line.kind) && line.kind !== 'archived')
      learned.carried.set(line.sha256, `${line.kind} ${line.name}`)
  for (const kind of contentKinds) {
    const isExpected = (line: LeafLine) =>
      line.kind === kind && line.sha256 !== nothing && !walk.erased.has(line.name)
    const path = chunkPath(contentFolders[kind], first, 'ndjson')
    const { lines: given, whole } = linesOf(walk.files.read(path))
    if (!whole) walk.tell(path, 'file-cut')
    const texts = kind === 'events' ? given.map(textOf) : given
    const missing = (line: PlacedLine) =>
      kind === 'version' ? walk.tell(`${kind} ${line.name}`, 'content-missing') : learned.lost.push(line)
    compareContents({ tell: walk.tell, missing }, path, lines.filter(isExpected), texts)
    for (const text of texts) learn(learned, kind, text)
  }
}

function compareContents(
  { tell, missing }: { readonly tell: Tell; missing(line: PlacedLine): void },
  path: string,
  all: readonly PlacedLine[],
  given: readonly Buffer[],
): void {
  const hashes = given.map(sha256)
  const left = countsOf(hashes)
  const expected: PlacedLine[] = []
  for (const line of all) {
    const count = left.get(line.sha256) ?? 0
    left.set(line.sha256, Math.max(0, count - 1))
    if (count === 0) missing(line)
    else expected.push(line)
  }
  for (const [n, hash] of hashes.entries()) {
    const count = left.get(hash) ?? 0
    if (count === 0) continue
    tell(`${path}:${n + 1}`, 'content-foreign')
    left.set(hash, count - 1)
  }
  if (hashes.length !== expected.length) return
  const odd = expected.find(({ sha256: hash }, n) => hash !== hashes[n])
  if (odd && new Set(hashes).isSubsetOf(new Set(expected.map((one) => one.sha256))))
    tell(`${odd.kind} ${odd.name}`, 'content-order')
}

function countsOf(hashes: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const hash of hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1)
  return counts
}

/** A pack of events holds line feeds, so it stands as a JSON string. */
function textOf(line: Buffer): Buffer {
  try {
    const text: unknown = JSON.parse(line.toString('utf8'))
    return typeof text === 'string' ? Buffer.from(text, 'utf8') : line
  } catch {
    return line
  }
}

const blobs = /"urn:lanong:blob:([0-9a-f]{64})"/g

/** Files that a version names, and the signature that it carries itself; acts of destruction of events. */
function learn(learned: Learned, kind: ContentKind, bytes: Buffer): void {
  if (kind === 'version') learnVersion(learned, bytes)
  else {
    learned.acts.push(...destroyActs(bytes))
    learned.removals.push(...removalActs(bytes))
  }
}

function learnVersion(learned: Learned, bytes: Buffer): void {
  const text = bytes.toString('utf8')
  const name = /^\{"resourceType":"(\w+)","id":"([^"]+)"/.exec(text)
  for (const [, hash = ''] of text.matchAll(blobs)) learned.named.set(hash, `${name?.[1]}/${name?.[2]}`)
  if (name?.[1] !== 'Provenance') return
  for (const [, data = ''] of text.matchAll(/"data":"([A-Za-z0-9+/=]+)"/g))
    learned.inside.add(sha256(Buffer.from(data, 'base64')))
}
