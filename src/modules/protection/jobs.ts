import { installedKeyring, quarantineFolderOf } from '#platform/keys/installed.ts'
import type { Job } from '#platform/module.ts'
import { allIsSealed, resealFiles, sealedFoldersOf } from '#platform/reseal-blobs.ts'
import { removeOlder } from '#platform/uploads/quarantine.ts'
import { forgetUploads } from '#platform/uploads/quota.ts'
import { resealMarked } from './columns.ts'
import { keyLife } from './findings.ts'

/** Files, or values, of one turn; the next turn goes on. */
const mostPerTurn = 5000
const nothing = { expected: 0, processed: 0, failed: 0 }

/** Encrypts what is from before encryption was on, and what is under an older key after a rotation. */
export const reseal: Job = {
  name: 'protection.reseal',
  everySeconds: 3600,
  async run(ctx) {
    // Files and keys are of the installation, not of one facility.
    if (ctx.facility !== 1) return nothing
    const { values, failed } = await resealMarked(ctx, mostPerTurn)
    const files = await resealDocuments(ctx)
    return {
      expected: values + failed + files.resealed + files.failed,
      processed: values + files.resealed,
      failed: failed + files.failed,
    }
  },
}

async function resealDocuments({ config }: Parameters<Job['run']>[0]) {
  const [keyring, folders] = [installedKeyring(config), sealedFoldersOf(config)]
  if (config.sealFiles === 'off' || (await allIsSealed(folders, keyring))) return { resealed: 0, failed: 0 }
  return resealFiles(folders, keyring, mostPerTurn)
}

/** Infected files that nobody came for are removed, and counts of days that are over. */
export const clear: Job = {
  name: 'protection.clear',
  everySeconds: 6 * 3600,
  async run(ctx) {
    const { config, facility, now } = ctx
    const forgotten = await forgetUploads(ctx)
    if (facility !== 1) return { expected: forgotten, processed: forgotten, failed: 0 }
    const before = now().getTime() - keyLife().quarantineDays * 86_400_000
    const removed = await removeOlder(quarantineFolderOf(config), before)
    return { expected: removed + forgotten, processed: removed + forgotten, failed: 0 }
  },
}
