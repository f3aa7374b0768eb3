import { blobListName, timeOfBase } from './base-manifest.ts'
import { listBlobs } from './blob-folder.ts'
import { namesOfBlobs } from './blob-journal.ts'
import { type Line, listLines } from './line.ts'
import type { BackupRules } from './policy.ts'
import type { Vault } from './vault.ts'
import { listPieces, readPieceHead } from './wal-pieces.ts'
import { listBases } from './write-base.ts'

const dayMs = 86_400_000
/** Name of the object that says since when a document is on its way out: names of objects, milliseconds since 1970. */
const leavingName = 'documents-leaving'
const namesAtOnce = 5000

export interface DocumentPlaces {
  readonly vault: Vault
  /** The same vault in other places: what can be restored from there counts, too, and a document goes from all. */
  readonly others: readonly Vault[]
  readonly blobFolder: string
}

/**
 * Takes away documents that were destroyed here (their record was, at its end) once no base lists them and no log that is
 * kept speaks of them, so that nothing that can be restored wants them. How many went.
 *
 * One is noted when no base and no folder has it, and goes when the log begins after that note: what the keeper stored
 * a moment ago is never taken for it.
 */
export async function expireDocuments(
  { vault, others, blobFolder }: DocumentPlaces,
  rules: BackupRules,
  now: Date,
): Promise<number> {
  const vaults = [vault, ...others]
  const stored = new Set<string>()
  for (const { store } of vaults) for (const name of await namesOfBlobs(store)) stored.add(name)
  const { hashes, logSince } = await listed(vaults, rules, now)
  for (const hash of await listBlobs(blobFolder)) hashes.add(hash)
  await takeOut(stored, vault, hashes)
  const before = await readLeaving(vault)
  const leaving = new Map([...stored].map((name) => [name, before.get(name) ?? now.getTime()]))
  const due = new Set([...leaving].filter(([, since]) => since < logSince).map(([name]) => name))
  if (due.size > 0) await takeOut(due, vault, await spokenOf(vaults))
  for (const name of due) {
    for (const { store } of vaults) await store.remove(name)
    leaving.delete(name)
  }
  if (leaving.size > 0 || before.size > 0)
    await vault.put(leavingName, [Buffer.from(JSON.stringify(Object.fromEntries(leaving)))])
  return due.size
}

async function readLeaving(vault: Vault): Promise<ReadonlyMap<string, number>> {
  const bytes = await vault.read(leavingName)
  return new Map(bytes ? Object.entries(JSON.parse(bytes.toString('utf8')) as Record<string, number>) : [])
}

/** Documents of all bases, and when the oldest log begins that is kept for any second. */
async function listed(
  vaults: readonly Vault[],
  rules: BackupRules,
  now: Date,
): Promise<{ readonly hashes: Set<string>; readonly logSince: number }> {
  const hashes = new Set<string>()
  let logSince = Number.POSITIVE_INFINITY
  for (const { vault, line } of await linesOf(vaults)) {
    const ids = await listBases(vault, line.id)
    const daily = ids.filter((id) => timeOfBase(id) > now.getTime() - rules.keep.daily * dayMs)
    const oldest = daily[0] ?? ids.at(-1)
    // A line without a base has its log from its beginning.
    logSince = Math.min(logSince, oldest === undefined ? Date.parse(line.madeAt) : timeOfBase(oldest))
    for (const id of ids) {
      const list = (await vault.read(blobListName(line.id, id))) ?? Buffer.alloc(0)
      for (let at = 0; at < list.length; at += 32) hashes.add(list.toString('hex', at, at + 32))
    }
  }
  return { hashes, logSince }
}

/** Documents that any piece of log speaks of that is there. */
async function spokenOf(vaults: readonly Vault[]): Promise<ReadonlySet<string>> {
  const hashes = new Set<string>()
  for (const { vault, line } of await linesOf(vaults))
    for (const piece of await listPieces(vault, line.id))
      for (const hash of (await readPieceHead(vault, piece)).blobs) hashes.add(hash)
  return hashes
}

async function linesOf(vaults: readonly Vault[]): Promise<{ readonly vault: Vault; readonly line: Line }[]> {
  const found = await Promise.all(
    vaults.map(async (vault) => (await listLines(vault)).map((line) => ({ vault, line }))),
  )
  return found.flat()
}

/** A name is a keyed hash: a million of them are two seconds, in which others have their turn. */
async function takeOut(names: Set<string>, vault: Vault, hashes: ReadonlySet<string>): Promise<void> {
  let done = 0
  for (const hash of hashes) {
    names.delete(vault.blobName(hash))
    if (++done % namesAtOnce === 0) await new Promise((next) => setImmediate(next))
  }
}
