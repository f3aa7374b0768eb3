import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '#kernel/app-error.ts'
import type { BaseManifest } from './base-manifest.ts'
import { blobListName } from './base-manifest.ts'
import { blobPath } from './blob-journal.ts'
import { backupErrors } from './errors.ts'
import { segmentName } from './lsn.ts'
import type { RestorePlan } from './restore-plan.ts'
import { openSealed } from './sealed-object.ts'
import type { Vault } from './vault.ts'
import { coverage, listPieces, readPiece } from './wal-pieces.ts'

export type Step = (what: string, done: number, of: number) => void

interface Place {
  readonly path: string
  readonly at: number
}

/** Where each chunk goes, by pack and frame. */
function placesOf(base: BaseManifest): ReadonlyMap<number, ReadonlyMap<number, readonly Place[]>> {
  const packs = new Map<number, Map<number, Place[]>>()
  for (const file of base.files) {
    let at = 0
    for (const number of file.chunks) {
      const chunk = base.chunks[number]
      if (!chunk) throw backupErrors.damaged({ name: base.id, reason: `has no chunk ${number}` })
      const frames = packs.get(chunk.pack) ?? new Map<number, Place[]>()
      packs.set(chunk.pack, frames)
      const places = frames.get(chunk.frame) ?? []
      frames.set(chunk.frame, places)
      places.push({ path: file.path, at })
      at += chunk.size
    }
  }
  return packs
}

const mostOpen = 64

/** Files that are written here and there: a few stay open. */
function openFiles(root: string) {
  const open_ = new Map<string, FileHandle>()
  const closeOldest = async () => {
    for (const [path, handle] of open_) {
      open_.delete(path)
      await handle.close()
      return
    }
  }
  return {
    async write(path: string, bytes: Buffer, at: number): Promise<void> {
      let handle = open_.get(path)
      if (!handle) {
        if (open_.size >= mostOpen) await closeOldest()
        handle = await open(join(root, path), 'r+')
        open_.set(path, handle)
      }
      await handle.write(bytes, 0, bytes.length, at)
    },
    async close() {
      while (open_.size > 0) await closeOldest()
    },
  }
}

/** Writes PostgreSQL's folder as the base has it, then reads every file again and compares it with its sum. */
export async function restoreBase(vault: Vault, base: BaseManifest, root: string, step: Step): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o700 })
  for (const folder of base.folders) await mkdir(inside(root, folder), { recursive: true, mode: 0o700 })
  for (const { path } of base.files) {
    await mkdir(dirname(inside(root, path)), { recursive: true, mode: 0o700 })
    await (await open(inside(root, path), 'wx', 0o600)).close()
  }
  const files = openFiles(root)
  try {
    const packs = placesOf(base)
    let done = 0
    for (const [pack, frames] of packs) {
      await placePack(vault, base.packs[pack] ?? '', frames, files.write)
      step('database', ++done, packs.size)
    }
  } finally {
    await files.close()
  }
  await verifyFiles(base, root, step)
}

async function placePack(
  vault: Vault,
  name: string,
  frames: ReadonlyMap<number, readonly Place[]>,
  write: (path: string, bytes: Buffer, at: number) => Promise<void>,
): Promise<void> {
  const bytes = await vault.store.get(name)
  if (!bytes) throw backupErrors.missing({ name })
  let frame = 0
  for (const chunk of openSealed(vault.key, name, bytes))
    for (const { path, at } of frames.get(frame++) ?? []) await write(path, chunk, at)
}

/** The manifest check: a folder that is not wholly what was backed up is never started. */
export async function verifyFiles(base: BaseManifest, root: string, step: Step): Promise<void> {
  let done = 0
  for (const { path, size, sha256 } of base.files) {
    const file = await open(join(root, path), 'r').catch(() => undefined)
    if (!file) throw backupErrors.fileDiffers({ path, reason: 'it is not there' })
    const sum = createHash('sha256')
    try {
      for await (const piece of file.createReadStream({ highWaterMark: 1024 * 1024, autoClose: false }))
        sum.update(piece as Buffer)
      if ((await file.stat()).size !== size)
        throw backupErrors.fileDiffers({ path, reason: 'its size is another' })
    } finally {
      await file.close()
    }
    if (sum.digest('hex') !== sha256) throw backupErrors.fileDiffers({ path, reason: 'its sum is another' })
    step('checked', ++done, base.files.length)
  }
}

/** The log from the base to the target, as the segments that PostgreSQL replays. */
export async function restoreWal(vault: Vault, plan: RestorePlan, root: string, step: Step): Promise<void> {
  const { line, base, pieces } = plan
  const { segmentSize } = line
  const folder = join(root, 'pg_wal')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder)) if (/^[0-9A-F]{24}/.test(name)) await rm(join(folder, name))
  let segment: { readonly start: number; readonly bytes: Buffer } | undefined
  const write = async () => {
    if (segment)
      await writeFile(join(folder, segmentName(base.timeline, segment.start, segmentSize)), segment.bytes, {
        mode: 0o600,
      })
  }
  const from = pieces[0]?.start ?? 0
  let at = from
  for (let tries = 0; at < plan.walEnd; tries++) {
    for (const piece of coverage(await listPieces(vault, line.id), at, plan.walEnd)) {
      const read = await readPiece(vault, piece).catch((error: unknown) => {
        // A live keeper put a whole segment in its place: list again.
        if (tries < 3 && error instanceof AppError && error.code === 'backup.missing') return undefined
        throw error
      })
      if (!read) break
      const start = Math.floor(piece.start / segmentSize) * segmentSize
      if (segment?.start !== start) {
        await write()
        segment = { start, bytes: Buffer.alloc(segmentSize) }
      }
      read.bytes.copy(segment.bytes, piece.start - start)
      at = piece.end
      step('log', at - from, plan.walEnd - from)
    }
  }
  await write()
}

/** Every document that the database may speak of. Throws when one is missing or is not what its hash says. */
export async function restoreBlobs(vault: Vault, plan: RestorePlan, root: string, step: Step): Promise<number> {
  const name = blobListName(plan.line.id, plan.base.id)
  const list = await vault.read(name)
  if (!list) throw backupErrors.missing({ name })
  const hashes = new Set(plan.blobs)
  for (let at = 0; at < list.length; at += 32) hashes.add(list.toString('hex', at, at + 32))
  let done = 0
  for (const hash of hashes) {
    const from = vault.blobName(hash)
    const bytes = await vault.read(from)
    if (!bytes) throw backupErrors.missing({ name: from })
    if (createHash('sha256').update(bytes).digest('hex') !== hash)
      throw backupErrors.damaged({ name: from, reason: 'holds another document' })
    const path = blobPath(root, hash)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFile(path, bytes, { mode: 0o600 })
    step('files', ++done, hashes.size)
  }
  return hashes.size
}

function inside(root: string, path: string): string {
  const full = join(root, path)
  if (!full.startsWith(join(root, '/')))
    throw backupErrors.damaged({ name: path, reason: 'leads out of the folder' })
  return full
}
