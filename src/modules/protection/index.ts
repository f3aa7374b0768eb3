import { installedKeyring } from '#platform/keys/installed.ts'
import type { HospitalModule, Job } from '#platform/module.ts'
import { allIsSealed, resealFiles, sealedFoldersOf } from '#platform/reseal-blobs.ts'
import { attachedFilesAreScanned } from './attached-files.ts'

/** Files of one turn; the next turn goes on. */
const mostPerTurn = 5000

/** Encrypts documents from before encryption was on, and those under an older key after a rotation. */
const reseal: Job = {
  name: 'protection.reseal',
  everySeconds: 3600,
  async run({ config, facility }) {
    // Files are of the installation, not of one facility.
    if (config.sealFiles === 'off' || facility !== 1) return { expected: 0, processed: 0, failed: 0 }
    const [keyring, folders] = [installedKeyring(config), sealedFoldersOf(config)]
    if (await allIsSealed(folders, keyring)) return { expected: 0, processed: 0, failed: 0 }
    const { resealed, failed } = await resealFiles(folders, keyring, mostPerTurn)
    return { expected: resealed + failed, processed: resealed, failed }
  },
}

/** What protects the data where it lies. */
export const protection: HospitalModule = {
  name: 'protection',
  permissions: {},
  jobs: [reseal],
  guards: [attachedFilesAreScanned],
}
