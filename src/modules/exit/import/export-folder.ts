import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { verifyHospital } from '#modules/signing/index.ts'
import { exitErrors } from '../errors.ts'

/** What stands in the sealed list of a whole export. */
interface WholeManifest {
  readonly format: string
  /** The last change of the schema that its tables have. */
  readonly schema: string
  readonly tables: Readonly<Record<string, number>>
  readonly files: readonly { readonly path: string; readonly sha256: string }[]
}

export interface ExportFolder {
  readonly folder: string
  readonly manifest: WholeManifest
  readonly sums: ReadonlyMap<string, string>
  readonly files: Parameters<typeof verifyHospital>[0]
}

/** Whether a folder is a whole export, and not a heap of files. */
export function isWholeExport(folder: string): boolean {
  return existsSync(join(folder, 'manifest.json')) && existsSync(join(folder, 'tables'))
}

export function openExport(folder: string): ExportFolder {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => relative(folder, join(one.parentPath, one.name)).split(sep).join('/'))
  const there = new Set(paths)
  if (!there.has('manifest.json')) throw exitErrors.noExport({ folder, reason: 'manifest.json' })
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as WholeManifest
  if (typeof manifest.tables !== 'object' || typeof manifest.schema !== 'string')
    throw exitErrors.noExport({ folder, reason: 'tables' })
  return {
    folder,
    manifest,
    sums: new Map(manifest.files.map(({ path, sha256 }) => [path, sha256])),
    files: { paths, read: (path) => (there.has(path) ? readFileSync(join(folder, path)) : undefined) },
  }
}
