import { createHash } from 'node:crypto'
import { type HeadText, readHeadText } from '#store/ledger/head-text.ts'
import { type LeafLine, readLeafLine } from '#store/ledger/leaf-line.ts'
import { leafHash } from '#store/ledger/merkle.ts'
import { verifyInclusion } from '#store/ledger/verify-proof.ts'
import { verifyDetached } from '../detached-verdict.ts'
import type { Trust } from '../x509/chain.ts'
import { recordPath } from './format.ts'
import { imagesPath, readImages } from './images.ts'
import { type ExportedLeaf, headPath, historyFolder, leavesPath, readLeaves } from './ledger-format.ts'

/** What does not hold, and why: a key below `signing.verify.ledger`. */
export interface LedgerFault {
  readonly what: string
  readonly fault:
    | 'missing'
    | 'unreadable'
    | 'head-signature'
    | 'size-differs'
    | 'no-line'
    | 'not-in-tree'
    | 'twice'
    | 'bytes-differ'
    | 'bytes-missing'
    | 'no-leaf'
    | 'version-missing'
    | 'document-differs'
}

export interface LedgerVerdict {
  readonly head: HeadText | undefined
  readonly leaves: number
  readonly faults: readonly LedgerFault[]
}

type Entries = ReadonlyMap<string, Buffer>

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const nothing = sha256(Buffer.alloc(0))

/**
 * Checks what an exported record says of the ledger: the head's signature, the place of every leaf under it, and that the
 * bytes of every version, signature and file are those of its leaf.
 */
export function checkLedger(entries: Entries, trust: Trust): LedgerVerdict {
  const text = entries.get(headPath)
  const told = readLeaves(entries.get(leavesPath))
  const head = readHeadText(text?.toString('utf8') ?? '')
  if (!text || !head || !told) {
    const what = text && head ? leavesPath : headPath
    return { head, leaves: 0, faults: [{ what, fault: entries.has(what) ? 'unreadable' : 'missing' }] }
  }
  const lines = told.leaves.map((leaf) => ({ leaf, line: readLeafLine(leaf.line) }))
  const read = lines.flatMap(({ line }) => line ?? [])
  const signature = verifyDetached(text, entries.get(`${headPath}.p7s`) ?? Buffer.alloc(0), trust)
  const faults: LedgerFault[] = [
    ...(signature.faults.length > 0 ? [{ what: headPath, fault: 'head-signature' } as const] : []),
    ...(told.size === head.size ? [] : [{ what: leavesPath, fault: 'size-differs' } as const]),
    ...lines.flatMap(({ leaf, line }) => placeFault(leaf, line, head)),
    ...repeated(told.leaves),
    ...versionFaults(read, entries),
    ...carriedFaults(read, entries),
    ...documentFaults(read, entries),
  ]
  return { head, leaves: lines.length, faults }
}

function placeFault(leaf: ExportedLeaf, line: LeafLine | undefined, head: HeadText): readonly LedgerFault[] {
  if (!line || line.facility !== head.facility) return [{ what: leaf.line.slice(0, 200), fault: 'no-line' }]
  const { position, proof } = leaf
  const claim = { position, size: head.size, proof, root: Buffer.from(head.root, 'hex') }
  const holds = verifyInclusion({ ...claim, leafHash: leafHash(Buffer.from(leaf.line, 'utf8')) })
  return holds ? [] : [{ what: `${line.kind} ${line.name}`, fault: 'not-in-tree' }]
}

function repeated(leaves: readonly ExportedLeaf[]): readonly LedgerFault[] {
  const seen = new Set<number>()
  return leaves.flatMap(({ position, line }) => {
    if (!seen.has(position)) {
      seen.add(position)
      return []
    }
    return [{ what: line.slice(0, 200), fault: 'twice' as const }]
  })
}

