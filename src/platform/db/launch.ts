import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '#kernel/app-error.ts'
import { diskFull } from '../disk-room.ts'

export const failed = (reason: string, cause?: unknown) =>
  /No space left on device/.test(reason) ? diskFull(cause) : refused(reason, cause)

const refused = (reason: string, cause: unknown) =>
  new AppError(
    'database.embedded',
    { category: 'fault', text: 'The embedded PostgreSQL did not start: {reason}' },
    { reason },
    cause,
  )

interface Launched {
  readonly child: ChildProcess
  readonly ended: Promise<void>
}

/** What a killed one forked lives a moment longer and holds the memory they shared. */
const stillHeld = /shared memory block|lock file "postmaster\.pid" already exists/
const waitForHeldMs = 20_000

/** Starts PostgreSQL's postmaster and waits until it answers. @throws database.embedded */
export async function launch(
  program: string,
  data: string,
  settings: Readonly<Record<string, string>>,
  as: SpawnOptions,
  waitMs = 60_000,
): Promise<Launched> {
  const words = ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  for (const until = Date.now() + waitForHeldMs; ; await new Promise((next) => setTimeout(next, 200))) {
    const child = spawn(program, words, { ...as, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], detached: true })
    let said = ''
    child.stderr?.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-2000)
    })
    const ended = new Promise<void>((settle) => child.once('exit', () => settle()))
    try {
      await ready(join(data, 'postmaster.pid'), child, () => said, waitMs)
      return { child, ended }
    } catch (error) {
      if (!stillHeld.test(said) || Date.now() > until) throw error
    }
  }
}

async function ready(pidFile: string, child: ChildProcess, said: () => string, limitMs: number): Promise<void> {
  for (let waited = 0; waited < limitMs; waited += 25) {
    if (child.exitCode !== null || child.signalCode !== null) throw failed(reasonIn(said()))
    try {
      // A killed one leaves its file, which says that it is ready.
      const lines = readFileSync(pidFile, 'utf8').split('\n')
      if (Number(lines[0]) === child.pid && lines[7]?.startsWith('ready')) return
    } catch {
      /* not written yet */
    }
    await new Promise((next) => setTimeout(next, 25))
  }
  child.kill('SIGQUIT')
  throw failed(`not ready after ${Math.round(limitMs / 1000)} s`)
}

/** The last line that says why, or else the last line. */
function reasonIn(said: string): string {
  const lines = said.trim().split('\n')
  return lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? 'no reason given'
}
