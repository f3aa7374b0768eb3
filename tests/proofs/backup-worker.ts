// Backs up or restores until it is killed; told what to do as JSON in its argument. A child of backup-kill.ts.
import { backupPlaces } from '#app/backup/places.ts'
import { takeBase } from '#app/backup/take-base.ts'
import { readRules } from '#platform/backup/policy.ts'
import { restoreInto } from '#platform/backup/restore.ts'
import { planRestore } from '#platform/backup/restore-plan.ts'
import { openVault, readRecoveryKey } from '#platform/backup/vault.ts'
import { readConfig } from '#platform/config.ts'
import type { DatabaseAddress } from '#platform/db/connect.ts'

export interface WorkerOrder {
  readonly act: 'backup' | 'restore'
  readonly dataDir: string
  readonly address: DatabaseAddress
  readonly into: string
}

const { act, dataDir, address, into } = JSON.parse(process.argv[2] ?? '{}') as WorkerOrder
const places = await backupPlaces({ ...readConfig({}), dataDir })
process.stdout.write('begun\n')
if (act === 'backup') {
  const database = { address, database: { user: 'postgres', database: 'postgres' }, close: async () => {} }
  await takeBase(places, database, readRules(), { full: false, maxMegabytes: undefined, progress: () => {} })
} else {
  const key = await readRecoveryKey(places.keyFile)
  if (!key) throw new Error('no key')
  const vault = await openVault(places.here, key)
  await restoreInto(vault, await planRestore(vault, {}), into)
}
process.stdout.write('done\n')
process.exit(0)
