import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The measuring scripts beside the clone; they are run, never copied. */
export const harness = fileURLToPath(new URL('../../../shared/bench/', import.meta.url))
export const hasHarness = existsSync(harness)

export interface BenchServer {
  readonly url: string
  readonly pid: number
  readonly postgres: number
  /** Folder of PostgreSQL's socket. */
  readonly host: string
  readonly port: number
  stop(): Promise<void>
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((settle) => child.once('exit', settle))
}

/** Starts tools/bench/server.ts and waits until it answers. */
export async function startBenchServer(
  dataDir: string,
  nodeOptions: readonly string[] = [],
): Promise<BenchServer> {
  const child = spawn(process.execPath, [...nodeOptions, 'tools/bench/server.ts'], {
    env: { ...process.env, LANONG_DATA_DIR: dataDir, LANONG_LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = ended(child)
  let out = ''
  const told = await new Promise<Omit<BenchServer, 'stop'>>((settle, fail) => {
    child.stdout.on('data', (chunk) => {
      out += String(chunk)
      const ready = /ready (\{.*\})\n/.exec(out)
      if (ready?.[1]) settle(JSON.parse(ready[1]) as Omit<BenchServer, 'stop'>)
    })
    gone.then((code) => fail(new Error(`the server ended with ${code} before it was ready`)), fail)
  })
  return {
    ...told,
    async stop() {
      child.kill('SIGTERM')
      await gone
    },
  }
}

/** Runs a script to its end; an exit code other than 0 throws. The harness spreads a call's times over a stack. */
export async function runNode(script: string, words: readonly string[], seconds: number): Promise<string> {
  const child = spawn(process.execPath, ['--stack-size=3900', script, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => {
    out += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    err = `${err}${chunk}`.slice(-4000)
  })
  const limit = setTimeout(() => child.kill('SIGKILL'), seconds * 1000)
  const code = await ended(child)
  clearTimeout(limit)
  if (code !== 0) throw new Error(`${script} ended with ${code}: ${err || out.slice(-1000)}`)
  return out
}

/** A TCP port that is free at the moment. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const { port } = server.address() as { port: number }
  await new Promise<void>((settle) => server.close(() => settle()))
  return port
}

/** The server that answers everything from memory: the ceiling of the harness. */
export async function startNullServer(): Promise<{ base: string; stop(): Promise<void> }> {
  const port = await freePort()
  const child = spawn(process.execPath, [`${harness}null-server.mjs`, String(port)], { stdio: 'ignore' })
  const gone = ended(child)
  const base = `http://127.0.0.1:${port}/fhir`
  for (let tries = 0; tries < 100; tries++) {
    const answered = await fetch(`${base}/Patient/1`).then(
      () => true,
      () => false,
    )
    if (answered) break
    await new Promise((next) => setTimeout(next, 50))
  }
  return {
    base,
    async stop() {
      child.kill('SIGTERM')
      await gone
    },
  }
}

/** Makes the bundles of the workloads. The generator writes some empty texts, which FHIR forbids: they are left out. */
export async function makeBundles(folder: string, patients: string, from = 0): Promise<void> {
  await runNode(
    `${harness}gen.mjs`,
    ['--out', folder, '--patients', patients, '--seed', '1', '--from', String(from)],
    300,
  )
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const whole = JSON.parse(readFileSync(path, 'utf8'), (_key, value: unknown) =>
      value === '' ? undefined : value,
    )
    writeFileSync(path, JSON.stringify(whole))
  }
}
