import { createHash } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type pg from 'pg'
import { checkLedger } from '#modules/ledger/index.ts'
import { renderRecord } from '#modules/records/index.ts'
import { backupErrors } from '#platform/backup/errors.ts'
import { foreignSettings } from '#platform/backup/foreign.ts'
import { restoreInto } from '#platform/backup/restore.ts'
import { planRestore } from '#platform/backup/restore-plan.ts'
import { openVault, readRecoveryKey } from '#platform/backup/vault.ts'
import type { Config } from '#platform/config.ts'
import type { Context } from '#platform/context.ts'
import { type DatabaseAddress, pool } from '#platform/db/connect.ts'
import { embeddedFolder, startEmbedded } from '#platform/db/embedded.ts'
import { appliedMigrations, migrate, migrationFiles } from '#platform/db/migrate.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { holdTurn } from '../backup/hold-turn.ts'
import { type BackupPlaces, backupPlaces, roomBeside } from '../backup/places.ts'
import { joinServices } from '../open-services.ts'

export interface Difference {
  /** `records 26/000123 HoSoBenhAn.xml`, `rows of concept` */
  readonly what: string
  readonly before: string
  readonly after: string
}

export interface Rehearsal {
  readonly ok: boolean
  readonly base: string
  readonly until: string
  /** Changes of the schema that this program would make. */
  readonly pending: readonly string[]
  readonly migrateSeconds: number
  readonly records: number
  readonly files: number
  /** Records that this program could not render before the change of the schema; they were rendered after it. */
  readonly unreadBefore: readonly string[]
  readonly differences: readonly Difference[]
}

const sampled = 50

/**
 * Restores the newest backup aside, changes its schema as an update would, and compares what was there before with what
 * is there after: rows of every table, the ledger, and a sample of records as they are read and handed out.
 */
export async function rehearseUpgrade(
  config: Config,
  step: (what: string, done: number, of: number) => void,
): Promise<Rehearsal> {
  const places = await backupPlaces(config)
  // A second one would clear away the first; the base that is read stays meanwhile.
  const turn = await holdTurn(places.dataDir, { waits: () => step('waiting', 0, 1) })
  try {
    return await rehearseIn(join(places.dataDir, 'rehearsal'), config, places, step)
  } finally {
    await turn.release()
  }
}

async function rehearseIn(
  folder: string,
  config: Config,
  places: BackupPlaces,
  step: (what: string, done: number, of: number) => void,
): Promise<Rehearsal> {
  await clear(folder) // of one that was broken off
  const key = await readRecoveryKey(places.keyFile)
  if (!key) throw backupErrors.missing({ name: places.keyFile })
  const vault = await openVault(places.here, key)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  try {
    const plan = await planRestore(vault, {})
    await restoreInto(vault, plan, folder, step, roomBeside(config))
    const { data } = await embeddedFolder(folder)
    const started = await startEmbedded(folder, { settings: await foreignSettings(plan.base, data) })
    try {
      const address = { ...started.address, ...plan.base.database }
      const found = await compareAcross(config, folder, address, step)
      return { ...found, base: plan.base.id, until: new Date(plan.until).toISOString() }
    } finally {
      await started.stop()
    }
  } finally {
    await clear(folder)
  }
}

async function clear(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const { data } = await embeddedFolder(folder)
  rmSync(data, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
}

type Pictures = ReadonlyMap<string, string>

async function compareAcross(
  config: Config,
  folder: string,
  address: DatabaseAddress,
  step: (what: string, done: number, of: number) => void,
): Promise<Omit<Rehearsal, 'base' | 'until'>> {
  const { databaseUrl: _url, blobUrl: _blobs, ...rest } = config
  const owner = pool(address, 2)
  const services = joinServices(
    { ...rest, dataDir: folder, backup: 'off' },
    { address, demo: false, logToFile: true },
  )
  try {
    // The same instant and the same ids, so that only the change of the schema can make a difference.
    const at = new Date()
    const id = '00000000-0000-7000-8000-000000000000'
    const ctx: Context = {
      ...makeContext(services, { facility: 1, actor: systemActor }),
      now: () => at,
      newId: () => id,
    }
    const applied = await appliedMigrations(owner)
    const pending = (await migrationFiles()).filter((name) => !applied.includes(name))
    step('before', 0, 3)
    const unread: string[] = []
    const before = await picture(ctx, owner, (what) => unread.push(what))
    step('migrate', 1, 3)
    const startedAt = Date.now()
    await migrate(owner)
    const migrateSeconds = (Date.now() - startedAt) / 1000
    step('after', 2, 3)
    const lost: Difference[] = []
    const after = await picture(ctx, owner, (what, reason) => lost.push({ what, before: '', after: reason }))
    const { faults } = await checkLedger(ctx)
    const differences = [
      ...differencesOf(before, after),
      ...lost,
      ...faults.map((fault) => ({ what: 'ledger', before: '', after: fault })),
    ]
    const files = [...after.keys()].filter((what) => what.startsWith('record '))
    return {
      ok: differences.length === 0,
      pending,
      migrateSeconds,
      records: new Set(files.map((what) => what.split(' ')[1])).size,
      files: files.length,
      unreadBefore: unread,
      differences,
    }
  } finally {
    await services.close()
    await owner.end()
  }
}

/** Rows of every table, and the sampled records file by file, as hashes. */
export async function picture(
  ctx: Context,
  owner: pg.Pool,
  unread: (what: string, reason: string) => void,
): Promise<Pictures> {
  const found = new Map<string, string>()
  const { rows } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  )
  for (const { name } of rows.filter((table) => table.name !== 'migration')) {
    const counted = await owner.query<{ n: number }>(`select count(*) as n from "${name}"`)
    found.set(`rows of ${name}`, String(counted.rows[0]?.n ?? 0))
  }
  const roots = await sql<{ id: string }>`
    select encounter_id as id from record_index where facility = ${ctx.facility}
    order by started_at desc, encounter_id limit ${sampled}`.execute(ctx.db)
  for (const { id } of roots.rows) {
    try {
      for (const [path, bytes] of await renderRecord(ctx, id))
        found.set(`record ${id} ${path}`, createHash('sha256').update(bytes).digest('hex'))
    } catch (error) {
      unread(`record ${id}`, (error as Error).message)
    }
  }
  return found
}

/** A new table is no difference; one that is gone or has other rows is. A record that was not read before is compared with nothing. */
export function differencesOf(before: Pictures, after: Pictures): readonly Difference[] {
  return [...before].flatMap(([what, was]) => {
    const is = after.get(what)
    return is === was ? [] : [{ what, before: was, after: is ?? 'is not there' }]
  })
}
