import { createHash, type Hash } from 'node:crypto'
import { type BaseChunk, type BaseFile, packName } from './base-manifest.ts'
import { backupErrors } from './errors.ts'
import { openSealed, sealer } from './sealed-object.ts'
import type { Vault } from './vault.ts'

/** Small enough that a change of some pages does not store a file anew, large enough for a short list. */
const chunkBytes = 128 * 1024
const packBytes = 32 * 1024 * 1024
/** Packs under way to the store before the sender is asked to wait. */
const mostUnderWay = 2

/** Chunks that older bases have stored, by hash. */
export interface KnownChunks {
  readonly packs: readonly string[]
  readonly chunks: readonly BaseChunk[]
}

export interface Packed {
  readonly files: readonly BaseFile[]
  readonly packs: readonly string[]
  readonly chunks: readonly BaseChunk[]
  readonly bytes: number
  readonly addedBytes: number
}

export interface ChunkPacker {
  begin(path: string): void
  data(bytes: Buffer): void
  end(): void
  /** Whether so much is under way that the sender should wait for `drained`. */
  readonly full: boolean
  drained(): Promise<void>
  finish(): Promise<Packed>
}

interface OpenFile {
  readonly path: string
  readonly hash: Hash
  readonly chunks: number[]
  size: number
}

/** Cuts files into chunks, stores those that are not stored yet in sealed packs, and reads each pack back. */
export function chunkPacker(vault: Vault, line: string, base: string, known?: KnownChunks): ChunkPacker {
  const packs: string[] = [...(known?.packs ?? [])]
  const chunks: BaseChunk[] = [...(known?.chunks ?? [])]
  const numbers = new Map(chunks.map((chunk, n) => [chunk.hash, n]))
  const files: BaseFile[] = []
  let added = 0
  let bytes = 0
  let file: OpenFile | undefined
  let rest = Buffer.alloc(0)
  let pack: { readonly n: number; readonly hashes: string[]; readonly seal: ReturnType<typeof sealer> } | undefined
  let own = 0
  const underWay = new Set<Promise<void>>()
  let failure: unknown

  const closePack = () => {
    if (!pack) return
    const { n, hashes, seal } = pack
    const sealed = seal.end()
    pack = undefined
    added += sealed.length
    const stored = storePack(vault, packs[n] ?? '', sealed, hashes)
      .catch((error: unknown) => {
        failure ??= error
      })
      .finally(() => underWay.delete(stored))
    underWay.add(stored)
  }
  const store = (chunk: Buffer): number => {
    const hash = createHash('sha256').update(chunk).digest('hex')
    const there = numbers.get(hash)
    if (there !== undefined) return there
    if (!pack) {
      const name = packName(line, base, own++)
      packs.push(name)
      pack = { n: packs.length - 1, hashes: [], seal: sealer(vault.key, name) }
    }
    const frame = pack.seal.add(chunk)
    pack.hashes.push(hash)
    numbers.set(hash, chunks.length)
    chunks.push({ hash, pack: pack.n, frame, size: chunk.length })
    if (pack.seal.size >= packBytes) closePack()
    return chunks.length - 1
  }
  const raise = () => {
    if (failure) throw failure
  }
  return {
    begin(path) {
      file = { path, hash: createHash('sha256'), chunks: [], size: 0 }
      rest = Buffer.alloc(0)
    },
    data(piece) {
      raise()
      if (!file) return
      file.hash.update(piece)
      file.size += piece.length
      rest = rest.length > 0 ? Buffer.concat([rest, piece]) : Buffer.from(piece)
      for (; rest.length >= chunkBytes; rest = rest.subarray(chunkBytes))
        file.chunks.push(store(rest.subarray(0, chunkBytes)))
    },
    end() {
      if (!file) return
      if (rest.length > 0) file.chunks.push(store(rest))
      const { path, size, hash } = file
      files.push({ path, size, sha256: hash.digest('hex'), chunks: file.chunks })
      bytes += size
      file = undefined
    },
    get full() {
      return underWay.size >= mostUnderWay
    },
    async drained() {
      await Promise.race([...underWay, Promise.resolve(underWay.size < mostUnderWay)])
      if (underWay.size >= mostUnderWay) await Promise.race(underWay)
    },
    async finish() {
      closePack()
      await Promise.all(underWay)
      raise()
      return { files, packs, chunks, bytes, addedBytes: added }
    },
  }
}

/** Stores a pack and reads it back: each chunk must come out as it went in. */
async function storePack(vault: Vault, name: string, sealed: Buffer, hashes: readonly string[]): Promise<void> {
  await vault.store.put(name, sealed)
  const back = await vault.store.get(name)
  if (!back) throw backupErrors.missing({ name })
  let n = 0
  for (const frame of openSealed(vault.key, name, back)) {
    const wanted = hashes[n++]
    if (wanted === undefined) break // the empty last frame
    if (createHash('sha256').update(frame).digest('hex') !== wanted)
      throw backupErrors.damaged({ name, reason: 'did not come back as it was written' })
  }
}
