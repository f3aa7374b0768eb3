import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { CodeSystem, Resource } from '@medplum/fhirtypes'
import { isLargeSystem } from '#fhir/terminology/large-system.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import { importCodeSystem } from './import-code-system.ts'
import type { ImportReport } from './import-table.ts'
import { unpack } from './unpack.ts'

/** Resources of a FHIR package, ready for the import of resources. */
export interface PreparedPackage {
  readonly folder: string
  readonly files: readonly string[]
  /** Code systems whose concepts went into rows. */
  readonly loads: readonly ImportReport[]
  dispose(): Promise<void>
}

export const isPackage = (path: string) =>
  /\.tgz$/i.test(path) || existsSync(join(path, 'package', 'package.json'))

/** Resources below this size can not be a large code system. */
const smallBytes = 100_000

/**
 * Unpacks a `.tgz` package, or reads an unpacked one, and puts large code systems into rows. An id that is stored
 * already for another version gets the version behind it: two releases stand beside each other.
 */
export async function preparePackage(ctx: Context, path: string): Promise<PreparedPackage> {
  const packed = (await stat(path)).isFile()
  const folder = packed ? await unpack(path) : await copied(join(path, 'package'))
  const loads: ImportReport[] = []
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  for (const name of files) {
    const load = await prepareFile(ctx, join(folder, name))
    if (load) loads.push(load)
  }
  return {
    folder,
    files: files.map((name) => join(folder, name)),
    loads,
    dispose: () => rm(folder, { recursive: true, force: true }),
  }
}

/** The folder of somebody else is not written to. */
async function copied(folder: string): Promise<string> {
  const target = await mkdtemp(join(tmpdir(), 'lanong-package-'))
  for (const name of await readdir(folder))
    if (name.endsWith('.json') && !/^(package|\.index)\.json$/.test(name))
      await copyFile(join(folder, name), join(target, name))
  return target
}

async function prepareFile(ctx: Context, path: string): Promise<ImportReport | undefined> {
  const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '')
  const resource = parsed(text)
  if (!resource) return undefined
  const id = await freeId(ctx, resource)
  const load =
    text.length > smallBytes && isLargeSystem(resource)
      ? await importCodeSystem(ctx, basename(path), resource)
      : undefined
  const { concept: _concept, ...head } = resource as CodeSystem
  if (load) await writeFile(path, JSON.stringify({ ...head, id, count: load.expected }))
  else if (id !== resource.id) await writeFile(path, text.replace(`"${resource.id}"`, `"${id}"`))
  return load
}

function parsed(text: string): Resource | undefined {
  try {
    return JSON.parse(text) as Resource
  } catch {
    return undefined
  }
}

interface Versioned {
  readonly url?: string
  readonly version?: string
}

async function freeId(ctx: Context, resource: Resource): Promise<string | undefined> {
  const { id, resourceType } = resource
  const own = resource as Versioned
  if (id === undefined || own.url === undefined || own.version === undefined) return id
  const stored = (await findResource(ctx, resourceType, id)) as Versioned | undefined
  if (!stored || stored.version === own.version) return id
  return `${id.slice(0, 40)}-${own.version.replace(/[^A-Za-z0-9.-]/g, '-').slice(0, 22)}`
}
