import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { blobPath, readBlobFile } from '../blob-file.ts'
import type { Keyring } from '../keys/keyring.ts'
import type { ObjectStore } from './object-store.ts'
import type { Vault } from './vault.ts'

export const journalFile = 'journal'
/** A file that was announced and never came: its writer failed. */
const giveUpMs = 600_000

export interface BlobJournal {
  /** Keeps what was announced since the last call and is there; its hashes. */
  keepNew(): Promise<readonly string[]>
}

/** Follows the journal of the folder of documents, where every document is announced before it is written. */
export async function followBlobs(
  folder: string,
  vault: Vault,
  now: () => number,
  keyring?: Keyring,
): Promise<BlobJournal> {
  const path = join(folder, journalFile)
  let read = await sizeOf(path)
  let pending: { readonly hash: string; readonly since: number }[] = []
  return {
    async keepNew() {
      const { news, consumed } = await readFrom(path, read)
      read += consumed
      pending.push(...news.map((hash) => ({ hash, since: now() })))
      const kept: string[] = []
      const later: typeof pending = []
      for (const one of pending) {
        const bytes = await readBlobFile(folder, one.hash, keyring).catch(absent)
        if (bytes) {
          await keepBlob(vault, one.hash, bytes)
          kept.push(one.hash)
        } else if (now() - one.since < giveUpMs) later.push(one)
      }
      pending = later
      return kept
    },
  }
}

export { blobPath }

/** What is not there may come; what cannot be opened is a fault that must be told. */
export function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

export async function keepBlob(vault: Vault, hash: string, bytes: Buffer): Promise<void> {
  await vault.put(vault.blobName(hash), [bytes])
}

export async function namesOfBlobs(store: ObjectStore): Promise<ReadonlySet<string>> {
  return new Set((await store.list('blobs/')).map(({ name }) => name))
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}

/** Whole lines from an offset on. */
async function readFrom(
  path: string,
  from: number,
): Promise<{ readonly news: readonly string[]; readonly consumed: number }> {
  const file = await open(path, 'r').catch(() => undefined)
  if (!file) return { news: [], consumed: 0 }
  try {
    const { size } = await file.stat()
    const bytes = Buffer.alloc(Math.max(0, size - from))
    await file.read(bytes, 0, bytes.length, from)
    const consumed = bytes.lastIndexOf('\n') + 1
    const lines = bytes.toString('latin1', 0, consumed).split('\n')
    return { news: lines.filter((line) => /^[0-9a-f]{64}$/.test(line)), consumed }
  } finally {
    await file.close()
  }
}
