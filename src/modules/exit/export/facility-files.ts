import { sql } from 'kysely'
import { exportDocuments, exportEntries, exportErased, type MakeChunk, type Put } from '#modules/ledger/index.ts'
import { hospitalFiles } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { readSize } from '#store/ledger/read-size.ts'
import { type LeavingTable, leavingTables } from '../table-list.ts'
import { endsBy, endsLike, exportRows, exportRowsOfLeaves, exportWaiting, tellAlike } from './table-files.ts'

export interface FacilityFiles {
  readonly put: Put
  step(what: string, done: number, of: number): void
  /** Paths of an export whose files these are to be cut alike. */
  readonly like?: readonly string[] | undefined
  /** Bytes from which a file ends early, for a test. */
  readonly bytesPerFile?: number | undefined
  /** Stands around the files of each stretch of the ledger: an export that is carried on has some of them already. */
  around?(first: number, last: number, make: MakeChunk): Promise<ReadonlySet<string>>
}

export interface FacilityCounts {
  /** Leaves of the ledger that have their place. */
  readonly size: number
  /** Rows of each table. */
  readonly tables: Readonly<Record<string, number>>
  /** Documents that rows name and that are not kept here. */
  readonly absent: readonly string[]
}

export const sequencesPath = 'tables/sequences.json'

/**
 * Everything that an installation holds of a facility, in files that are alike wherever the same rows are: an import is
 * proven by making them again. To be called in one snapshot.
 */
export async function facilityFiles(ctx: Context, out: FacilityFiles): Promise<FacilityCounts> {
  await tellAlike(ctx)
  const tables = await leavingTables(ctx.db)
  const beside = tables.filter(({ treatment }) => treatment === 'ledger')
  const { size } = await readSize(ctx)
  const around = out.around ?? ((_first, _last, make) => make(out.put))
  const named = await exportEntries(ctx, {
    size,
    put: out.put,
    bytesPerFile: out.bytesPerFile,
    ...endsOf(out.like, size),
    step: (done, of) => out.step('ledger', done, of),
    around: (first, last, make) =>
      around(first, last, async (put) => {
        for (const table of beside) await exportRowsOfLeaves(ctx, table, put, [first, last])
        return make(put)
      }),
  })
  const likely = new Set<string>()
  const counts = await exportTables(ctx, tables, out, likely)
  await exportSequences(ctx, out.put)
  out.step('documents', 0, named.size)
  // Sixty-four digits in a row are a document only when there is one of that name.
  for (const hash of likely) if (!named.has(hash) && (await ctx.blobs.has(hash))) named.add(hash)
  const absent = await exportDocuments(ctx, out.put, named)
  await exportErased(ctx, out.put)
  return { size, tables: counts, absent }
}

async function exportTables(
  ctx: Context,
  tables: readonly LeavingTable[],
  out: FacilityFiles,
  named: Set<string>,
) {
  const counts: Record<string, number> = {}
  for (const [i, table] of tables.entries()) {
    out.step(table.name, i, tables.length)
    counts[table.name] =
      table.treatment === 'ledger'
        ? (await countPlaced(ctx, table)) + (await exportWaiting(ctx, table, out.put, named))
        : await exportRows(ctx, table, { put: out.put, named, ends: tableEnds(out, table) })
  }
  return counts
}

function endsOf(like: readonly string[] | undefined, size: number) {
  if (!like) return {}
  const ends = new Map(hospitalFiles.stretchesOf(like, size))
  return { endOf: (first: number) => ends.get(first) }
}

const tableEnds = (
  { like, bytesPerFile = hospitalFiles.contentBytesPerFile }: FacilityFiles,
  { name }: LeavingTable,
) => (like ? endsLike(like, name) : endsBy(bytesPerFile))

async function countPlaced(ctx: Context, { name }: LeavingTable): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ledger_position p join ${sql.table(name)} t on t.facility = p.facility and t.seq = p.seq
    where p.facility = ${ctx.facility}`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

async function exportSequences(ctx: Context, put: Put): Promise<void> {
  const { rows } = await sql<{ name: string; last: number | null }>`
    select sequencename as name, last_value as last from pg_sequences
    where schemaname = 'public' order by sequencename`.execute(ctx.db)
  await put(sequencesPath, Buffer.from(`${JSON.stringify(rows, null, 1)}\n`))
}
