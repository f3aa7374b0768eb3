import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { freeMegabytes } from '../disk-room.ts'
import { backupErrors } from './errors.ts'
import type { RestorePlan } from './restore-plan.ts'
import type { Vault } from './vault.ts'

/** Room beside the files themselves: segments that are recycled, temporary files. */
const spareMb = 200
const lookEveryMs = 1000

/**
 * Throws `backup.noRoom` before anything is written when the restored files would not leave so much free. Documents are
 * counted as they lie in the backup, packed: `keepFree` watches what they become.
 */
export async function needRoom(
  vault: Vault,
  { base, pieces, line }: RestorePlan,
  folders: readonly string[],
  leaveMb: number,
): Promise<void> {
  const first = pieces[0]?.start ?? 0
  const log = (pieces.at(-1)?.end ?? first) - first + line.segmentSize
  const documents = (await vault.store.list('blobs/')).reduce((sum, { size }) => sum + size, 0)
  const needed = Math.ceil((base.bytes + log + documents) / 2 ** 20) + spareMb + leaveMb
  for (const where of folders) {
    const free = Math.floor(freeMegabytes(nearest(where)))
    if (free < needed) throw backupErrors.noRoom({ where, free, needed })
  }
}

/** Throws `backup.noRoom`, looking once a second, when less is left: a live system beside must not stop for a restore. */
export function keepFree(folders: readonly string[], leaveMb: number): () => void {
  let lookedAt = Number.NEGATIVE_INFINITY
  return () => {
    const now = performance.now()
    if (now - lookedAt < lookEveryMs) return
    lookedAt = now
    for (const where of folders) {
      const free = Math.floor(freeMegabytes(nearest(where)))
      if (free < leaveMb) throw backupErrors.noRoom({ where, free, needed: leaveMb })
    }
  }
}

/** The folder, or what it will be made in. */
function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(dirname(folder))
}
