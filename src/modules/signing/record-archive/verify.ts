import type { DetachedVerdict } from '../detached-verdict.ts'
import { verifyPaper } from '../pades/verify.ts'
import type { ValidationReport } from '../report/report.ts'
import type { Trust } from '../x509/chain.ts'
import { verifyXml } from '../xades/verify.ts'
import { archiveFormat, exchangePath, type Manifest, plainFormat, recordPath, rowProofsFolder } from './format.ts'
import { type ArchiveImage, imagesPath, readImages } from './images.ts'
import { readEntries } from './read-entries.ts'
import { checkSealed, filesOf, namesOfRoots, readManifest, rootsOf, sealHolds } from './sealed-files.ts'
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
  /** Papers, and the ministry's form in XML when it is sealed. */
  readonly papers: readonly { readonly path: string; readonly verdict: ValidationReport }[]
  /** Signatures on single rows of sheets in the data of the record. */
  readonly rows: readonly RowVerdict[]
  /** Pictures of the record, in the file or by reference. */
  readonly images: readonly ArchiveImage[]
  /** What the ledger says of every version, signature and file; absent from an export of the first format. */
  readonly ledger: LedgerVerdict | undefined
  /** Roots used: given from outside, or those that travel in the archive itself. */
  readonly trust: 'given' | 'archive'
  readonly roots: readonly { readonly name: string; readonly sha256: string }[]
}

const rowProofsIn = (entries: ReadonlyMap<string, Buffer>): ReadonlyMap<string, Buffer> =>
  new Map(
    [...entries]
      .filter(([path]) => path.startsWith(rowProofsFolder))
      .map(([path, bytes]) => [path.slice(rowProofsFolder.length).replace(/\.p7s$/, ''), bytes]),
  )

const nothing = {
  seal: undefined,
  whole: [],
  changed: [],
  missing: [],
  added: [],
  papers: [],
  rows: [],
  images: [],
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
  const zip = filesOf(entries)
  const manifest = readManifest<Manifest>(zip, [archiveFormat, plainFormat])
  if (!manifest) return { ...nothing, ok: false, unreadable: 'manifest', manifest: undefined }
  const trust: Trust = given ?? { roots: rootsOf(zip), crls: [] }
  const files = checkSealed(zip, manifest, trust)
  const papers = [...entries].flatMap(([path, content]) => signedFile(path, content, trust))
  const rows = checkSignedRows(entries.get(recordPath) ?? Buffer.alloc(0), trust, rowProofsIn(entries))
  const ledger = manifest.format === archiveFormat ? checkLedger(entries, trust) : undefined
  const ok =
    sealHolds(files) &&
    papers.every((paper) => paper.verdict.verdict !== 'broken') &&
    rows.every(({ faults }) => faults.length === 0) &&
    (ledger?.faults.length ?? 0) === 0
  return {
    ok,
    unreadable: undefined,
    manifest,
    ...files,
    papers,
    rows,
    images: readImages(entries.get(imagesPath)),
    ledger,
    trust: given ? 'given' : 'archive',
    roots: namesOfRoots(trust),
  }
}

/** An export of before December 2026 has its XML without a seal. */
function signedFile(path: string, content: Buffer, trust: Trust): ArchiveVerdict['papers'] {
  if (path.toLowerCase().endsWith('.pdf')) return [{ path, verdict: verifyPaper(content, trust) }]
  if (path !== exchangePath || !content.includes('<ds:Signature')) return []
  return [{ path, verdict: verifyXml(content, trust, new Date()) }]
}
