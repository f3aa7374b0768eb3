import { resolve } from 'node:path'
import { AppError } from '#kernel/app-error.ts'
import type { Config } from '#platform/config.ts'
import { type HeldFolder, holdDataFolder } from '#platform/data-folder.ts'
import type { DatabaseAddress } from '#platform/db/connect.ts'
import { pool } from '#platform/db/connect.ts'
import { runningAddress, startEmbedded } from '#platform/db/embedded.ts'
import { externalAddress } from '#platform/db/external.ts'

/** The database of a data folder as it is: nothing is migrated, so that a backup before an update is of the old one. */
export interface OpenDatabase {
  readonly address: DatabaseAddress
  /** How it is reached when it was restored. */
  readonly database: { readonly user: string; readonly database: string }
  close(): Promise<void>
}

export async function openDatabase(config: Config): Promise<OpenDatabase> {
  const held = await holdDataFolder(resolve(config.dataDir)).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'folder.inUse') return undefined
    throw error
  })
  return openHeld(config, held)
}

/** The same on a folder that is held already; closing it, or failing, lets the folder go. */
export async function openHeld(config: Config, held: HeldFolder | undefined): Promise<OpenDatabase> {
  if (config.databaseUrl) return external(externalAddress(config), held)
  const embedded = { user: 'postgres', database: 'postgres' }
  if (!held) return { address: runningAddress(config.dataDir), database: embedded, close: async () => {} }
  try {
    const server = await startEmbedded(held.path)
    return {
      address: server.address,
      database: embedded,
      async close() {
        await server.stop()
        await held.release()
      },
    }
  } catch (error) {
    await held.release()
    throw error
  }
}

async function external(address: DatabaseAddress, held: HeldFolder | undefined): Promise<OpenDatabase> {
  const asking = pool(address, 1)
  try {
    const { rows } = await asking.query<{ user: string; database: string }>(
      'select session_user as "user", current_database() as database',
    )
    const [database = { user: '', database: '' }] = rows
    return { address, database, close: async () => held?.release() }
  } catch (error) {
    await held?.release()
    throw error
  } finally {
    await asking.end()
  }
}
