import { type FileHandle, mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { listBlobs } from './backup/blob-folder.ts'
import { blobFolderOf, blobPath, hashOf, sealedMark, writeBlobFile } from './blob-file.ts'
import type { Config } from './config.ts'
import { headBytes, isEnvelope, masterKeyOfHead, rewrapEnvelope, sealEnvelope } from './keys/envelope.ts'
import { quarantineFolderOf } from './keys/installed.ts'
import type { Keyring } from './keys/keyring.ts'

/** The folders of what is encrypted under the master keys. */
export interface SealedFolders {
  readonly blobs: string
  readonly quarantine: string
}

export const sealedFoldersOf = (config: Pick<Config, 'blobUrl' | 'dataDir'>): SealedFolders => ({
  blobs: blobFolderOf(config),
  quarantine: quarantineFolderOf(config),
})

export interface Resealed {
  readonly files: number
  readonly resealed: number
  readonly failed: number
}

interface SealedFile {
  readonly path: string
  readonly hash: string
  /** What it is encrypted as. */
  readonly name: string
}

const gone = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** Encrypts the files from before files were encrypted, and those under an older master key anew. */
export async function resealFiles(
  folders: SealedFolders,
  keyring: Keyring,
  most = Number.POSITIVE_INFINITY,
): Promise<Resealed> {
  const current = keyring.current().id
  const files = await filesIn(folders)
  let [seen, resealed, failed] = [0, 0, 0]
  for (const file of files) {
    if (resealed >= most) break
    seen++
    try {
      if (await resealOne(file, keyring)) resealed++
    } catch (error) {
      if (!gone(error)) failed++ // destroyed since it was listed
    }
  }
  if (seen === files.length && failed === 0) await markSealed(folders.blobs, current)
  return { files: files.length, resealed, failed }
}

/** Whether a walk found everything under the key that is the current one, and nothing was written plain since. */
export async function allIsSealed({ blobs }: SealedFolders, keyring: Keyring): Promise<boolean> {
  const mark = await readFile(sealedMark(blobs), 'utf8').catch((error: unknown) => {
    if (gone(error)) return ''
    throw error
  })
  return mark === keyring.current().id
}

async function markSealed(blobs: string, id: string): Promise<void> {
  await mkdir(blobs, { recursive: true })
  await writeBlobFile(sealedMark(blobs), Buffer.from(id))
}

async function filesIn({ blobs, quarantine }: SealedFolders): Promise<readonly SealedFile[]> {
  const put = await readdir(quarantine).catch((error: unknown) => {
    if (gone(error)) return []
    throw error
  })
  return [
    ...(await listBlobs(blobs)).map((hash) => ({ path: blobPath(blobs, hash), hash, name: hash })),
    ...put
      .filter((name) => /^[0-9a-f]{64}$/.test(name))
      .map((hash) => ({ path: join(quarantine, hash), hash, name: `quarantine ${hash}` })),
  ]
}

async function resealOne({ path, hash, name }: SealedFile, keyring: Keyring): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    if ((await keyOf(file)) === keyring.current().id) return false
    const stored = await wholeOf(file)
    await writeBlobFile(path, sealedNow(keyring, hash, name, stored))
    // A document that was destroyed meanwhile was overwritten first, and must not come back.
    if (!(await wholeOf(file)).equals(stored)) await rm(path, { force: true })
    return true
  } finally {
    await file.close()
  }
}

async function keyOf(file: FileHandle): Promise<string | undefined> {
  const { buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
  return masterKeyOfHead(buffer, (await file.stat()).size)
}

async function wholeOf(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat()
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0)
  return buffer.subarray(0, bytesRead)
}

function sealedNow(keyring: Keyring, hash: string, name: string, stored: Buffer): Buffer {
  if (hashOf(stored) === hash) return sealEnvelope(keyring, name, stored)
  if (isEnvelope(stored)) return rewrapEnvelope(keyring, name, stored)
  throw new Error('holds another document')
}

export interface KeysInUse {
  /** How many files are encrypted under each key; `plain` for those that are not. */
  readonly counts: Readonly<Record<string, number>>
  /** Files that are there and cannot be read. */
  readonly unread: number
  /** Why the first of them cannot. */
  readonly reason: string
}

export async function keysInUse(folders: SealedFolders): Promise<KeysInUse> {
  const counts: Record<string, number> = {}
  let [unread, reason] = [0, '']
  for (const { path } of await filesIn(folders)) {
    try {
      const file = await open(path, 'r')
      const key = (await keyOf(file).finally(() => file.close())) ?? 'plain'
      counts[key] = (counts[key] ?? 0) + 1
    } catch (error) {
      if (gone(error)) continue
      unread++
      reason ||= (error as NodeJS.ErrnoException).code ?? ''
    }
  }
  return { counts, unread, reason }
}
