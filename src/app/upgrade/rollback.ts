import { existsSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { backupErrors } from '#platform/backup/errors.ts'
import { restoreInto } from '#platform/backup/restore.ts'
import { planRestore } from '#platform/backup/restore-plan.ts'
import { openVault, readRecoveryKey } from '#platform/backup/vault.ts'
import type { Config } from '#platform/config.ts'
import { embeddedFolder } from '#platform/db/embedded.ts'
import { backupPlaces, keyFileOf } from '../backup/places.ts'
import type { Step } from './before-migration.ts'
import { countSince, type Written } from './count-since.ts'
import { upgradeErrors } from './errors.ts'
import { holdStopped } from './hold-stopped.ts'
import { beginSwap, finishSwap, makeInside, markOf, movableOf, readSwap, restoredIn } from './swap.ts'
import { type Point, readWayBack, wayBackFile } from './way-back.ts'

export interface RolledBack extends Point {
  /** Where what was there before the rollback lies now. */
  readonly aside: string
}

export interface RollbackAsked {
  readonly step: Step
  /** Whether what was written since may be set aside; undefined when it cannot be counted. */
  confirm(point: Point, written: Written | undefined): Promise<boolean>
}

/**
 * Puts the database and the documents of before the update back; what is here now is set aside, not deleted. Everything
 * happens inside of the data folder, which may be a mount. Broken off while it restores, nothing was changed; broken off
 * while it moves, nothing starts on the folder until it is called again.
 */
export async function rollBack(config: Config, asked: RollbackAsked): Promise<RolledBack> {
  if (config.databaseUrl) throw upgradeErrors.external()
  const dataDir = resolve(config.dataDir)
  if (!existsSync(markOf(dataDir)) && !existsSync(wayBackFile(dataDir))) throw upgradeErrors.none()
  const held = await holdStopped(config)
  try {
    const swap = readSwap(dataDir) ?? (await prepare(config, dataDir, asked))
    const { base, at, schema } = swap
    return { base, at, schema, aside: await finishSwap(dataDir, swap) }
  } finally {
    await held.release()
  }
}

async function prepare(config: Config, dataDir: string, asked: RollbackAsked) {
  const note = readWayBack(dataDir)
  if (!note) throw upgradeErrors.none()
  await movableOf(config)
  const { base, at, schema } = note
  const written = await countSince(dataDir, at)
  if (!(await asked.confirm({ base, at, schema }, written)))
    throw upgradeErrors.unconfirmed({ at, changes: written?.changes ?? '?', events: written?.events ?? '?' })
  await restoreBase(config, dataDir, base, asked.step)
  return beginSwap(config, { base, at, schema })
}

async function restoreBase(config: Config, dataDir: string, base: string, step: Step): Promise<void> {
  const places = await backupPlaces(config)
  const key = await readRecoveryKey(keyFileOf(config))
  if (!key) throw backupErrors.missing({ name: keyFileOf(config) })
  const vault = await openVault(places.here, key)
  const fresh = restoredIn(dataDir)
  makeInside(dataDir, fresh)
  rmSync((await embeddedFolder(fresh)).data, { recursive: true, force: true })
  rmSync(fresh, { recursive: true, force: true })
  makeInside(dataDir, fresh)
  await restoreInto(vault, await planRestore(vault, { base }), fresh, step)
}
