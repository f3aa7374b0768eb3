import { mkdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { folderStore, type ObjectStore } from '#platform/backup/object-store.ts'
import type { RestoreRoom } from '#platform/backup/restore.ts'
import { readS3Access, s3Store } from '#platform/backup/s3-store.ts'
import { blobFolderOf } from '#platform/blobs.ts'
import type { Config } from '#platform/config.ts'
import { installedKeyring } from '#platform/keys/installed.ts'
import type { Keyring } from '#platform/keys/keyring.ts'

/** Where the backup of a data folder lies. */
export interface BackupPlaces {
  readonly dataDir: string
  readonly blobFolder: string
  readonly keyring: Keyring
  readonly keyFile: string
  readonly here: ObjectStore
  readonly elsewhere: ObjectStore | undefined
  /** The first copy is lost with the disk of the data. */
  readonly onDataDisk: boolean
}

export function keyFileOf(config: Config): string {
  return config.backupKeyFile ?? join(resolve(config.dataDir), 'backup.key')
}

export function backupFolderOf(config: Config): string {
  return resolve(config.backupFolder ?? join(config.dataDir, 'backup'))
}

export async function backupPlaces(config: Config): Promise<BackupPlaces> {
  const dataDir = resolve(config.dataDir)
  const folder = backupFolderOf(config)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  mkdirSync(join(dataDir, 'backup-state'), { recursive: true, mode: 0o700 })
  return {
    dataDir,
    blobFolder: blobFolderOf({ ...config, dataDir }),
    keyring: installedKeyring({ ...config, dataDir }),
    keyFile: keyFileOf(config),
    here: folderStore(folder, config.diskReserveMb),
    elsewhere: config.backupElsewhere ? await openPlace(config.backupElsewhere, config) : undefined,
    onDataDisk: statSync(folder).dev === statSync(dataDir).dev,
  }
}

/** What a restore beside the live system leaves free: where the status page is red, twice the reserve. */
export function roomBeside({ diskReserveMb }: Config): RestoreRoom {
  return { leaveMb: diskReserveMb * 2 }
}

/** A copy by its address: a folder, `file:` or `s3:`. */
export async function openPlace(address: string, config: Config): Promise<ObjectStore> {
  if (address.startsWith('s3://')) return s3Store(address, await readS3Access(config.backupS3File))
  const folder = address.startsWith('file:') ? fileURLToPath(address) : resolve(address)
  return folderStore(folder)
}