/** Versions against their bytes, both ways; and that none is left out between the first and the last. */
function versionFaults(lines: readonly LeafLine[], entries: Entries): readonly LedgerFault[] {
  const versions = new Map(lines.filter(({ kind }) => kind === 'version').map((line) => [line.name, line]))
  const faults: LedgerFault[] = []
  const last = new Map<string, number>()
  for (const [name, { sha256: hash }] of versions) {
    const [key = '', number = ''] = name.split('/_history/')
    last.set(key, Math.max(last.get(key) ?? 0, Number(number)))
    const bytes = entries.get(`${historyFolder}${key}/${number}.json`)
    if (bytes ? sha256(bytes) !== hash : hash !== nothing)
      faults.push({ what: name, fault: bytes ? 'bytes-differ' : 'bytes-missing' })
  }
  for (const path of entries.keys()) {
    const [, key, number] = /^history\/(.+)\/([^/]+)\.json$/.exec(path) ?? []
    if (path.startsWith(historyFolder) && !versions.has(`${key}/_history/${number}`))
      faults.push({ what: path, fault: 'no-leaf' })
  }
  return [...faults, ...gaps(versions, last)]
}

function gaps(versions: ReadonlyMap<string, LeafLine>, last: ReadonlyMap<string, number>): readonly LedgerFault[] {
  const faults: LedgerFault[] = []
  for (const [key, newest] of last) {
    let begun = false
    for (let version = 1; version <= newest; version++) {
      const name = `${key}/_history/${version}`
      const there = versions.has(name)
      if (begun && !there) faults.push({ what: name, fault: 'version-missing' })
      begun ||= there
    }
  }
  return faults
}

/**
 * Bytes that carry signatures, and archived files: each is in the export, as a file or inside its Provenance. A picture
 * may be by reference: its leaf is proven, its bytes are elsewhere, and the sealed list says so.
 */
function carriedFaults(lines: readonly LeafLine[], entries: Entries): readonly LedgerFault[] {
  const there = new Set<string>()
  for (const [path, bytes] of entries) {
    there.add(sha256(bytes))
    if (path.startsWith(`${historyFolder}Provenance/`))
      for (const data of signatureData(bytes)) there.add(sha256(data))
  }
  const away = new Set(
    readImages(entries.get(imagesPath)).flatMap((one) => (one.path === undefined ? [one.sha256] : [])),
  )
  return lines
    .filter(({ kind }) => kind === 'signature' || kind === 'file')
    .filter(({ kind, sha256: hash }) => !there.has(hash) && !(kind === 'file' && away.has(hash)))
    .map(({ kind, name, sha256: hash }) => ({ what: `${kind} ${name} ${hash}`, fault: 'bytes-missing' as const }))
}

function signatureData(provenance: Buffer): readonly Buffer[] {
  try {
    const { signature = [] } = JSON.parse(provenance.toString('utf8')) as { signature?: { data?: string }[] }
    return signature.flatMap(({ data }) => (data === undefined ? [] : [Buffer.from(data, 'base64')]))
  } catch {
    return []
  }
}

/** The document tells the newest version of everything, byte for byte, and nothing else but its own head. */
function documentFaults(lines: readonly LeafLine[], entries: Entries): readonly LedgerFault[] {
  const document = entries.get(recordPath) ?? Buffer.alloc(0)
  const newest = new Map<string, { readonly number: number; readonly hash: string }>()
  for (const { kind, name, sha256: hash } of lines) {
    if (kind !== 'version') continue
    const [key = '', number = ''] = name.split('/_history/')
    if (Number(number) > (newest.get(key)?.number ?? 0)) newest.set(key, { number: Number(number), hash })
  }
  const present = [...newest].filter(([, { hash }]) => hash !== nothing)
  const faults = present.flatMap(([key, { number }]) => {
    const bytes = entries.get(`${historyFolder}${key}/${number}.json`)
    const told = bytes && document.includes(Buffer.concat([Buffer.from('"resource":'), bytes, Buffer.from('}')]))
    return told ? [] : [{ what: key, fault: 'document-differs' as const }]
  })
  return countEntries(document) === present.length + 1 || faults.length > 0
    ? faults
    : [{ what: recordPath, fault: 'document-differs' }]
}

function countEntries(document: Buffer): number {
  try {
    return (JSON.parse(document.toString('utf8')) as { entry?: unknown[] }).entry?.length ?? 0
  } catch {
    return 0
  }
}
