import { createHash } from 'node:crypto'
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { exportErased, type ListedFile, type MakeChunk, noting, type Put } from '#modules/ledger/index.ts'
import type { Context } from '#platform/context.ts'

/** Beside an export that is under way: which stretches of the ledger are done. It goes when the export is whole. */
export const journalName = 'under-way.ndjson'

interface Chunk {
  readonly first: number
  readonly last: number
  readonly files: readonly ListedFile[]
  readonly named: readonly string[]
}

export interface Journal {
  /** Stretches that were done before and are kept. */
  readonly kept: number
  around(first: number, last: number, make: MakeChunk): Promise<ReadonlySet<string>>
}

/**
 * What is in the ledger never changes, so whole stretches of it are kept when an export is carried on; only a record that
 * was destroyed or events that were removed meanwhile make all of them anew. Tables are read again, in the snapshot of now.
 */
export async function openJournal(ctx: Context, folder: string, put: Put, listed: ListedFile[]): Promise<Journal> {
  const path = join(folder, journalName)
  const [erased, removed] = [await erasedSum(ctx), await countRemoved(ctx)]
  const head = JSON.stringify({ export: 'lanong', facility: ctx.facility, erased, removed })
  const known = await readJournal(path, head)
  const kept = new Map<number, Chunk>()
  for (const chunk of known) if (await isWhole(folder, chunk)) kept.set(chunk.first, chunk)
  await writeFile(path, [head, ...[...kept.values()].map((one) => JSON.stringify(one))].join('\n').concat('\n'))
  return {
    kept: kept.size,
    async around(first, last, make) {
      const before = kept.get(first)
      if (before?.last === last) {
        listed.push(...before.files)
        return new Set(before.named)
      }
      const files: ListedFile[] = []
      const named = await make(noting(put, files))
      listed.push(...files)
      await appendFile(path, `${JSON.stringify({ first, last, files, named: [...named] })}\n`)
      return named
    },
  }
}

export const closeJournal = (folder: string): Promise<void> => rm(join(folder, journalName), { force: true })

async function erasedSum(ctx: Context): Promise<string> {
  const sum = createHash('sha256')
  await exportErased(ctx, async (_path, bytes) => void sum.update(bytes))
  return sum.digest('hex')
}

/** Events that are over their time leave the journal, so files of before hold too much. */
async function countRemoved(ctx: Context): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from audit_removed where facility = ${ctx.facility}`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

async function readJournal(path: string, head: string): Promise<readonly Chunk[]> {
  const [first, ...lines] = (await readFile(path, 'utf8').catch(() => '')).split('\n')
  if (first !== head) return []
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as Chunk]
    } catch {
      return [] // the line that was being written when the export was broken off
    }
  })
}

async function isWhole(folder: string, { files }: Chunk): Promise<boolean> {
  for (const { path, sha256 } of files) {
    const bytes = await readFile(join(folder, path)).catch(() => undefined)
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== sha256) return false
  }
  return true
}
