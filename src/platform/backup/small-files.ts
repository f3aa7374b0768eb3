import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { keyNoteName } from '../keys/installed.ts'
import { backupErrors } from './errors.ts'
import { writeDurably } from './object-store.ts'
import type { Vault } from './vault.ts'

/**
 * What the data folder holds besides the database, documents and logs: keys, certificates, secrets of the seal. It is
 * little, so each state of it is kept whole.
 */
export interface SmallFiles {
  /** Name of the object in the vault. */
  readonly name: string
  readonly frames: readonly Buffer[]
}

/** Not the program's state, or kept otherwise. */
const leftOut = new Set([
  'postgres',
  'blobs',
  'log',
  'lost+found',
  'backup',
  'backup.key',
  'backup-state',
  'drill',
  'quarantine',
  'rehearsal',
  'rolling-back',
  'set-aside',
  // Documents come back plain, so a restored folder needs no key of before.
  keyNoteName,
])
const mostBytes = 256 * 1024 * 1024

async function listSmall(dataDir: string): Promise<readonly { path: string; size: number; changed: number }[]> {
  const found: { path: string; size: number; changed: number }[] = []
  for (const top of await readdir(dataDir, { withFileTypes: true })) {
    if (leftOut.has(top.name)) continue
    const below = top.isDirectory()
      ? (await readdir(join(dataDir, top.name), { recursive: true, withFileTypes: true }))
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name).slice(join(dataDir, '/').length))
      : top.isFile()
        ? [top.name]
        : []
    for (const path of below) {
      const seen = await stat(join(dataDir, path)).catch(() => undefined)
      if (seen) found.push({ path, size: seen.size, changed: seen.mtimeMs })
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Changes when a file comes, goes or is written. */
export async function markOfSmallFiles(dataDir: string): Promise<string> {
  return createHash('sha256')
    .update(JSON.stringify(await listSmall(dataDir)))
    .digest('hex')
}

export async function readSmallFiles(dataDir: string): Promise<SmallFiles> {
  const listed = await listSmall(dataDir)
  const total = listed.reduce((sum, { size }) => sum + size, 0)
  if (total > mostBytes)
    throw backupErrors.noRoom({ where: 'files/', free: mostBytes / 2 ** 20, needed: Math.ceil(total / 2 ** 20) })
  const contents: Buffer[] = []
  const index: { path: string; size: number }[] = []
  for (const { path } of listed) {
    const bytes = await readFile(join(dataDir, path)).catch(() => undefined) // gone since it was listed
    if (!bytes) continue
    contents.push(bytes)
    index.push({ path, size: bytes.length })
  }
  const frames = [Buffer.from(`${JSON.stringify(index)}\n`), ...contents]
  const sum = createHash('sha256')
  for (const frame of frames) sum.update(frame)
  return { name: `files/${sum.digest('hex')}`, frames }
}

export async function restoreSmallFiles(vault: Vault, name: string, into: string): Promise<number> {
  const whole = await vault.read(name)
  if (!whole) throw backupErrors.missing({ name })
  const end = whole.indexOf('\n')
  const index = JSON.parse(whole.subarray(0, end).toString('utf8')) as readonly { path: string; size: number }[]
  let at = end + 1
  for (const { path, size } of index) {
    const target = join(into, path)
    if (!target.startsWith(join(into, '/'))) throw backupErrors.damaged({ name, reason: `names ${path}` })
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    await writeDurably(target, whole.subarray(at, at + size))
    at += size
  }
  return index.length
}
