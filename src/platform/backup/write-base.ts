import { setTimeout as sleep } from 'node:timers/promises'
import { readBlobFile } from '../blob-file.ts'
import type { DatabaseAddress } from '../db/connect.ts'
import type { Keyring } from '../keys/keyring.ts'
import { type BaseManifest, baseId, baseName, basesOf, blobListName } from './base-manifest.ts'
import { compareWithList, streamBase } from './base-stream.ts'
import { listBlobs } from './blob-folder.ts'
import { absent, keepBlob, namesOfBlobs } from './blob-journal.ts'
import { chunkPacker, type KnownChunks } from './chunk-packer.ts'
import { backupErrors } from './errors.ts'
import { identify, type Line } from './line.ts'
import { connectReplication } from './replication.ts'
import { readSmallFiles } from './small-files.ts'
import type { Vault } from './vault.ts'

export interface BaseOptions {
  readonly address: DatabaseAddress
  readonly dataDir: string
  readonly blobFolder: string
  /** Opens documents that are encrypted on the disk. */
  readonly keyring?: Keyring | undefined
  readonly vault: Vault
  readonly line: Line
  readonly kind: 'full' | 'incremental'
  /** What may be read in a second; without limit when absent. */
  readonly maxMegabytes?: number | undefined
  /** How PostgreSQL is reached when it was restored. */
  readonly database: { readonly user: string; readonly database: string }
  progress?(what: 'database' | 'files', done: number, of: number): void
}

/**
 * One base backup: the database as PostgreSQL sends it, documents that are not kept yet, and the small files. Compared
 * with PostgreSQL's own list; every pack is read back; the manifest is written last, so a base that was interrupted is
 * none.
 */
export async function writeBase(options: BaseOptions): Promise<BaseManifest> {
  const { vault, line, kind } = options
  const { startedAt, id } = await freeName(vault, line.id)
  const known = kind === 'incremental' ? await newestChunks(vault, line.id) : undefined
  const packer = chunkPacker(vault, line.id, id, known)
  const folders: string[] = []
  const client = await connectReplication(options.address)
  try {
    const server = await identify(client)
    if (server.systemId !== line.systemId || server.timeline !== line.timeline)
      throw backupErrors.refused({ reason: 'it is another database than the one whose log is kept' })
    const streamed = await streamBase(
      client,
      {
        begin(entry) {
          if (entry.kind === 'link') throw backupErrors.tablespaces()
          if (entry.kind === 'folder') folders.push(entry.path)
          else packer.begin(entry.path)
        },
        data(bytes) {
          packer.data(bytes)
          if (!packer.full) return
          client.pause()
          packer.drained().then(client.resume, client.resume)
        },
        end: () => packer.end(),
        progress: (bytes) => options.progress?.('database', bytes, 0),
      },
      { label: `lanong ${id}`, maxMegabytes: options.maxMegabytes },
    )
    const packed = await packer.finish()
    compareWithList(streamed.manifest, packed.files)
    const small = await readSmallFiles(options.dataDir)
    await vault.put(small.name, small.frames)
    const blobs = await keepBlobs(options, id)
    const manifest: BaseManifest = {
      format: 'lanong-base/1',
      id,
      line: line.id,
      kind: known ? 'incremental' : 'full',
      startedAt: startedAt.toISOString(),
      endedAt: new Date().toISOString(),
      startLsn: streamed.startLsn,
      stopLsn: streamed.stopLsn,
      timeline: streamed.timeline,
      systemId: server.systemId,
      postgres: server.postgres,
      segmentSize: server.segmentSize,
      folders,
      ...packed,
      blobs,
      smallFiles: small.name,
      database: options.database,
    }
    await vault.put(baseName(line.id, id), [Buffer.from(JSON.stringify(manifest))])
    return manifest
  } finally {
    client.end()
  }
}

/** A base is named by its second; the next one when another has this one's name. */
async function freeName(vault: Vault, line: string): Promise<{ readonly startedAt: Date; readonly id: string }> {
  const taken = await listBases(vault, line)
  for (;;) {
    const startedAt = new Date()
    const id = baseId(startedAt)
    if (!taken.includes(id)) return { startedAt, id }
    await sleep(100)
  }
}

async function newestChunks(vault: Vault, line: string): Promise<KnownChunks | undefined> {
  const newest = (await listBases(vault, line)).at(-1)
  if (newest === undefined) return undefined
  const { packs, chunks } = await readBase(vault, line, newest)
  return { packs, chunks }
}

/** Ids of finished bases, oldest first. */
export async function listBases(vault: Vault, line: string): Promise<readonly string[]> {
  return (await vault.store.list(basesOf(line)))
    .map(({ name }) => name.slice(basesOf(line).length))
    .filter((id) => /^\d{8}T\d{6}Z$/.test(id))
}

export async function readBase(vault: Vault, line: string, id: string): Promise<BaseManifest> {
  const bytes = await vault.read(baseName(line, id))
  if (!bytes) throw backupErrors.missing({ name: baseName(line, id) })
  return JSON.parse(bytes.toString('utf8')) as BaseManifest
}

/** Keeps every document that the vault does not have yet, and the list of all; how many there are. */
async function keepBlobs(
  { vault, blobFolder, keyring, line, progress }: BaseOptions,
  id: string,
): Promise<number> {
  const hashes = await listBlobs(blobFolder)
  const there = await namesOfBlobs(vault.store)
  const kept: Buffer[] = []
  let done = 0
  for (const hash of hashes) {
    progress?.('files', ++done, hashes.length)
    if (!there.has(vault.blobName(hash))) {
      const bytes = await readBlobFile(blobFolder, hash, keyring).catch(absent)
      if (!bytes) continue // destroyed since it was listed
      await keepBlob(vault, hash, bytes)
    }
    kept.push(Buffer.from(hash, 'hex'))
  }
  await vault.put(blobListName(line.id, id), [Buffer.concat(kept)])
  return kept.length
}
