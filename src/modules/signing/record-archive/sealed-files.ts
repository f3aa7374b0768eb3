import { createHash } from 'node:crypto'
import { type DetachedVerdict, verifyDetached } from '../detached-verdict.ts'
import { type Certificate, fingerprint, readCertificate, subjectName } from '../x509/certificate.ts'
import type { Trust } from '../x509/chain.ts'
import { type ManifestFile, manifestPath, manifestSignaturePath, trustFolder, unlisted } from './format.ts'

/** Files of an export, of a ZIP or of a folder. */
export interface Files {
  readonly paths: readonly string[]
  read(path: string): Buffer | undefined
}

export function filesOf(entries: ReadonlyMap<string, Buffer>): Files {
  return { paths: [...entries.keys()], read: (path) => entries.get(path) }
}

/** What every list of files tells, whatever it is a list of. */
export interface Sealed {
  readonly format: string
  readonly files: readonly ManifestFile[]
}

export interface SealVerdict {
  readonly seal: DetachedVerdict
  readonly whole: readonly string[]
  readonly changed: readonly string[]
  readonly missing: readonly string[]
  readonly added: readonly string[]
}

const isSealed = (value: unknown): value is Sealed => {
  const { format, files } = (value ?? {}) as Partial<Sealed>
  return (
    typeof format === 'string' &&
    Array.isArray(files) &&
    files.every((file) => typeof file?.path === 'string' && /^[0-9a-f]{64}$/.test(String(file.sha256)))
  )
}

/** The list of files, when there is one of a format that is known. */
export function readManifest<T extends Sealed>(files: Files, formats: readonly string[]): T | undefined {
  try {
    const value: unknown = JSON.parse(files.read(manifestPath)?.toString('utf8') ?? '')
    return isSealed(value) && formats.includes(value.format) ? (value as T) : undefined
  } catch {
    return undefined
  }
}

/** Every file against the list, the list against the facility's signature. */
export function checkSealed(files: Files, manifest: Sealed, trust: Trust): SealVerdict {
  const text = files.read(manifestPath) ?? Buffer.alloc(0)
  const signature = files.read(manifestSignaturePath)
  const seal = signature
    ? verifyDetached(text, signature, trust)
    : { signer: '', at: undefined, certificate: undefined, faults: ['no-seal'] }
  const listed = new Map(manifest.files.map((file) => [file.path, file.sha256]))
  const there = new Set(files.paths)
  const [whole, changed]: [string[], string[]] = [[], []]
  for (const [path, sha256] of listed) {
    const bytes = files.read(path)
    if (bytes) (createHash('sha256').update(bytes).digest('hex') === sha256 ? whole : changed).push(path)
  }
  return {
    seal,
    whole,
    changed,
    missing: [...listed.keys()].filter((path) => !there.has(path)),
    added: files.paths.filter((path) => !listed.has(path) && !unlisted.has(path)),
  }
}

export const sealHolds = ({ seal, changed, missing, added }: SealVerdict): boolean =>
  seal.faults.length + changed.length + missing.length + added.length === 0

/** Roots that travel in the export itself. */
export function rootsOf(files: Files): Certificate[] {
  return files.paths.flatMap((path) => {
    const bytes = path.startsWith(trustFolder) ? files.read(path) : undefined
    try {
      return bytes ? [readCertificate(bytes)] : []
    } catch {
      return []
    }
  })
}

export const namesOfRoots = (trust: Trust) =>
  trust.roots.map((root) => ({ name: subjectName(root), sha256: fingerprint(root) }))
