import { spawn } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { embeddedFolder, startEmbedded } from '#platform/db/embedded.ts'
import { askRestored, keepDatabase } from '../support/backup.ts'
import type { WorkerOrder } from './backup-worker.ts'

export interface BackupKills {
  readonly backups: number
  readonly restores: number
  /** Children that were done before their kill came. */
  readonly done: number
  /** Restores to the end that were compared row by row afterwards. */
  readonly compared: number
  readonly faults: readonly string[]
}

const worker = fileURLToPath(new URL('./backup-worker.ts', import.meta.url))
/** After so many kills the vault is restored to its last second and compared. */
const compareEvery = 10

/** Runs one child and kills it with SIGKILL some time after it began; whether it was done before. */
async function killed(order: WorkerOrder, afterMs: number): Promise<boolean> {
  return (await runOne(order, afterMs)) === 'done'
}

/** `done`, or what a child said last that was killed or failed. */
function runOne(order: WorkerOrder, afterMs: number): Promise<string> {
  const child = spawn(process.execPath, [worker, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'pipe'] })
  return new Promise((settle) => {
    let out = ''
    let said = ''
    let limit: NodeJS.Timeout | undefined
    child.stderr.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-500)
    })
    child.stdout.on('data', (chunk) => {
      limit ??= setTimeout(() => child.kill('SIGKILL'), afterMs)
      out += String(chunk)
    })
    child.once('close', (code) => {
      clearTimeout(limit)
      settle(/done/.test(out) ? 'done' : said || `${code ?? 'killed'}`)
    })
  })
}

type Kept = Awaited<ReturnType<typeof keepDatabase>>

/**
 * Kills backups and restores at random moments under write load. Afterwards the vault must still restore to its last
 * second, row by row as the live table; a restore that was killed must never start.
 */
export async function killBackups(kills: number, tell: (line: string) => void = () => {}): Promise<BackupKills> {
  const kept = await keepDatabase()
  // The children keep the log themselves, in the vault of the data folder.
  await kept.keeper.stop()
  const load = writeUntilStopped(kept)
  const run = { backups: 0, restores: 0, done: 0, compared: 0, faults: [] as string[] }
  try {
    while (!(await killed(order(kept, 'backup', ''), patienceMs))) tell('the first backup is not done yet')
    for (let round = 0; round < kills; round++) {
      const isBackup = round % 2 === 0
      run[isBackup ? 'backups' : 'restores'] += 1
      const afterMs = Math.random() * 2500
      const done = isBackup
        ? await killed(order(kept, 'backup', ''), afterMs)
        : await killRestore(kept, afterMs, run)
      if (done) run.done += 1
      if ((round + 1) % compareEvery !== 0 && round + 1 !== kills) continue
      run.faults.push(...(await compare(kept, round)))
      run.compared += 1
      tell(`${round + 1} kills, ${run.compared} restores compared, ${run.faults.length} faults`)
    }
    return run
  } finally {
    await load.stop()
    await kept.close()
  }
}

const patienceMs = 300_000

function order(kept: Kept, act: WorkerOrder['act'], into: string): WorkerOrder {
  return { act, dataDir: kept.dataDir, address: kept.server.address, into }
}

function writeUntilStopped(kept: Kept): { stop(): Promise<void> } {
  let writing = true
  const load = (async () => {
    while (writing) {
      await kept.write(5)
      await new Promise((next) => setTimeout(next, 20))
    }
  })()
  return {
    stop() {
      writing = false
      return load
    },
  }
}

/** What a killed restore left must never start. */
async function killRestore(
  kept: Kept,
  afterMs: number,
  { faults }: { readonly faults: string[] },
): Promise<boolean> {
  const into = join(kept.root, 'killed')
  const done = await killed(order(kept, 'restore', into), afterMs)
  if (!done && existsSync(join(into, 'restore-unfinished'))) {
    const said = await startEmbedded(into).then(
      async (server) => server.stop().then(() => 'started'),
      (error: { code?: string }) => error.code,
    )
    if (said !== 'backup.unfinished') faults.push(`an unfinished restore: ${said}`)
  }
  await forget(into)
  return done
}

async function forget(folder: string): Promise<void> {
  if (existsSync(folder)) rmSync((await embeddedFolder(folder)).data, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
}

const sums = `select max(n)::int as last, count(*)::int as n, md5(string_agg(n || text, ',' order by n)) as sum from note`

/** A backup to its end, a restore to its end, and every row up to the last one that came back. */
async function compare(kept: Kept, round: number): Promise<readonly string[]> {
  const { rows: before } = await kept.db.query<{ last: number }>('select max(n)::int as last from note')
  if (!(await killed(order(kept, 'backup', ''), patienceMs)))
    return [`round ${round}: a backup that nobody killed did not finish`]
  const into = join(kept.root, `compared-${round}`)
  const restored = await runOne(order(kept, 'restore', into), patienceMs)
  if (restored !== 'done') return [`round ${round}: a restore that nobody killed did not finish: ${restored}`]
  const [back] = await askRestored<{ last: number; n: number; sum: string }>(into, sums)
  await forget(into)
  const { rows } = await kept.db.query(`${sums} where n <= $1`, [back?.last ?? 0])
  const faults: string[] = []
  if ((back?.last ?? 0) < (before[0]?.last ?? 0))
    faults.push(`round ${round}: ${before[0]?.last} was committed before the backup, ${back?.last} came back`)
  if (JSON.stringify(rows[0]) !== JSON.stringify(back)) faults.push(`round ${round}: other rows came back`)
  return faults
}
