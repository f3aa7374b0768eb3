import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { type Keeper, startKeeper } from '#platform/backup/keeper.ts'
import { parseLsn } from '#platform/backup/lsn.ts'
import { folderStore } from '#platform/backup/object-store.ts'
import { type Restored, type RestoreRoom, restoreInto } from '#platform/backup/restore.ts'
import { planRestore, type RestoreAsked } from '#platform/backup/restore-plan.ts'
import { ownVault, type Vault } from '#platform/backup/vault.ts'
import { writeBase } from '#platform/backup/write-base.ts'
import { fileBlobs } from '#platform/blobs.ts'
import { pool } from '#platform/db/connect.ts'
import { type EmbeddedDatabase, startEmbedded } from '#platform/db/embedded.ts'

/** A database with a table, documents and keys, whose log is kept in a vault. */
export interface Kept {
  readonly root: string
  readonly dataDir: string
  readonly vault: Vault
  readonly keeper: Keeper
  readonly db: pg.Pool
  readonly server: EmbeddedDatabase
  /** Writes rows; returns when they are committed. */
  write(n: number): Promise<void>
  putFile(text: string): Promise<string>
  base(kind?: 'full' | 'incremental'): ReturnType<typeof writeBase>
  /** Waits until all that was committed is in the vault. */
  caughtUp(): Promise<void>
  restore(asked?: RestoreAsked, name?: string, room?: RestoreRoom): Promise<Restored>
  close(): Promise<void>
}

/** @param external the log and bases are asked for by a URL and a role of their own, as of an external database */
export async function keepDatabase({
  external = false,
  vaultIn,
}: {
  readonly external?: boolean
  /** Folder of the vault; beside the data when absent. */
  readonly vaultIn?: string
} = {}): Promise<Kept> {
  const root = mkdtempSync(join(tmpdir(), 'lanong-backup-'))
  chmodSync(root, 0o755)
  const dataDir = join(root, 'data')
  mkdirSync(join(dataDir, 'keys'), { recursive: true })
  // What was answered as committed must stand in the log, or nobody can wait for it.
  const server = await startEmbedded(dataDir, { fsync: false, settings: { synchronous_commit: 'on' } })
  if (external) await makeRole(server)
  const database = external ? { user: 'keeper', database: 'hospital' } : { user: 'postgres', database: 'postgres' }
  const db = pool({ ...server.address, ...database }, 4)
  await db.query(
    'create table note (n bigserial primary key, text text, at timestamptz default clock_timestamp())',
  )
  const blobFolder = join(dataDir, 'blobs')
  const blobs = fileBlobs(blobFolder)
  await blobs.put(Buffer.from('the first document'))
  const vault = await ownVault(folderStore(vaultIn ?? join(root, 'vault')), join(dataDir, 'backup.key'))
  const { host = '' } = server.address
  const address = external
    ? { connectionString: `postgresql://keeper@/hospital?host=${encodeURIComponent(host)}` }
    : server.address
  const at = { address, dataDir, blobFolder, vault }
  const keeper = startKeeper({ ...at, others: [], everySeconds: 0.1 })
  const lsnNow = async () => {
    const { rows } = await db.query<{ lsn: string }>('select pg_current_wal_flush_lsn()::text as lsn')
    return parseLsn(rows[0]?.lsn ?? '')
  }
  return {
    root,
    dataDir,
    vault,
    keeper,
    db,
    server,
    write: async (n) => {
      await db.query(
        'insert into note (text) select repeat(md5(random()::text), 20) from generate_series(1, $1)',
        [n],
      )
    },
    putFile: (text) => blobs.put(Buffer.from(text)),
    async base(kind = 'full') {
      await keeper.until(1, 20)
      const { line } = keeper
      if (!line) throw new Error('no line')
      const made = await writeBase({
        ...at,
        line,
        kind,
        database,
      })
      await keeper.until(made.stopLsn, 300)
      return made
    },
    async caughtUp() {
      await keeper.until(await lsnNow(), 300)
      const wanted = Date.now()
      while (keeper.safeAt < wanted) await new Promise((next) => setTimeout(next, 50))
    },
    restore: async (asked = {}, name = 'restored', room) =>
      restoreInto(vault, await planRestore(vault, asked), join(root, name), undefined, room),
    async close() {
      await keeper.stop()
      await db.end()
      await server.stop()
      rmSync(root, { recursive: true, force: true })
    },
  }
}

async function makeRole(server: EmbeddedDatabase): Promise<void> {
  const owner = pool(server.address, 1)
  await owner.query('create role keeper login replication')
  await owner.query('create database hospital owner keeper')
  await owner.end()
}

/** What a restored folder answers. */
export async function askRestored<T extends object>(
  folder: string,
  question: string,
  as: { readonly user?: string; readonly database?: string } = {},
): Promise<readonly T[]> {
  const server = await startEmbedded(folder, { fsync: false })
  const db = pool({ ...server.address, ...as }, 1)
  try {
    return (await db.query<T>(question)).rows
  } finally {
    await db.end()
    await server.stop()
  }
}
