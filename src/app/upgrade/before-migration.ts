import type pg from 'pg'
import { exitErrors, importUnderWay } from '#modules/exit/index.ts'
import { readRules } from '#platform/backup/policy.ts'
import type { Config } from '#platform/config.ts'
import { connect } from '#platform/db/connect.ts'
import { appliedMigrations, migrate, migrationFiles } from '#platform/db/migrate.ts'
import type { OpenDatabase } from '../backup/open-database.ts'
import { type BackupPlaces, backupPlaces } from '../backup/places.ts'
import { takeBase } from '../backup/take-base.ts'
import { upgradeErrors } from './errors.ts'
import { isHalfDone, readWayBack, type WayBack, writeWayBack } from './way-back.ts'

export type Step = (what: string, done: number, of: number) => void

export interface Migrating {
  readonly config: Config
  readonly database: Pick<OpenDatabase, 'address' | 'database'>
  /** The database as the owner of its tables. */
  readonly owner: pg.Pool
  readonly step: Step
}

/**
 * Changes the schema after the state before it is in a base and noted as the way back. The note of an update that was
 * broken off stays the way back when the update goes on; where nothing is to be changed nothing is noted.
 */
export async function migrateWithWayBack(
  of: Migrating,
): Promise<{ readonly note: WayBack | undefined; readonly migrated: readonly string[] }> {
  const places = await backupPlaces(of.config)
  const { applied, pending } = await pendingMigrations(of.owner)
  const before = readWayBack(places.dataDir)
  const note =
    pending.length === 0 || isHalfDone(before, applied) ? before : await noteWayBack(of, places, applied, pending)
  const migrated = await migrate(of.owner)
  if (note && !note.finishedAt)
    await writeWayBack(places.dataDir, { ...note, finishedAt: new Date().toISOString() })
  return { note, migrated }
}

async function pendingMigrations(owner: pg.Pool) {
  const applied = await appliedMigrations(owner)
  return { applied, pending: (await migrationFiles()).filter((name) => !applied.includes(name)) }
}

async function noteWayBack(
  { database, step }: Migrating,
  places: BackupPlaces,
  applied: readonly string[],
  pending: readonly string[],
): Promise<WayBack> {
  const asked = { full: false, maxMegabytes: undefined, progress: step }
  const base = await takeBase(places, { ...database, close: async () => {} }, readRules(), asked)
  const note = { base: base.id, at: base.endedAt, schema: applied.at(-1) ?? '', pending }
  await writeWayBack(places.dataDir, note)
  return note
}

/**
 * What a start does with a schema that is older than the program: an installation without data is changed as it is; one
 * with data gets a way back first, or, where its database is not ours to copy unasked, is left until somebody says so.
 */
export async function migrateAtStart(of: Migrating & { readonly asked: boolean }): Promise<readonly string[]> {
  const { pending } = await pendingMigrations(of.owner)
  if (pending.length === 0 || !(await hasData(of.owner))) return migrate(of.owner)
  if (!of.config.databaseUrl) return (await migrateWithWayBack(of)).migrated
  if (!of.asked) throw upgradeErrors.askFirst({ changes: pending.length, first: pending[0] ?? '' })
  return migrate(of.owner)
}

/** An import of an older export that was broken off goes on in the schema of the export: nothing changes it in between. */
export async function refuseHalfImport(owner: pg.Pool): Promise<void> {
  const { pending } = await pendingMigrations(owner)
  const { rows } = await owner.query<{ there: boolean }>(
    `select to_regclass('public.facility_import') is not null as there`,
  )
  if (pending.length > 0 && rows[0]?.there && (await importUnderWay(connect(owner)))) throw exitErrors.underWay()
}

/** Tables that are filled as soon as somebody works with an installation. */
const tellData = ['resource_version', 'account', 'audit_event', 'event_pack']

async function hasData(owner: pg.Pool): Promise<boolean> {
  for (const table of tellData) {
    const there = await owner.query<{ there: boolean }>(
      `select to_regclass('public.${table}') is not null as there`,
    )
    if (!there.rows[0]?.there) continue
    const { rows } = await owner.query<{ some: boolean }>(`select exists (select from ${table}) as some`)
    if (rows[0]?.some) return true
  }
  return false
}
