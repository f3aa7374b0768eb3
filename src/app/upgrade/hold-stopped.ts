import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError } from '#kernel/app-error.ts'
import type { Config } from '#platform/config.ts'
import { type HeldFolder, holdDataFolder } from '#platform/data-folder.ts'
import { embeddedFolder } from '#platform/db/embedded.ts'
import { upgradeErrors } from './errors.ts'

/** Holds the data folder of a server that is stopped, until it is released: nothing starts on it in between. */
export async function holdStopped(config: Config): Promise<HeldFolder> {
  const dataDir = resolve(config.dataDir)
  const held = await holdDataFolder(dataDir).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'folder.inUse')
      throw upgradeErrors.running({ folder: dataDir })
    throw error
  })
  try {
    if (!config.databaseUrl) await refuseOtherUser(dataDir)
    return held
  } catch (error) {
    await held.release()
    throw error
  }
}

/** The superuser would begin an empty database elsewhere, where the service's own lies in a closed folder. */
async function refuseOtherUser(dataDir: string): Promise<void> {
  const here = join(dataDir, 'postgres')
  const { data } = await embeddedFolder(dataDir)
  if (data !== here && existsSync(join(here, 'PG_VERSION'))) throw upgradeErrors.otherUser({ folder: dataDir })
}
