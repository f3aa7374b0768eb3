import { createHash } from 'node:crypto'
import { signCms, type TimeStamper } from '../cms/build.ts'
import { oids } from '../der/oids.ts'
import type { Signer } from '../signers/signer.ts'
import type { Certificate } from '../x509/certificate.ts'
import {
  archiveFormat,
  type Manifest,
  type ManifestFile,
  manifestPath,
  manifestSignaturePath,
  papersFolder,
  plainFormat,
  readme,
  recordPath,
} from './format.ts'
import { headPath } from './ledger-format.ts'
import { buildZip, rootPems } from './zip.ts'

export interface ArchivePaper {
  /** Becomes `papers/<name>.pdf`. */
  readonly name: string
  readonly bytes: Buffer
}

export interface ArchiveInput {
  readonly record: string
  readonly facility: string
  readonly madeAt: string
  readonly madeBy: string
  readonly about: Readonly<Record<string, string>>
  /** The record as a FHIR Bundle of type document, canonical bytes. */
  readonly fhir: Buffer
  readonly papers: readonly ArchivePaper[]
  readonly roots: readonly Certificate[]
  /** Further files, like proofs of the ledger. */
  readonly more?: readonly { readonly path: string; readonly bytes: Buffer }[]
}

const safeName = (name: string) =>
  name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .slice(0, 120)

function entries(input: ArchiveInput): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  for (const paper of input.papers) {
    const path = `${papersFolder}${safeName(paper.name)}.pdf`
    if (files.has(path)) throw new RangeError(`two papers are called ${path}`)
    files.set(path, paper.bytes)
  }
  files.set(recordPath, input.fhir)
  for (const [path, pem] of rootPems(input)) files.set(path, pem)
  files.set('README.txt', Buffer.from(readme))
  for (const one of input.more ?? []) files.set(one.path, one.bytes)
  return files
}

const describe = (path: string, bytes: Buffer): ManifestFile => ({
  path,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  size: bytes.length,
})

/**
 * Makes the one file of an exported record; the seal of the facility signs its manifest.
 * @param prove adds to the seal what it will be checked by
 */
export async function buildArchive(
  input: ArchiveInput,
  seal: Signer,
  stamper: TimeStamper,
  prove: (signature: Buffer) => Promise<Buffer> = async (signature) => signature,
): Promise<Buffer> {
  const files = entries(input)
  const manifest: Manifest = {
    format: files.has(headPath) ? archiveFormat : plainFormat,
    record: input.record,
    facility: input.facility,
    madeAt: input.madeAt,
    madeBy: input.madeBy,
    about: input.about,
    files: [...files].map(([path, bytes]) => describe(path, bytes)).sort((a, b) => (a.path < b.path ? -1 : 1)),
  }
  const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
  const digest = createHash('sha256').update(text).digest()
  const signature = await prove(await signCms(seal, { digest, contentType: oids.data }, stamper))
  const head: [string, Buffer][] = [
    [manifestPath, text],
    [manifestSignaturePath, signature],
  ]
  return buildZip(new Map([...head, ...files]), new Date(input.madeAt))
}
