import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { hashOf, writeBlobFile } from '../blob-file.ts'
import type { Context } from '../context.ts'
import { sealEnvelope } from '../keys/envelope.ts'
import { installedKeyring, quarantineFolderOf } from '../keys/installed.ts'

/** Infected files are looked into within days. Who sends more than this would fill the disk of the records with them. */
export const quarantineRoom = { files: 1000, bytes: 512 * 2 ** 20 }

/** Keeps an infected file encrypted, out of every reader's way, for those who look into it; the oldest make room. Returns its hash. */
export async function quarantine({ config, actor, now }: Context, bytes: Buffer, found: string): Promise<string> {
  const hash = hashOf(bytes)
  const folder = quarantineFolderOf(config)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const sealed = sealEnvelope(installedKeyring(config), `quarantine ${hash}`, bytes)
  await makeRoom(folder, sealed.length)
  await writeBlobFile(join(folder, hash), sealed)
  const about = { hash, found, bytes: bytes.length, at: now().toISOString(), actor: actor.id }
  await writeBlobFile(join(folder, `${hash}.json`), Buffer.from(`${JSON.stringify(about)}\n`))
  return hash
}

/** Removes what was put aside before a moment. Returns how many files there were. */
export async function removeOlder(folder: string, before: number): Promise<number> {
  const old = (await keptIn(folder)).filter(({ at }) => at < before)
  for (const { hash } of old) await remove(folder, hash)
  return old.length
}

async function remove(folder: string, hash: string): Promise<void> {
  await rm(join(folder, hash), { force: true })
  await rm(join(folder, `${hash}.json`), { force: true })
}

export async function makeRoom(folder: string, needed: number, room = quarantineRoom): Promise<void> {
  const kept = await keptIn(folder)
  let [files, bytes] = [kept.length, kept.reduce((sum, one) => sum + one.bytes, 0)]
  for (const { hash, bytes: freed } of kept) {
    if (files < room.files && bytes + needed <= room.bytes) return
    await remove(folder, hash)
    files--
    bytes -= freed
  }
}

/** The oldest first, by the note of each: the file itself is written anew when keys change. */
async function keptIn(folder: string): Promise<readonly { hash: string; bytes: number; at: number }[]> {
  const sized = (name: string) => stat(join(folder, name)).catch(() => undefined) // another process made room too
  const kept: { hash: string; bytes: number; at: number }[] = []
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  for (const hash of names.filter((name) => /^[0-9a-f]{64}$/.test(name))) {
    const [file, note] = [await sized(hash), await sized(`${hash}.json`)]
    if (file) kept.push({ hash, bytes: file.size, at: (note ?? file).mtimeMs })
  }
  return kept.sort((a, b) => a.at - b.at)
}
