import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BaseManifest } from '#platform/backup/base-manifest.ts'
import { timeOfOldestPack } from '#platform/backup/base-manifest.ts'
import { backupErrors } from '#platform/backup/errors.ts'
import { currentLine, readLine } from '#platform/backup/line.ts'
import type { BackupRules } from '#platform/backup/policy.ts'
import { ownVault, type Vault } from '#platform/backup/vault.ts'
import { listPieces, reach, readLineHead } from '#platform/backup/wal-pieces.ts'
import { listBases, readBase, writeBase } from '#platform/backup/write-base.ts'
import { type HeldFolder, holdDataFolder } from '#platform/data-folder.ts'
import { holdTurn } from './hold-turn.ts'
import { openBackup } from './open-backup.ts'
import type { OpenDatabase } from './open-database.ts'
import type { BackupPlaces } from './places.ts'

const dayMs = 86_400_000

/** An incremental base while what it would share with the newest one is young enough. */
export async function kindOfNext(
  vault: Vault,
  line: string,
  rules: BackupRules,
  now = new Date(),
): Promise<'full' | 'incremental'> {
  const newest = (await listBases(vault, line)).at(-1)
  if (newest === undefined) return 'full'
  const sharedSince = timeOfOldestPack(await readBase(vault, line, newest))
  return now.getTime() - sharedSince >= rules.base.fullEveryDays * dayMs ? 'full' : 'incremental'
}

export interface BaseAsked {
  readonly full: boolean
  readonly maxMegabytes: number | undefined
  progress(what: string, done: number, of: number): void
  /** Another base or a drill is under way, and is waited for. */
  waits?(): void
}

/** Who keeps the log holds this. */
export function holdKeeper(dataDir: string): Promise<HeldFolder> {
  return holdDataFolder(join(dataDir, 'backup-state'))
}

/** Takes a base backup when it is its turn, beside the keeper of a running server or with one of its own. */
export async function takeBase(
  places: BackupPlaces,
  database: OpenDatabase,
  rules: BackupRules,
  asked: BaseAsked,
): Promise<BaseManifest> {
  const turn = await holdTurn(places.dataDir, asked)
  try {
    return await takeNow(places, database, rules, asked)
  } finally {
    await turn.release()
  }
}

async function takeNow(
  places: BackupPlaces,
  database: OpenDatabase,
  rules: BackupRules,
  asked: BaseAsked,
): Promise<BaseManifest> {
  const held = await holdKeeper(places.dataDir).catch(() => undefined)
  if (!held) return beside(places, database, rules, asked)
  const open = await openBackup(places, database.address, rules.wal.everySeconds)
  try {
    await open.keeper.until(1, waitSeconds)
    const { line } = open.keeper
    if (!line) throw backupErrors.keeperSilent({ seconds: waitSeconds })
    const kind = asked.full ? 'full' : await kindOfNext(open.vault, line.id, rules)
    const base = await writeBase({ ...baseOf(places, database, asked), vault: open.vault, line, kind })
    await open.keeper.until(base.stopLsn, waitSeconds)
    await waitForHead(open.vault, line.id, base.stopLsn)
    await open.mirror?.settled(copySeconds)
    return base
  } finally {
    await open.close()
    await held.release()
  }
}

const waitSeconds = 60
const copySeconds = 24 * 3600

function baseOf(places: BackupPlaces, { address, database }: OpenDatabase, asked: BaseAsked) {
  const { dataDir, blobFolder, keyring } = places
  const { maxMegabytes, progress } = asked
  return { address, database, dataDir, blobFolder, keyring, maxMegabytes, progress }
}

/** The keeper of the running server has the log; what is written here it copies elsewhere. */
async function beside(
  places: BackupPlaces,
  database: OpenDatabase,
  rules: BackupRules,
  asked: BaseAsked,
): Promise<BaseManifest> {
  const vault = await ownVault(places.here, places.keyFile)
  const id = await lineInUse(places.dataDir)
  const line = await readLine(vault, id)
  if (!line) throw backupErrors.missing({ name: `${id}/line` })
  const kind = asked.full ? 'full' : await kindOfNext(vault, id, rules)
  const base = await writeBase({ ...baseOf(places, database, asked), vault, line, kind })
  await waitForHead(vault, id, base.stopLsn)
  return base
}

async function lineInUse(dataDir: string): Promise<string> {
  for (let waited = 0; waited < waitSeconds; waited++) {
    const id = await currentLine(dataDir)
    if (id !== undefined) return id
    await sleep(1000)
  }
  throw backupErrors.keeperSilent({ seconds: waitSeconds })
}

async function waitForHead(vault: Vault, line: string, lsn: number): Promise<void> {
  for (let waited = 0; waited < waitSeconds * 4; waited++) {
    const head = await readLineHead(vault, line)
    const pieces = await listPieces(vault, line)
    if (head && head.lsn >= lsn && reach(pieces, pieces[0]?.start ?? 0) >= lsn) return
    await sleep(250)
  }
  throw backupErrors.keeperSilent({ seconds: waitSeconds })
}
