import { createHash } from 'node:crypto'
import { leafRow, readLeafRow } from '#modules/signing/hospital-archive/format.ts'
import type { HospitalVerdict } from '#modules/signing/hospital-archive/verify.ts'
import { readLeafLine } from '#store/ledger/leaf-line.ts'
import { leafHash } from '#store/ledger/merkle.ts'

export type Exported = ReadonlyMap<string, Buffer>

/** An export that somebody altered, and what must be named. */
export interface Altered {
  readonly kind: string
  readonly files: Map<string, Buffer>
  /** One of these must occur in what is told. */
  readonly names: readonly string[]
}

/** Numbers that are the same for the same seed (mulberry32). */
export function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

type Roll = (below: number) => number

const feed = 10
const pick = <T>(roll: Roll, list: readonly T[]): T => {
  const found = list[roll(list.length)]
  if (found === undefined) throw new RangeError('nothing to pick from')
  return found
}

/** Lines without their line feeds. */
const split = (bytes: Buffer): Buffer[] => {
  const lines: Buffer[] = []
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(feed, from)
    const to = found === -1 ? bytes.length : found
    lines.push(bytes.subarray(from, to))
    from = to + 1
  }
  return lines
}
const join = (lines: readonly Buffer[]): Buffer => Buffer.concat(lines.flatMap((line) => [line, Buffer.of(feed)]))

const lined = (path: string) => /^(leaves|versions|audit|events)\//.test(path)
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Names of the entries whose content a line is, or of the row itself. */
function namesAt(files: Exported, path: string, n: number): readonly string[] {
  const line = split(files.get(path) ?? Buffer.alloc(0))[n] ?? Buffer.alloc(0)
  if (path.startsWith('leaves/')) {
    const row = readLeafRow(line.toString('utf8'))
    return [`${row?.position} `, `${row?.position}–`, `${path}:`]
  }
  const text = path.startsWith('events/') ? Buffer.from(JSON.parse(line.toString('utf8')) as string) : line
  const hash = sha256(text)
  for (const [other, bytes] of files) {
    if (!other.startsWith('leaves/')) continue
    const row = split(bytes).find((one) => one.toString('latin1').endsWith(hash))
    const leaf = row && readLeafLine(readLeafRow(row.toString('utf8'))?.line ?? '')
    if (leaf) return [`${leaf.kind} ${leaf.name}`]
  }
  return [path]
}

type Alter = (files: Exported, roll: Roll, paths: readonly string[]) => Altered

const changed = (files: Exported, path: string, bytes: Buffer) => new Map(files).set(path, bytes)

const flip: Alter = (files, roll, paths) => {
  const path = pick(roll, paths)
  const bytes = Buffer.from(files.get(path) ?? '')
  const at = roll(bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << roll(8))
  const line = split((files.get(path) ?? Buffer.alloc(0)).subarray(0, at)).length
  const n = bytes.subarray(0, at).lastIndexOf(feed) === at - 1 ? line : Math.max(line - 1, 0)
  const names = lined(path) ? [...namesAt(files, path, n), ...namesAt(files, path, n + 1), path] : [path]
  return { kind: 'a bit flipped', files: changed(files, path, bytes), names }
}

/** Takes a line out, puts one in again, or exchanges two. */
const reline =
  (kind: string, change: (lines: Buffer[], n: number, m: number) => void, own: boolean): Alter =>
  (files, roll, paths) => {
    const path = pick(
      roll,
      paths.filter((one) => lined(one) && split(files.get(one) ?? Buffer.alloc(0)).length > 2),
    )
    const lines = split(files.get(path) ?? Buffer.alloc(0))
    const n = roll(lines.length - 1)
    const m = n + 1 + roll(lines.length - n - 1)
    const names = [...namesAt(files, path, n), ...namesAt(files, path, m)]
    change(lines, n, m)
    return { kind, files: changed(files, path, join(lines)), names: own ? [...names, `${path}:`] : names }
  }

