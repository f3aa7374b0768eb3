import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import type { verifyHospital } from '#modules/signing/index.ts'
import { migrationFiles } from '#platform/db/migrate.ts'
import { exitErrors } from '../errors.ts'
import { tableFolder } from '../export/table-files.ts'

/** Oldest schema that this program reads: before it the journal had no places that are empty by its terms. */
const oldest = '0376-retention-of-the-journal.sql'

/** The changes of the schema that an export has; refuses one that this program does not know, or can not read any more. */
export async function schemaOfExport(folder: string): Promise<readonly string[]> {
  const rows = join(folder, tableFolder('migration'))
  if (!existsSync(rows)) throw exitErrors.noExport({ folder, reason: tableFolder('migration') })
  const names = readdirSync(rows)
    .sort()
    .flatMap((file) => readFileSync(join(rows, file), 'utf8').split('\n').filter(Boolean))
    .map((line) => (parsed(line) as { readonly name?: string } | undefined)?.name ?? line)
  const known = await migrationFiles()
  const unknown = names.filter((name) => !known.includes(name)).at(-1)
  if (unknown !== undefined) throw exitErrors.newerProgram({ name: unknown })
  if (!names.includes(oldest)) throw exitErrors.olderProgram({ name: names.toSorted().at(-1) ?? '', oldest })
  return names
}

/** What stands in the sealed list of a whole export. */
const Manifest = Type.Object({
  format: Type.String(),
  /** The last change of the schema that its tables have. */
  schema: Type.String(),
  tables: Type.Record(Type.String(), Type.Number()),
  files: Type.Array(Type.Object({ path: Type.String(), sha256: Type.String() })),
})
type WholeManifest = Static<typeof Manifest>

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
  const manifest = readManifest(folder)
  return {
    folder,
    manifest,
    sums: new Map(manifest.files.map(({ path, sha256 }) => [path, sha256])),
    files: { paths, read: (path) => (there.has(path) ? readFileSync(join(folder, path)) : undefined) },
  }
}

function readManifest(folder: string): WholeManifest {
  const manifest = parsed(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  if (!Value.Check(Manifest, manifest)) throw exitErrors.noExport({ folder, reason: 'manifest.json' })
  return manifest
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
