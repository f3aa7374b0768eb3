import { appendFile, mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { commonErrors } from '#kernel/common-errors.ts'
import { blobFolderOf, blobPath, hashOf, readBlobFile, sealedMark, writeBlobFile } from './blob-file.ts'
import type { Config } from './config.ts'
import { sealEnvelope } from './keys/envelope.ts'
import { installedKeyring } from './keys/installed.ts'
import type { Keyring } from './keys/keyring.ts'

export { blobFolderOf }

/** Files kept by their SHA-256 (hex). Written once, never changed. */
export interface Blobs {
  /** Keeps the bytes durably and returns their hash. */
  put(bytes: Uint8Array): Promise<string>
  get(hash: string): Promise<Buffer>
  has(hash: string): Promise<boolean>
  /** Overwrites the bytes and removes the file; what is gone already stays gone. */
  erase(hash: string): Promise<void>
}

/** The documents of an installation, encrypted unless that is switched off. */
export function openBlobs(config: Config): Blobs {
  return fileBlobs(blobFolderOf(config), installedKeyring(config), config.sealFiles === 'on')
}

/**
 * Blobs in a folder on disk: `ab/cd/abcd…`, written beside and renamed, fsynced.
 *
 * @param keyring opens what is encrypted; with `seal`, what is new is encrypted too
 */
export function fileBlobs(folder: string, keyring?: Keyring, seal = keyring !== undefined): Blobs {
  const place = (hash: string) => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw commonErrors.notFound({ type: 'Blob', id: hash.slice(0, 80) })
    return blobPath(folder, hash)
  }
  const has = (hash: string) =>
    stat(place(hash)).then(
      () => true,
      () => false,
    )
  return {
    has,
    async get(hash) {
      place(hash)
      return readBlobFile(folder, hash, keyring)
    },
    async erase(hash) {
      if (!(await has(hash))) return
      await overwrite(place(hash))
      await rm(place(hash), { force: true })
    },
    async put(bytes) {
      const hash = hashOf(bytes)
      if (await has(hash)) return hash
      const path = place(hash)
      await mkdir(dirname(path), { recursive: true })
      // The backup follows this list: what a later commit speaks of was announced before it.
      await appendFile(join(folder, 'journal'), `${hash}\n`)
      if (keyring && seal) await writeBlobFile(path, sealEnvelope(keyring, hash, bytes))
      else {
        await rm(sealedMark(folder), { force: true })
        await writeBlobFile(path, bytes)
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