const cut: Alter = (files, roll, paths) => {
  const path = pick(roll, paths)
  const bytes = files.get(path) ?? Buffer.alloc(0)
  const kept = bytes.subarray(0, roll(bytes.length))
  return {
    kind: 'a file cut off',
    files: changed(files, path, kept),
    names: [path, ...lostNames(files, path, kept)],
  }
}

/** The first entry that is no longer there whole. */
function lostNames(files: Exported, path: string, kept: Buffer): readonly string[] {
  if (!lined(path)) return [path.slice(-64)]
  const n = kept.length === 0 ? 0 : split(kept).length - (kept.at(-1) === feed ? 0 : 1)
  return namesAt(files, path, n)
}

const remove: Alter = (files, roll, paths) => {
  const path = pick(roll, paths)
  const left = new Map(files)
  left.delete(path)
  const names = [path, ...lostNames(files, path, Buffer.alloc(0)), `${Number(/\d{12}/.exec(path)?.[0] ?? -1)}–`]
  return { kind: 'a file deleted', files: left, names }
}

const add: Alter = (files, roll) => {
  const path = `files/zz/${roll(1e9)}.pdf`
  return { kind: 'a file added', files: changed(files, path, Buffer.from(`%PDF ${roll(1e9)}`)), names: [path] }
}

/** Content, line and hash are all made to fit each other: only the signed head cannot be. */
const forge: Alter = (files, roll, paths) => {
  const path = pick(
    roll,
    paths.filter((one) => one.startsWith('versions/')),
  )
  const lines = split(files.get(path) ?? Buffer.alloc(0))
  const n = roll(lines.length)
  const before = lines[n] ?? Buffer.alloc(0)
  const after = Buffer.from(before.toString('utf8').replace(/"id":"([^"]+)"/, '"id":"$1","language":"vi"'))
  lines[n] = after
  const leaves = path.replace('versions/', 'leaves/').replace('.ndjson', '.txt')
  const rows = split(files.get(leaves) ?? Buffer.alloc(0)).map((row) => {
    const read = readLeafRow(row.toString('utf8'))
    if (!read?.line.endsWith(sha256(before))) return row
    const line = read.line.slice(0, -64) + sha256(after)
    return Buffer.from(leafRow({ position: read.position, hash: leafHash(Buffer.from(line)), line }).slice(0, -1))
  })
  const forged = changed(files, path, join(lines)).set(leaves, join(rows))
  return { kind: 'an entry forged throughout', files: forged, names: ['head-differs'] }
}

const alters: readonly Alter[] = [
  flip,
  reline('a line taken out', (lines, n) => lines.splice(n, 1), false),
  reline('a line put in twice', (lines, n, m) => lines.splice(m, 0, lines[n] ?? Buffer.alloc(0)), true),
  reline(
    'two lines exchanged',
    (lines, n, m) => {
      const kept = lines[n] ?? Buffer.alloc(0)
      lines[n] = lines[m] ?? Buffer.alloc(0)
      lines[m] = kept
    },
    true,
  ),
  cut,
  remove,
  add,
  forge,
]

/** One alteration, any file. Whoever made it has no seal. */
export function alter(files: Exported, roll: Roll): Altered {
  return pick(roll, alters)(files, roll, [...files.keys()])
}

/**
 * One alteration by somebody who holds the seal and signs the list of files anew: only the ledger can tell. Heads and
 * roots are left alone, and files are only added where a list would tell them.
 */
export function alterUnderSeal(files: Exported, roll: Roll): Altered {
  const paths = [...files.keys()].filter((path) => lined(path) || path.startsWith('files/'))
  return pick(
    roll,
    alters.filter((one) => one !== add),
  )(files, roll, paths)
}

/** Everything that a verdict tells, as text. */
export function toldBy(verdict: HospitalVerdict | undefined): readonly string[] {
  if (!verdict) return ['manifest.json: unreadable']
  const { seal, changed: other, missing, added, faults } = verdict
  return [
    ...seal.faults.map((fault) => `manifest.json manifest.json.p7s: ${fault}`),
    ...[...other, ...missing, ...added],
    ...faults.map(({ what, fault }) => `${what}: ${fault}`),
  ]
}
