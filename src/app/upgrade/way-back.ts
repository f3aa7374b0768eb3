import { existsSync, readFileSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder, writeDurably } from '#platform/backup/object-store.ts'

/** What a rollback goes back to. */
export interface Point {
  readonly base: string
  readonly at: string
  /** The last change of the schema before the update. */
  readonly schema: string
}

export interface WayBack extends Point {
  /** Changes of the schema that the update is to make. */
  readonly pending: readonly string[]
  readonly finishedAt?: string
}

export const wayBackFile = (dataDir: string) => join(dataDir, 'backup-state', 'upgrade.json')

export function readWayBack(dataDir: string): WayBack | undefined {
  const file = wayBackFile(dataDir)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as WayBack) : undefined
}

export function writeWayBack(dataDir: string, note: WayBack): Promise<void> {
  return replaceDurably(wayBackFile(dataDir), note)
}

/** The old text or the new one is there, whenever the machine stops. */
export async function replaceDurably(file: string, value: object): Promise<void> {
  await writeDurably(`${file}.part`, Buffer.from(`${JSON.stringify(value)}\n`))
  await rename(`${file}.part`, file)
  await syncFolder(dirname(file))
}

/** An update that made some of its changes and not all: the state before it is in its base and nowhere else. */
export function isHalfDone(note: WayBack | undefined, applied: readonly string[]): note is WayBack {
  // Notes of earlier programs were written without their changes.
  const wanted = note?.pending ?? []
  const made = wanted.filter((name) => applied.includes(name)).length
  return note?.finishedAt === undefined && made > 0 && made < wanted.length
}
