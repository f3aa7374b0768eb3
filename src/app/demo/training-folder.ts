import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { defineErrors } from '#kernel/app-error.ts'
import type { Config } from '#platform/config.ts'
import { holdDataFolder } from '#platform/data-folder.ts'
import { embeddedFolder } from '#platform/db/embedded.ts'
import { markTraining, trainingMark } from '#platform/training.ts'

const trainingErrors = defineErrors('training', {
  otherFolder: {
    category: 'conflict',
    text: 'The folder {folder} is not that of a training installation. Set another LANONG_DATA_DIR.',
  },
  ownDatabase: {
    category: 'invalid',
    text: 'A training installation uses the database that comes with it. Unset LANONG_DATABASE_URL.',
  },
  resetAlone: { category: 'invalid', text: '--reset goes with --training only.' },
})

const folderOf = ({ dataDir }: Config) => join(resolve(dataDir), 'training')

/** The settings of the training installation beside the demo; marks its folder when it is new. */
export function trainingConfig(config: Config): Config {
  if (config.databaseUrl !== undefined) throw trainingErrors.ownDatabase()
  const folder = folderOf(config)
  requireTraining(folder)
  markTraining(folder, new Date())
  return { ...config, dataDir: folder }
}

function requireTraining(folder: string): void {
  const used = existsSync(folder) && readdirSync(folder).length > 0
  if (used && !existsSync(trainingMark(folder))) throw trainingErrors.otherFolder({ folder })
}

/** Deletes the training installation, unless it runs or is none. */
export async function resetTraining(config: Config, training: boolean): Promise<void> {
  if (!training) throw trainingErrors.resetAlone()
  const folder = folderOf(config)
  if (!existsSync(folder)) return
  requireTraining(folder)
  const held = await holdDataFolder(folder)
  try {
    const { data } = await embeddedFolder(folder)
    rmSync(data, { recursive: true, force: true })
    rmSync(folder, { recursive: true, force: true })
  } finally {
    await held.release()
  }
}
