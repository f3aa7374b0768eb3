import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Keeper, startKeeper } from '#platform/backup/keeper.ts'
import { type FirstTime, type Mirror, startMirror, watched } from '#platform/backup/mirror.ts'
import { ownVault, type Vault } from '#platform/backup/vault.ts'
import type { DatabaseAddress } from '#platform/db/connect.ts'
import type { BackupPlaces } from './places.ts'

/** A backup that is being kept: the log flows into the copy here, and from there elsewhere. */
export interface OpenBackup {
  readonly places: BackupPlaces
  readonly vault: Vault
  readonly keeper: Keeper
  readonly mirror: Mirror | undefined
  close(): Promise<void>
}

export async function openBackup(
  places: BackupPlaces,
  address: DatabaseAddress,
  everySeconds: number,
): Promise<OpenBackup> {
  let mirror: Mirror | undefined
  const here = watched(places.here, {
    added: (name) => mirror?.added(name),
    removed: (name) => mirror?.removed(name),
  })
  const vault = await ownVault(here, places.keyFile)
  const keeper = startKeeper({
    address,
    dataDir: places.dataDir,
    blobFolder: places.blobFolder,
    keyring: places.keyring,
    vault,
    others: places.elsewhere ? [places.elsewhere] : [],
    everySeconds,
  })
  const { elsewhere } = places
  if (elsewhere)
    mirror = startMirror(
      here,
      elsewhere,
      () => (keeper.line ? { id: keeper.line.id, safeAt: keeper.safeAt } : undefined),
      firstTimes(places.dataDir),
    )
  return {
    places,
    vault,
    keeper,
    mirror,
    async close() {
      await keeper.stop()
      await mirror?.stop()
    },
  }
}

function firstTimes(dataDir: string): FirstTime {
  const file = join(dataDir, 'backup-state', 'places')
  const known = async () => (await readFile(file, 'utf8').catch(() => '')).split('\n')
  return {
    isFirst: async (where) => !(await known()).includes(where),
    begun: async (where) => writeFile(file, [...new Set([...(await known()), where])].join('\n')),
  }
}
