import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Program {
  readonly url: string
  readonly child: ChildProcess
  /** Milliseconds from the start of the process to its ready line. */
  readonly startMs: number
  /** Asks it to end (SIGTERM) and waits; the exit code. */
  stop(): Promise<number | null>
  /** Settles when it is gone, whoever ended it. */
  readonly ended: Promise<number | null>
  /** kill -9, and waits until the process is gone. */
  kill(): Promise<void>
}

export function freshFolder(name = 'lanong-data-'): string {
  return mkdtempSync(join(tmpdir(), name))
}

/** Starts `lanong <words>` as its user would and waits for the ready line on stdout. */
export async function startProgram(
  words: readonly string[],
  dataDir: string,
  env: Record<string, string> = {},
): Promise<Program> {
  const startedAt = Date.now()
  const child = spawn(process.execPath, ['src/cli/main.ts', ...words], {
    env: { ...process.env, LANONG_DATA_DIR: dataDir, LANONG_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stderr?.on('data', (chunk) => {
    err = `${err}${chunk}`.slice(-4000)
  })
  const gone = new Promise<number | null>((settle) => child.once('exit', (code) => settle(code)))
  const url = await new Promise<string>((settle, fail) => {
    child.stdout?.on('data', (chunk) => {
      out += String(chunk)
      const ready = /lanong ready (\S+)/.exec(out)
      if (ready?.[1]) settle(ready[1])
    })
    gone.then((code) => fail(new Error(`ended with ${code} before it was ready: ${err || out}`)), fail)
  })
  return {
    url,
    child,
    startMs: Date.now() - startedAt,
    ended: gone,
    async stop() {
      child.kill('SIGTERM')
      return gone
    },
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** Runs `lanong <words>` to its end. */
export async function runProgram(
  words: readonly string[],
  dataDir: string,
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...words], {
    env: { ...process.env, LANONG_DATA_DIR: dataDir, LANONG_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    err += String(chunk)
  })
  const code = await new Promise<number | null>((settle) => child.once('close', settle))
  return { code, out, err }
}

/** A token of the demo system client. */
export async function systemToken(url: string): Promise<string> {
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${btoa('demo-system:demo-system')}`,
    },
    body: 'grant_type=client_credentials&scope=system/*.*',
  })
  const { access_token } = (await answer.json()) as { access_token?: string }
  if (!access_token) throw new Error(`no token: ${answer.status}`)
  return access_token
}
