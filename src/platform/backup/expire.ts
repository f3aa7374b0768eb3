import { type BaseManifest, baseId, packName, timeOfBase } from './base-manifest.ts'
import type { Line } from './line.ts'
import type { BackupRules } from './policy.ts'
import type { Vault } from './vault.ts'
import { listPieces } from './wal-pieces.ts'
import { listBases, readBase } from './write-base.ts'

const dayMs = 86_400_000

/**
 * Which bases stay: the newest of each of the last days, weeks and months that the rules name, and always the newest.
 * Ids are moments that sort; pure.
 */
export function basesToKeep(ids: readonly string[], keep: BackupRules['keep'], now: Date): ReadonlySet<string> {
  const kept = new Set<string>()
  const newest = ids.toSorted().at(-1)
  if (newest !== undefined) kept.add(newest)
  const day = (id: string) => Math.floor(timeOfBase(id) / dayMs)
  const week = (id: string) => Math.floor((day(id) + 3) / 7) // weeks begin on Monday
  const month = (id: string) => Number(id.slice(0, 4)) * 12 + Number(id.slice(4, 6))
  const today = baseId(now)
  for (const [count, period] of [
    [keep.daily, day],
    [keep.weekly, week],
    [keep.monthly, month],
  ] as const) {
    const seen = new Map<number, string>()
    for (const id of ids.toSorted()) seen.set(period(id), id)
    for (const [at, id] of seen) if (at > period(today) - count) kept.add(id)
  }
  return kept
}

export interface Expired {
  readonly bases: number
  readonly packs: number
  readonly pieces: number
}

/** Takes away bases that the rules let go, packs that no kept base names, and the log before the oldest daily base. */
export async function expire(
  vault: Vault,
  line: Line,
  rules: BackupRules,
  now: Date,
  protectedBases: ReadonlySet<string> = new Set(),
): Promise<Expired> {
  const ids = await listBases(vault, line.id)
  const kept = basesToKeep(ids, rules.keep, now)
  const gone = ids.filter((id) => !kept.has(id) && !protectedBases.has(id))
  const stay = ids.filter((id) => !gone.includes(id))
  for (const id of gone) {
    await vault.store.remove(`${line.id}/bases/${id}`)
    await vault.store.remove(`${line.id}/bases/${id}.blobs`)
  }
  if (stay.length === 0) return { bases: 0, packs: 0, pieces: 0 }
  const bases = await Promise.all(stay.map((id) => readBase(vault, line.id, id)))
  const needed = new Set(bases.flatMap(({ packs }) => packs))
  const stretches = logToKeep(bases, line, rules, now)
  // Packs of a base that is being written or was interrupted: left alone until a newer base is finished.
  const newest = stay.at(-1) ?? ''
  const packs = (await vault.store.list(`${line.id}/packs/`)).filter(
    ({ name }) => !needed.has(name) && name < packName(line.id, newest, 0),
  )
  for (const { name } of packs) await vault.store.remove(name)
  const pieces = (await listPieces(vault, line.id)).filter(
    (piece) => !stretches.some(({ from, to }) => piece.end > from && piece.start < to),
  )
  for (const { name } of pieces) await vault.store.remove(name)
  return { bases: gone.length, packs: packs.length, pieces: pieces.length }
}

/** Any second since the oldest daily base; of older bases what brings them to themselves. */
function logToKeep(
  bases: readonly BaseManifest[],
  line: Line,
  rules: BackupRules,
  now: Date,
): readonly { readonly from: number; readonly to: number }[] {
  const border = (lsn: number) => Math.floor(lsn / line.segmentSize) * line.segmentSize
  const daily = bases.filter(({ id }) => timeOfBase(id) > now.getTime() - rules.keep.daily * dayMs)
  const oldest = daily[0] ?? bases.at(-1)
  return [
    { from: border(oldest?.startLsn ?? 0), to: Number.POSITIVE_INFINITY },
    ...bases.map((base) => ({ from: border(base.startLsn), to: base.stopLsn })),
  ]
}
