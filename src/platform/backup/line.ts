import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Lsn, parseLsn } from './lsn.ts'
import { type ObjectStore, writeDurably } from './object-store.ts'
import type { ReplicationClient } from './replication.ts'
import type { Vault } from './vault.ts'
import { listPieces, parsePiece, reach, walOf } from './wal-pieces.ts'

/**
 * A line is a history without a gap: bases, and the log from the first of them on. Where the log cannot be continued
 * (PostgreSQL gave up the slot, the database was restored, its folder was put back to an older state) a new line begins.
 */
export interface Line {
  readonly id: string
  readonly systemId: string
  readonly timeline: number
  readonly segmentSize: number
  readonly postgres: string
  readonly startLsn: Lsn
  readonly madeAt: string
}

export const lineName = (id: string) => `${id}/line`
const stateFile = (dataDir: string) => join(dataDir, 'backup-state', 'line.json')

export interface ServerNow {
  readonly systemId: string
  readonly timeline: number
  readonly lsn: Lsn
  readonly segmentSize: number
  readonly postgres: string
}

const units: Readonly<Record<string, number>> = { B: 1, kB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 }

export async function identify(client: ReplicationClient): Promise<ServerNow> {
  const [system] = await client.rows('IDENTIFY_SYSTEM')
  const [size] = await client.rows('SHOW wal_segment_size')
  const [version] = await client.rows('SHOW server_version')
  const [, count, unit] = /^(\d+)(\w+)$/.exec(size?.['wal_segment_size'] ?? '') ?? []
  return {
    systemId: system?.['systemid'] ?? '',
    timeline: Number(system?.['timeline']),
    lsn: parseLsn(system?.['xlogpos'] ?? ''),
    segmentSize: Number(count) * (units[unit ?? ''] ?? 1),
    postgres: version?.['server_version'] ?? '',
  }
}

export async function readLine(vault: Vault, id: string): Promise<Line | undefined> {
  const bytes = await vault.read(lineName(id))
  return bytes && (JSON.parse(bytes.toString('utf8')) as Line)
}

export async function listLines(vault: Vault): Promise<readonly Line[]> {
  const names = (await vault.store.list('')).filter(({ name }) => /^[^/]+\/line$/.test(name))
  const lines: Line[] = []
  for (const { name } of names) {
    const line = await readLine(vault, name.slice(0, -'/line'.length))
    if (line) lines.push(line)
  }
  return lines.sort((a, b) => (a.madeAt < b.madeAt ? -1 : 1))
}

/** The line this data folder writes; undefined before the first. */
export async function currentLine(dataDir: string): Promise<string | undefined> {
  const text = await readFile(stateFile(dataDir), 'utf8').catch(() => undefined)
  if (!text) return undefined
  try {
    return (JSON.parse(text) as { readonly line: string }).line
  } catch {
    return undefined
  }
}

/** The line to go on with and where, when nothing speaks against it. */
export async function continuable(
  vault: Vault,
  others: readonly ObjectStore[],
  dataDir: string,
  server: ServerNow,
): Promise<{ readonly line: Line; readonly from: Lsn } | undefined> {
  const id = await currentLine(dataDir)
  const line = id === undefined ? undefined : await readLine(vault, id)
  if (!line || line.systemId !== server.systemId || line.timeline !== server.timeline) return undefined
  const pieces = await listPieces(vault, line.id)
  const from = reach(pieces, pieces[0]?.start ?? line.startLsn)
  if (from > server.lsn) return undefined
  // A copy elsewhere that knows more than this one: the machine was put back to an older state.
  for (const other of others) {
    const known = await other.list(walOf(line.id)).catch(() => [])
    if (known.some(({ name }) => (parsePiece(name)?.end ?? 0) > from)) return undefined
  }
  return { line, from }
}

export async function beginLine(vault: Vault, dataDir: string, server: ServerNow, startLsn: Lsn): Promise<Line> {
  const { systemId, timeline, segmentSize, postgres } = server
  const line: Line = {
    id: `${systemId}-${timeline}-${randomBytes(4).toString('hex')}`,
    systemId,
    timeline,
    segmentSize,
    postgres,
    startLsn,
    madeAt: new Date().toISOString(),
  }
  await vault.put(lineName(line.id), [Buffer.from(JSON.stringify(line))])
  await mkdir(join(dataDir, 'backup-state'), { recursive: true, mode: 0o700 })
  await writeDurably(stateFile(dataDir), Buffer.from(`${JSON.stringify({ line: line.id })}\n`))
  return line
}
