import { execFile } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { syncFolder } from '#platform/backup/object-store.ts'
import { rollbackMark } from '#platform/backup/unfinished.ts'
import type { Config } from '#platform/config.ts'
import { embeddedFolder } from '#platform/db/embedded.ts'
import { backupFolderOf } from '../backup/places.ts'
import { upgradeErrors } from './errors.ts'
import { mountsBelow } from './mounts.ts'
import { type Point, replaceDurably } from './way-back.ts'

/** What is moved where; it lies in the mark, so that a swap that was broken off goes on from it. */
export interface Swap extends Point {
  /** Name in `set-aside`. */
  readonly aside: string
  readonly out: readonly string[]
  readonly in: readonly string[]
}

export const restoredIn = (dataDir: string) => join(dataDir, 'rolling-back')
export const asideOf = (dataDir: string, { aside }: Pick<Swap, 'aside'>) => join(dataDir, 'set-aside', aside)
export const markOf = (dataDir: string) => join(dataDir, rollbackMark)

/** What belongs to the state before and after alike, or to no state. */
const stays = new Set([
  'backup',
  'backup.key',
  'drill',
  'log',
  'lost+found',
  'rehearsal',
  rollbackMark,
  'rolling-back',
  'set-aside',
])

export function readSwap(dataDir: string): Swap | undefined {
  const mark = markOf(dataDir)
  return existsSync(mark) ? (JSON.parse(readFileSync(mark, 'utf8')) as Swap) : undefined
}

function stayingIn(config: Config, dataDir: string): (name: string) => boolean {
  const copies = backupFolderOf(config)
  return (name) => stays.has(name) || `${copies}/`.startsWith(`${join(dataDir, name)}/`)
}

/** Names of what a rollback moves aside; refuses what cannot be moved, before anything is done. */
export async function movableOf(config: Config): Promise<readonly string[]> {
  const dataDir = resolve(config.dataDir)
  const staying = stayingIn(config, dataDir)
  const mounted = mountsBelow(dataDir).find((name) => !staying(name))
  if (mounted !== undefined) throw upgradeErrors.mounted({ path: join(dataDir, mounted) })
  return withDatabase(dataDir, staying)
}

/** PostgreSQL's own files may lie elsewhere, under a name that comes from the path of the folder. */
const pathIn = async (folder: string, name: string) =>
  name === 'postgres' ? (await embeddedFolder(folder)).data : join(folder, name)

async function withDatabase(folder: string, staying: (name: string) => boolean): Promise<readonly string[]> {
  const names = new Set((await readdir(folder)).filter((name) => !staying(name)))
  if (existsSync(await pathIn(folder, 'postgres'))) names.add('postgres')
  return [...names].sort()
}

/** A folder inside of the data folder, of its owner and with its rights. */
export function makeInside(dataDir: string, folder: string): void {
  const { mode, uid, gid } = statSync(dataDir)
  mkdirSync(folder, { recursive: true })
  for (let at = folder; at !== dataDir; at = dirname(at)) {
    chmodSync(at, mode & 0o777)
    if (process.getuid?.() === 0) chownSync(at, uid, gid)
  }
}

/** Writes the mark: from here on nothing starts on the folder until the swap is at its end. */
export async function beginSwap(config: Config, point: Point): Promise<Swap> {
  const dataDir = resolve(config.dataDir)
  const staying = stayingIn(config, dataDir)
  const swap: Swap = {
    ...point,
    aside: new Date().toISOString().replaceAll(/[:.]/g, '-'),
    out: await movableOf(config),
    in: await withDatabase(restoredIn(dataDir), staying),
  }
  await giveToOwner(dataDir, swap.in)
  await replaceDurably(markOf(dataDir), swap)
  return swap
}

/** What the superuser restored is its own; the service could not read it. */
async function giveToOwner(dataDir: string, names: readonly string[]): Promise<void> {
  if (process.getuid?.() !== 0) return
  for (const name of names) {
    const whose = name === 'postgres' ? await pathIn(dataDir, name) : dataDir
    const { uid, gid } = statSync(existsSync(whose) ? whose : dataDir)
    await promisify(execFile)('chown', ['-hR', `${uid}:${gid}`, await pathIn(restoredIn(dataDir), name)])
  }
}

/** Each step is done or not: what is moved already is passed over, so that it may be called again after any of them. */
export async function finishSwap(dataDir: string, swap: Swap): Promise<string> {
  const aside = asideOf(dataDir, swap)
  const restored = restoredIn(dataDir)
  makeInside(dataDir, aside)
  for (const name of swap.out) await moveOnce(await pathIn(dataDir, name), await pathIn(aside, name))
  await syncFolder(aside)
  if (existsSync(restored))
    for (const name of swap.in)
      await moveInto(await pathIn(restored, name), await pathIn(dataDir, name), join(aside, `${name}.between`))
  await syncFolder(dataDir)
  await rm(restored, { recursive: true, force: true })
  await rm(markOf(dataDir))
  await syncFolder(dataDir)
  return aside
}

async function moveOnce(from: string, to: string): Promise<void> {
  if (!existsSync(to) && existsSync(from)) await rename(from, to)
}

/** What a command made here since the swap was broken off is set aside too. */
async function moveInto(from: string, to: string, between: string): Promise<void> {
  if (!existsSync(from)) return
  if (existsSync(to)) await rename(to, between)
  await rename(from, to)
}
