import type pg from 'pg'
import { readRules } from '#platform/backup/policy.ts'
import type { Config } from '#platform/config.ts'
import { pool } from '#platform/db/connect.ts'
import { appliedMigrations, migrate, migrationFiles } from '#platform/db/migrate.ts'
import { type OpenDatabase, openHeld } from '../backup/open-database.ts'
import { type BackupPlaces, backupPlaces } from '../backup/places.ts'
import { takeBase } from '../backup/take-base.ts'
import { holdStopped } from './hold-stopped.ts'
import { isHalfDone, type Point, readWayBack, type WayBack, writeWayBack } from './way-back.ts'

export type Step = (what: string, done: number, of: number) => void

export interface Upgraded {
  /** The way back; undefined when nothing was to be changed and no update was made before. */
  readonly point: Point | undefined
  readonly migrated: readonly string[]
}

/**
 * Takes a base of the database as it is, notes it as the way back, and changes the schema. The note of an update that was
 * broken off stays the way back when the update goes on; where nothing is to be changed nothing is noted.
 */
export async function applyUpgrade(config: Config, step: Step): Promise<Upgraded> {
  const held = await holdStopped(config)
  const database = await openHeld(config, held)
  const owner = pool(database.address, 1)
  try {
    const places = await backupPlaces(config)
    const applied = await appliedMigrations(owner)
    const pending = (await migrationFiles()).filter((name) => !applied.includes(name))
    const before = readWayBack(places.dataDir)
    const note =
      pending.length === 0 || isHalfDone(before, applied)
        ? before
        : await noteWayBack({ places, database, owner, pending, step })
    const migrated = await migrate(owner)
    if (note && !note.finishedAt)
      await writeWayBack(places.dataDir, { ...note, finishedAt: new Date().toISOString() })
    return { point: note && { base: note.base, at: note.at, schema: note.schema }, migrated }
  } finally {
    await owner.end()
    await database.close()
  }
}

async function noteWayBack(of: {
  readonly places: BackupPlaces
  readonly database: OpenDatabase
  readonly owner: pg.Pool
  readonly pending: readonly string[]
  readonly step: Step
}): Promise<WayBack> {
  const schema = (await appliedMigrations(of.owner)).at(-1) ?? ''
  const asked = { full: false, maxMegabytes: undefined, progress: of.step }
  const base = await takeBase(of.places, of.database, readRules(), asked)
  const note = { base: base.id, at: base.endedAt, schema, pending: of.pending }
  await writeWayBack(of.places.dataDir, note)
  return note
}
