import { createHash } from 'node:crypto'
import { type DetachedVerdict, verifyDetached } from '../detached-verdict.ts'
import { verifyPaper } from '../pades/verify.ts'
import type { ValidationReport } from '../report/report.ts'
import { type Certificate, fingerprint, readCertificate, subjectName } from '../x509/certificate.ts'
import type { Trust } from '../x509/chain.ts'
import {
  archiveFormat,
  type Manifest,
  manifestPath,
  manifestSignaturePath,
  plainFormat,
  recordPath,
  trustFolder,
  unlisted,
} from './format.ts'
import { readEntries } from './read-entries.ts'
import { checkSignedRows, type RowVerdict } from './signed-rows.ts'
import { checkLedger, type LedgerVerdict } from './verify-ledger.ts'

export interface ArchiveVerdict {
  readonly ok: boolean
  /** Why the file could not be read at all. */
  readonly unreadable: 'zip' | 'manifest' | undefined
  readonly manifest: Manifest | undefined
  readonly seal: DetachedVerdict | undefined
  readonly whole: readonly string[]
  readonly changed: readonly string[]
  readonly missing: readonly string[]
  readonly added: readonly string[]
  readonly papers: readonly { readonly path: string; readonly verdict: ValidationReport }[]
  /** Signatures on single rows of sheets in the data of the record. */
  readonly rows: readonly RowVerdict[]
  /** What the ledger says of every version, signature and file; absent from an export of the first format. */
  readonly ledger: LedgerVerdict | undefined
  /** Roots used: given from outside, or those that travel in the archive itself. */
  readonly trust: 'given' | 'archive'
  readonly roots: readonly { readonly name: string; readonly sha256: string }[]
}

const isManifest = (value: unknown): value is Manifest => {
  const manifest = value as Partial<Manifest> | null
  const files = manifest?.files
  return (
    (manifest?.format === archiveFormat || manifest?.format === plainFormat) &&
    Array.isArray(files) &&
    files.every((file) => typeof file?.path === 'string' && /^[0-9a-f]{64}$/.test(String(file.sha256)))
  )
}

function readManifest(bytes: Buffer | undefined): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(bytes?.toString('utf8') ?? '')
    return isManifest(value) ? value : undefined
  } catch {
    return undefined
  }
}

function rootsOf(entries: ReadonlyMap<string, Buffer>): Certificate[] {
  return [...entries].flatMap(([path, bytes]) => {
    if (!path.startsWith(trustFolder)) return []
    try {
      return [readCertificate(bytes)]
    } catch {
      return []
    }
  })
}

function checkSeal(entries: ReadonlyMap<string, Buffer>, trust: Trust): DetachedVerdict {
  const text = entries.get(manifestPath) ?? Buffer.alloc(0)
  const signature = entries.get(manifestSignaturePath)
  if (!signature) return { signer: '', at: undefined, certificate: undefined, faults: ['no-seal'] }
  return verifyDetached(text, signature, trust)
}

function compare(manifest: Manifest, entries: ReadonlyMap<string, Buffer>) {
  const same = (path: string, sha256: string) =>
    createHash('sha256')
      .update(entries.get(path) ?? Buffer.alloc(0))
      .digest('hex') === sha256
  const listed = new Map(manifest.files.map((file) => [file.path, file.sha256]))
  const there = [...listed].filter(([path]) => entries.has(path))
  return {
    whole: there.filter(([path, sha256]) => same(path, sha256)).map(([path]) => path),
    changed: there.filter(([path, sha256]) => !same(path, sha256)).map(([path]) => path),
    missing: [...listed.keys()].filter((path) => !entries.has(path)),
    added: [...entries.keys()].filter((path) => !listed.has(path) && !unlisted.has(path)),
  }
}

const nothing = {
  seal: undefined,
  whole: [],
  changed: [],
  missing: [],
  added: [],
  papers: [],
  rows: [],
  ledger: undefined,
  trust: 'given',
  roots: [],
} as const

/**
 * Checks an exported record without network or database: every file against the manifest, the manifest
 * against the facility's signature, every signature on every paper and on every row of a sheet.
 *
 * @param given roots to trust; without them those in the archive are used, which proves that it is whole,
 *   not who made it
 */
export function verifyArchive(bytes: Buffer, given?: Trust): ArchiveVerdict {
  const entries = readEntries(bytes)
  if (!entries) return { ...nothing, ok: false, unreadable: 'zip', manifest: undefined }
  const manifest = readManifest(entries.get(manifestPath))
  if (!manifest) return { ...nothing, ok: false, unreadable: 'manifest', manifest: undefined }
  const trust: Trust = given ?? { roots: rootsOf(entries), crls: [] }
  const seal = checkSeal(entries, trust)
  const files = compare(manifest, entries)
  const papers = [...entries]
    .filter(([path]) => path.toLowerCase().endsWith('.pdf'))
    .map(([path, content]) => ({ path, verdict: verifyPaper(content, trust) }))
  const rows = checkSignedRows(entries.get(recordPath) ?? Buffer.alloc(0), trust)
  const ledger = manifest.format === archiveFormat ? checkLedger(entries, trust) : undefined
  const ok =
    seal.faults.length === 0 &&
    files.changed.length + files.missing.length + files.added.length === 0 &&
    papers.every((paper) => paper.verdict.verdict !== 'broken') &&
    rows.every(({ faults }) => faults.length === 0) &&
    (ledger?.faults.length ?? 0) === 0
  return {
    ok,
    unreadable: undefined,
    manifest,
    seal,
    ...files,
    papers,
    rows,
    ledger,
    trust: given ? 'given' : 'archive',
    roots: trust.roots.map((root) => ({ name: subjectName(root), sha256: fingerprint(root) })),
  }
}
