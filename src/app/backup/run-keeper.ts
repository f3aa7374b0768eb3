import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { timeOfBase } from '#platform/backup/base-manifest.ts'
import type { Line } from '#platform/backup/line.ts'
import { type BackupRules, readRules } from '#platform/backup/policy.ts'
import { type BackupStatus, type BaseStatus, noteStatus } from '#platform/backup/status.ts'
import { listBases, readBase } from '#platform/backup/write-base.ts'
import type { Config } from '#platform/config.ts'
import { expireAll } from './expire-all.ts'
import { holdTurn } from './hold-turn.ts'
import type { KeeperOf } from './messages.ts'
import { type OpenBackup, openBackup } from './open-backup.ts'
import { backupPlaces } from './places.ts'
import { drillDue, nextBaseDue } from './schedule.ts'
import { holdKeeper } from './take-base.ts'

const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))
const hourMs = 3_600_000

interface Task {
  fault: string | undefined
  underWay: 'base' | 'drill' | undefined
  triedAt: number
}

/** The process that keeps the backup of a running server: follows the log, starts bases and drills, notes how it stands. */
export async function runKeeper(config: Config, of: KeeperOf, stopped: Promise<void>): Promise<void> {
  const rules = readRules()
  const places = await backupPlaces(config)
  const held = await holdKeeper(places.dataDir)
  const open = await openBackup(places, of.address, rules.wal.everySeconds)
  let stopping = false
  const stop = stopped.then(() => {
    stopping = true
  })
  const task: Task = { fault: undefined, underWay: undefined, triedAt: 0 }
  const children = new Set<AbortController>()
  let bases: readonly BaseStatus[] = []
  let listedAt = 0
  const startedAt = Date.now()
  while (!stopping) {
    const { line } = open.keeper
    if (line && Date.now() - listedAt > 60_000) {
      const found = await basesOf(open, line.id).catch(() => bases)
      if (found.at(-1)?.id !== bases.at(-1)?.id) open.mirror?.compare()
      bases = found
      listedAt = Date.now()
    }
    await noteStatus(places.dataDir, statusOf(open, bases, task)).catch(() => {})
    const turn = line && listedAt > 0 ? nextTurn(bases, task, rules, startedAt, places.dataDir) : undefined
    if (turn) {
      const ending = new AbortController()
      children.add(ending)
      void runTurn(turn, task, ending.signal).then(async () => {
        listedAt = 0
        if (turn === 'base' && line && !stopping)
          await expireInTurn(open, line, rules, ending.signal).catch((error: Error) => {
            if (!ending.signal.aborted) task.fault = error.message
          })
        children.delete(ending)
      })
    }
    await Promise.race([sleep(1000), stop])
  }
  for (const ending of children) ending.abort()
  await open.close()
  await noteStatus(places.dataDir, statusOf(open, bases, task)).catch(() => {})
  await held.release()
}

async function expireInTurn({ vault, places }: OpenBackup, line: Line, rules: BackupRules, signal: AbortSignal) {
  const turn = await holdTurn(places.dataDir, { signal })
  try {
    await expireAll(vault, places, line, rules)
  } finally {
    await turn.release()
  }
}

function nextTurn(
  bases: readonly BaseStatus[],
  task: Task,
  rules: BackupRules,
  startedAt: number,
  dataDir: string,
): 'base' | 'drill' | undefined {
  const now = Date.now()
  if (task.underWay) return undefined
  // A failed turn is tried again after an hour, not at once.
  if (task.fault && now - task.triedAt < hourMs) return undefined
  if (nextBaseDue(bases.at(-1)?.endedAt, now, rules)) return 'base'
  return bases.length > 0 && drillDue(dataDir, now, startedAt, rules) ? 'drill' : undefined
}

/** Bases and drills run in a process of their own, behind everything else. */
async function runTurn(turn: 'base' | 'drill', task: Task, signal: AbortSignal): Promise<void> {
  task.underWay = turn
  task.triedAt = Date.now()
  const words = turn === 'base' ? ['--scheduled'] : ['--drill']
  const child = spawn(process.execPath, [program, 'backup', '--json', ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  })
  if (child.pid) setPriority(child.pid, 10)
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-2000)
  })
  const code = await new Promise<number | null>((settle) => {
    child.once('error', () => settle(1))
    child.once('close', settle)
  })
  task.underWay = undefined
  // What a drill found stands in its minutes.
  if (turn === 'base') task.fault = code === 0 ? undefined : said.trim().split('\n').at(-1) || `exit ${code}`
}

async function basesOf({ vault }: OpenBackup, line: string): Promise<readonly BaseStatus[]> {
  const found: BaseStatus[] = []
  for (const id of await listBases(vault, line)) {
    const base = await readBase(vault, line, id)
    const endedAt = Date.parse(base.endedAt)
    const seconds = (endedAt - timeOfBase(id)) / 1000
    const { kind, bytes, addedBytes, blobs } = base
    found.push({ id, kind, endedAt, seconds, bytes, addedBytes, documents: blobs })
  }
  return found
}

function statusOf({ keeper, mirror, places }: OpenBackup, bases: readonly BaseStatus[], task: Task): BackupStatus {
  return {
    at: Date.now(),
    line: keeper.line?.id,
    here: {
      where: places.here.where,
      safeAt: keeper.safeAt,
      waiting: 0,
      fault: keeper.fault,
      onDataDisk: places.onDataDisk,
    },
    elsewhere: mirror && {
      where: mirror.where,
      safeAt: mirror.safeAt,
      waiting: mirror.waiting,
      fault: mirror.fault,
    },
    bases,
    baseFault: task.fault,
    underWay: task.underWay,
  }
}
