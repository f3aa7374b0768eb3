import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type EmbeddedDatabase, embeddedFolder, embeddedMajor, handOver, startEmbedded } from '../db/embedded.ts'
import { backupErrors } from './errors.ts'
import { foreignSettings } from './foreign.ts'
import { formatLsn, parseLsn } from './lsn.ts'
import { syncFolder, writeDurably } from './object-store.ts'
import { restoreBase, restoreBlobs, restoreWal, type Step } from './restore-files.ts'
import type { RestorePlan } from './restore-plan.ts'
import { keepFree, needRoom } from './restore-room.ts'
import { restoreSmallFiles } from './small-files.ts'
import { unfinishedMark } from './unfinished.ts'
import type { Vault } from './vault.ts'

export interface Restored {
  /** A data folder that a server can be started on. */
  readonly folder: string
  readonly reachedLsn: string
  readonly documents: number
  readonly smallFiles: number
  readonly filesMs: number
  readonly recoveryMs: number
}

export interface RestoreRoom {
  /** Megabytes that stay free beside a live system; what would take them is refused, or broken off. */
  readonly leaveMb: number
}

const recoveryLimitMs = 24 * 3_600_000

/**
 * Restores into an empty folder: files, each compared with its sum, then the log up to the target. A mark stays in the
 * folder until everything is proven; a server refuses to start on a folder with the mark.
 */
export async function restoreInto(
  vault: Vault,
  plan: RestorePlan,
  folder: string,
  step: Step = () => {},
  { leaveMb }: RestoreRoom = { leaveMb: 0 },
): Promise<Restored> {
  const startedAt = Date.now()
  if (Number.parseInt(plan.base.postgres, 10) !== embeddedMajor)
    throw backupErrors.otherPostgres({ version: plan.base.postgres, own: embeddedMajor })
  await mkdir(folder, { recursive: true, mode: 0o755 })
  if ((await readdir(folder)).length > 0) throw backupErrors.notEmpty({ folder })
  const { data } = await embeddedFolder(folder)
  await needRoom(vault, plan, [folder, data], leaveMb)
  const stillRoom = keepFree([folder, data], leaveMb)
  const stepInRoom: Step = (what, done, of) => {
    stillRoom()
    step(what, done, of)
  }
  const mark = join(folder, unfinishedMark)
  await writeDurably(mark, Buffer.from(`${plan.base.id}\n`))
  await syncFolder(folder)
  await rm(data, { recursive: true, force: true })
  // What is small comes first, so that most damage is told early.
  const smallFiles = await restoreSmallFiles(vault, plan.smallFiles, folder)
  const documents = await restoreBlobs(vault, plan, join(folder, 'blobs'), stepInRoom)
  await restoreWal(vault, plan, data, stepInRoom)
  await restoreBase(vault, plan.base, data, stepInRoom)
  const settings = await foreignSettings(plan.base, data)
  await writeDurably(join(data, 'recovery.signal'), Buffer.alloc(0))
  await handOver(data)
  const filesMs = Date.now() - startedAt
  const reachedLsn = await recover(plan, folder, data, settings)
  // One sync of the file system: a file at a time takes a minute where one takes a second.
  await syncAll(folder, data)
  await rm(mark)
  await syncFolder(folder)
  return { folder, reachedLsn, documents, smallFiles, filesMs, recoveryMs: Date.now() - startedAt - filesMs }
}

async function syncAll(...folders: readonly string[]): Promise<void> {
  for (const folder of folders) await promisify(execFile)('sync', ['-f', folder])
}

/** Where the new history begins, as PostgreSQL noted it when it opened. */
async function switchedAt(data: string, timeline: number): Promise<string | undefined> {
  const name = `${timeline.toString(16).toUpperCase().padStart(8, '0')}.history`
  const text = await readFile(join(data, 'pg_wal', name), 'utf8').catch(() => '')
  return text.trim().split('\n').at(-1)?.split('\t')[1]
}

/** Replays the log to the target and ends there; PostgreSQL refuses to open when the target is not reached. */
async function recover(
  plan: RestorePlan,
  folder: string,
  data: string,
  settings: Readonly<Record<string, string>>,
): Promise<string> {
  const { lsn, inclusive } = plan.target
  let server: EmbeddedDatabase | undefined
  try {
    server = await startEmbedded(folder, {
      recovering: true,
      waitMs: recoveryLimitMs,
      settings: {
        ...settings,
        // The segments lie in pg_wal already; no command brings more.
        restore_command: 'exit 1',
        recovery_target_lsn: formatLsn(lsn),
        recovery_target_inclusive: inclusive ? 'on' : 'off',
        recovery_target_action: 'promote',
        recovery_target_timeline: 'current',
        hot_standby: 'off',
        archive_mode: 'off',
        synchronous_standby_names: '',
      },
    })
  } finally {
    await server?.stop()
  }
  const reached = await switchedAt(data, plan.base.timeline + 1)
  if (reached === undefined || parseLsn(reached) < lsn)
    throw backupErrors.notReached({ reached: reached ?? '?', wanted: formatLsn(lsn) })
  return reached
}
