import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { commonErrors } from '#kernel/common-errors.ts'

/** Files kept by their SHA-256 (hex). Written once, never changed. */
export interface Blobs {
  /** Keeps the bytes durably and returns their hash. */
  put(bytes: Uint8Array): Promise<string>
  get(hash: string): Promise<Buffer>
  has(hash: string): Promise<boolean>
  /** Overwrites the bytes and removes the file; what is gone already stays gone. */
  erase(hash: string): Promise<void>
}

/** Blobs in a folder on disk: `ab/cd/abcd…`, written beside and renamed, fsynced. */
export function fileBlobs(folder: string): Blobs {
  const place = (hash: string) => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw commonErrors.notFound({ type: 'Blob', id: hash.slice(0, 80) })
    return join(folder, hash.slice(0, 2), hash.slice(2, 4), hash)
  }
  const has = (hash: string) =>
    stat(place(hash)).then(
      () => true,
      () => false,
    )
  return {
    has,
    get: (hash) => readFile(place(hash)),
    async erase(hash) {
      if (!(await has(hash))) return
      await overwrite(place(hash))
      await rm(place(hash), { force: true })
    },
    async put(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex')
      if (await has(hash)) return hash
      const path = place(hash)
      await mkdir(dirname(path), { recursive: true })
      const beside = `${path}.${randomBytes(6).toString('hex')}`
      try {
        await writeWhole(beside, bytes)
        await rename(beside, path)
      } catch (error) {
        await rm(beside, { force: true }) // a full disk: what is half written would only fill it more
        throw error
      }
      return hash
    },
  }
}

async function overwrite(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const { size } = await file.stat()
    await file.write(Buffer.alloc(size), 0, size, 0)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}
