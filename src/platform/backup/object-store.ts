import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { freeMegabytes } from '../disk-room.ts'
import { backupErrors } from './errors.ts'

/** A place that keeps objects by name: a folder, or a bucket. Names are words with `/`. */
export interface ObjectStore {
  /** For people: the folder or address. */
  readonly where: string
  /** Durable when it returns. Writes over what has the name. */
  put(name: string, bytes: Buffer): Promise<void>
  /** Undefined when there is none. */
  get(name: string): Promise<Buffer | undefined>
  /** Names that begin with `prefix`, in order, with sizes. */
  list(prefix: string): Promise<readonly StoredObject[]>
  remove(name: string): Promise<void>
}

export interface StoredObject {
  readonly name: string
  readonly size: number
}

const megabyte = 1024 * 1024
const beside = /\.[0-9a-f]{12}\.part$/

/** A folder as a store: written beside, fsynced, renamed, the folder fsynced. */
export function folderStore(root: string, reserveMb = 0): ObjectStore {
  const made = new Set<string>()
  const folderOf = async (path: string): Promise<string> => {
    const folder = dirname(path)
    if (!made.has(folder)) await mkdir(folder, { recursive: true, mode: 0o700 })
    made.add(folder)
    return folder
  }
  const needRoom = (bytes: number) => {
    const free = freeMegabytes(root)
    const needed = reserveMb + bytes / megabyte
    if (free < needed)
      throw backupErrors.noRoom({ where: root, free: Math.floor(free), needed: Math.ceil(needed) })
  }
  return {
    where: root,
    async put(name, bytes) {
      const path = join(root, name)
      const folder = await folderOf(path)
      needRoom(bytes.length)
      const part = `${path}.${randomBytes(6).toString('hex')}.part`
      try {
        await writeDurably(part, bytes)
        await rename(part, path)
        await syncFolder(folder)
      } catch (error) {
        made.delete(folder)
        await rm(part, { force: true })
        throw error
      }
    },
    get: (name) =>
      readFile(join(root, name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw error
      }),
    async list(prefix) {
      const folder = prefix.endsWith('/') || prefix === '' ? prefix : `${dirname(prefix)}/`
      const names = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return []
          throw error
        },
      )
      const found: StoredObject[] = []
      for (const entry of names) {
        if (!entry.isFile() || beside.test(entry.name)) continue
        const name = join(entry.parentPath, entry.name).slice(join(root, '/').length)
        if (!name.startsWith(prefix)) continue
        const size = await stat(join(root, name)).then(
          (seen) => seen.size,
          () => undefined,
        )
        if (size !== undefined) found.push({ name, size })
      }
      return found.sort((a, b) => (a.name < b.name ? -1 : 1))
    },
    remove: (name) => rm(join(root, name), { force: true }),
  }
}

export async function writeDurably(path: string, bytes: Uint8Array, mode = 0o600): Promise<void> {
  const file = await open(path, 'w', mode)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes a file that must not exist yet; false when it does. */
export async function writeNew(path: string, bytes: Uint8Array): Promise<boolean> {
  const part = `${path}.${randomBytes(6).toString('hex')}.part`
  await writeDurably(part, bytes)
  try {
    await link(part, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(part, { force: true })
  }
}

/** A small file that readers see whole, old or new; not synced. */
export async function writeFileAtOnce(path: string, bytes: Uint8Array): Promise<void> {
  const part = `${path}.part`
  await writeFile(part, bytes, { mode: 0o600 })
  await rename(part, path)
}
