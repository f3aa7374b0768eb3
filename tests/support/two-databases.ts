import { spawn } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type BaseStream, streamBase } from '#platform/backup/base-stream.ts'
import { connectReplication } from '#platform/backup/replication.ts'
import { pool } from '#platform/db/connect.ts'
import { type EmbeddedDatabase, embeddedFolder, handOver, startEmbedded } from '#platform/db/embedded.ts'
import { until } from './status.ts'

export interface DatabaseServer {
  readonly port: number
  /** `postgresql://postgres@127.0.0.1:5555/postgres` */
  readonly url: string
  ask<T extends object>(question: string): Promise<readonly T[]>
  stop(): Promise<void>
  start(): Promise<void>
  /** The same server with more in its environment; ended by `stop`, not by `kill`. */
  startAgainWith(env: Readonly<Record<string, string>>): Promise<void>
  /** kill -9 of the server and all of its processes, as when its machine dies. */
  kill(): Promise<void>
  /** To the server and all of its processes. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const { port } = server.address() as { port: number }
  await new Promise<void>((settle) => server.close(() => settle()))
  return port
}

/** A process and its children; each of PostgreSQL's has a session of its own. */
function family(pid: number): readonly number[] {
  const parentOf = (one: string) => {
    try {
      return Number(/^\d+ \(.*\) \S (\d+)/.exec(readFileSync(`/proc/${one}/stat`, 'utf8'))?.[1])
    } catch {
      return 0
    }
  }
  const children = readdirSync('/proc').filter((one) => /^\d+$/.test(one) && parentOf(one) === pid)
  return [pid, ...children.map(Number)]
}

/** How to start what runs as `pid` once more, as the same user with the same words. */
function sameProcess(pid: number, env: Readonly<Record<string, string>>) {
  const { uid, gid } = statSync(`/proc/${pid}`)
  const [, ...words] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
  const program = readlinkSync(`/proc/${pid}/exe`)
  return () => {
    const path = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' }
    const child = spawn(program, words, { uid, gid, cwd: '/', stdio: 'ignore', env: { ...path, ...env } })
    const ended = new Promise<void>((settle) => child.once('exit', () => settle()))
    return {
      pid: child.pid ?? 0,
      ended,
      async stop() {
        child.kill('SIGINT')
        await ended
      },
    }
  }
}

const rules = ['local all all trust', 'local replication all trust']
const fromHere = ['host all all 127.0.0.1/32 trust', 'host replication all 127.0.0.1/32 trust']

/** A PostgreSQL on a port of 127.0.0.1, as another machine's would be. */
export async function startDatabaseServer(
  home: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<DatabaseServer> {
  const port = await freePort()
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`
  const open = () =>
    startEmbedded(home, {
      connections: 80,
      settings: { listen_addresses: '127.0.0.1', port: String(port), ...settings },
    })
  const first = await open()
  let running: Pick<EmbeddedDatabase, 'pid' | 'ended' | 'stop'> = first
  const server: DatabaseServer = {
    port,
    url,
    async ask<T extends object>(question: string) {
      const asking = pool({ connectionString: url }, 1)
      try {
        return (await asking.query<T>(question)).rows
      } finally {
        await asking.end()
      }
    },
    stop: () => running.stop(),
    async start() {
      running = await open()
    },
    async startAgainWith(env) {
      const again = sameProcess(running.pid, env)
      await running.stop()
      running = again()
      await until('the database answers', () =>
        server.ask('select 1').then(
          () => true,
          () => false,
        ),
      )
    },
    async kill() {
      for (const pid of family(running.pid)) process.kill(pid, 'SIGKILL')
      await running.ended
    },
    signal(name) {
      for (const pid of family(running.pid)) process.kill(pid, name)
    },
  }
  writeFileSync(join(first.folder, 'pg_hba.conf'), `${[...rules, ...fromHere].join('\n')}\n`)
  const local = pool({ ...first.address, port }, 1)
  await local.query('select pg_reload_conf()')
  await local.end()
  return server
}

function intoFolder(root: string): BaseStream {
  let file: number | undefined
  return {
    begin({ path, kind }) {
      const target = join(root, path)
      mkdirSync(kind === 'folder' ? target : dirname(target), { recursive: true, mode: 0o700 })
      file = kind === 'file' ? openSync(target, 'w', 0o600) : undefined
    },
    data(bytes) {
      if (file !== undefined) writeSync(file, bytes)
    },
    end() {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
    progress() {},
  }
}

export interface TwoDatabases {
  readonly primary: DatabaseServer
  readonly replica: DatabaseServer
  /** Both, as LANONG_DATABASE_URL names them. */
  readonly url: string
  close(): Promise<void>
}

/** A primary, and a replica that follows it; a commit is acknowledged when both have it. */
export async function startTwoDatabases(): Promise<TwoDatabases> {
  const root = mkdtempSync(join(tmpdir(), 'lanong-two-'))
  chmodSync(root, 0o755)
  const primary = await startDatabaseServer(join(root, 'first'))
  await primary.ask(`select pg_create_physical_replication_slot('second', true)`)
  const home = join(root, 'second')
  mkdirSync(home)
  const { data } = await embeddedFolder(home)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const copying = await connectReplication({ connectionString: primary.url })
  await streamBase(copying, intoFolder(data), { label: 'second' })
  copying.end()
  writeFileSync(join(data, 'standby.signal'), '')
  await handOver(data)
  const replica = await startDatabaseServer(home, {
    primary_conninfo: `host=127.0.0.1 port=${primary.port} user=postgres application_name=second`,
    primary_slot_name: 'second',
  })
  await primary.ask(`alter system set synchronous_standby_names = 'second'`)
  await primary.ask('select pg_reload_conf()')
  return {
    primary,
    replica,
    url: `postgresql://postgres@127.0.0.1:${primary.port},127.0.0.1:${replica.port}/postgres?target_session_attrs=read-write`,
    async close() {
      await Promise.all([primary.stop(), replica.stop()])
      rmSync(root, { recursive: true, force: true })
    },
  }
}
