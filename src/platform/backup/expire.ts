import { type BaseManifest, baseId, baseName, blobListName, packName, timeOfBase } from './base-manifest.ts'
import { type Line, lineName, listLines } from './line.ts'
import type { BackupRules } from './policy.ts'
import type { Vault } from './vault.ts'
import { listPieces } from './wal-pieces.ts'
import { listBases, readBase } from './write-base.ts'

const dayMs = 86_400_000

/**
 * Which bases stay: the newest of each of the last days, weeks and months that the rules name, and, of the line that is
 * written, always the newest. Ids are moments that sort; pure.
 */
export function basesToKeep(
  ids: readonly string[],
  keep: BackupRules['keep'],
  now: Date,
  { isWritten }: { readonly isWritten: boolean } = { isWritten: true },
): ReadonlySet<string> {
  const kept = new Set<string>()
  const newest = ids.toSorted().at(-1)
  if (isWritten && newest !== undefined) kept.add(newest)
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
  as: { readonly isWritten: boolean } = { isWritten: true },
): Promise<Expired> {
  const ids = await listBases(vault, line.id)
  const kept = basesToKeep(ids, rules.keep, now, as)
  const gone = ids.filter((id) => !kept.has(id))
  const stay = ids.filter((id) => kept.has(id))
  for (const id of gone) {
    await vault.store.remove(baseName(line.id, id))
    await vault.store.remove(blobListName(line.id, id))
  }
  if (stay.length === 0) return { bases: gone.length, packs: 0, pieces: 0 }
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

/**
 * Lines of before (a restored database, a promoted replica) go as their bases do, the newest too, and leave nothing, once
 * the line that is written has a base. One that never had a base goes after as many days as the log is kept.
 */
export async function expireLines(vault: Vault, written: Line, rules: BackupRules, now: Date): Promise<number> {
  if ((await listBases(vault, written.id)).length === 0) return 0
  let gone = 0
  for (const line of await listLines(vault)) {
    if (line.id === written.id) continue
    const had = (await expire(vault, line, rules, now, { isWritten: false })).bases > 0
    if ((await listBases(vault, line.id)).length > 0) continue
    if (!had && Date.parse(line.madeAt) > now.getTime() - rules.keep.daily * dayMs) continue
    const names = (await vault.store.list(`${line.id}/`)).map(({ name }) => name)
    for (const name of names.filter((one) => one !== lineName(line.id))) await vault.store.remove(name)
    await vault.store.remove(lineName(line.id))
    gone++
  }
  return gone
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
