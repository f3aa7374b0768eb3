import type { Config } from '#platform/config.ts'
import { pool } from '#platform/db/connect.ts'
import { openHeld } from '../backup/open-database.ts'
import { migrateWithWayBack, type Step } from './before-migration.ts'
import { holdStopped } from './hold-stopped.ts'
import type { Point } from './way-back.ts'

export interface Upgraded {
  /** The way back; undefined when nothing was to be changed and no update was made before. */
  readonly point: Point | undefined
  readonly migrated: readonly string[]
}

/** Takes a base of the database as it is, notes it as the way back, and changes the schema. */
export async function applyUpgrade(config: Config, step: Step): Promise<Upgraded> {
  const held = await holdStopped(config)
  const database = await openHeld(config, held)
  const owner = pool(database.address, 1)
  try {
    const { note, migrated } = await migrateWithWayBack({ config, database, owner, step })
    return { point: note && { base: note.base, at: note.at, schema: note.schema }, migrated }
  } finally {
    await owner.end()
    await database.close()
  }
}
