import { createHash, randomBytes } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from './config.ts'
import { isEnvelope, openEnvelope } from './keys/envelope.ts'
import { keyErrors } from './keys/errors.ts'
import type { Keyring } from './keys/keyring.ts'

export function blobFolderOf(config: Pick<Config, 'blobUrl' | 'dataDir'>): string {
  return config.blobUrl ? fileURLToPath(config.blobUrl) : join(resolve(config.dataDir), 'blobs')
}

/** Names the master key under which all documents of the folder were found; gone as soon as one is written plain. */
export const sealedMark = (folder: string): string => join(folder, 'sealed-under')

export const blobPath = (folder: string, hash: string): string =>
  join(folder, hash.slice(0, 2), hash.slice(2, 4), hash)

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The document in a file, whether the file is encrypted or from before files were. */
export async function readBlobFile(folder: string, hash: string, keyring: Keyring | undefined): Promise<Buffer> {
  return contentOf(await readFile(blobPath(folder, hash)), hash, keyring)
}

/** A document may itself begin like an encrypted file; its hash tells. */
export function contentOf(stored: Buffer, hash: string, keyring: Keyring | undefined): Buffer {
  if (!isEnvelope(stored) || hashOf(stored) === hash) return stored
  if (!keyring) throw keyErrors.missing({ id: '', name: hash, file: 'LANONG_MASTER_KEY_FILE' })
  return openEnvelope(keyring, hash, stored)
}

/** Written beside, synced and renamed: there is the whole file or none. */
export async function writeBlobFile(path: string, bytes: Uint8Array): Promise<void> {
  const beside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    const file = await open(beside, 'w', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true }) // a full disk: what is half written would only fill it more
    throw error
  }
}
