import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Context, Db } from '#platform/context.ts'
import { exitErrors } from '../errors.ts'
import { type FacilityCounts, facilityFiles, sequencesPath } from '../export/facility-files.ts'
import type { Loading } from './load-tables.ts'

export const isDocument = (path: string): boolean => path.startsWith('files/') || path.startsWith('proven/')

/** Documents by their hash; one that is here already is left as it is. */
export async function loadDocuments(ctx: Context, { folder, paths, step }: Loading): Promise<void> {
  const documents = paths.filter(isDocument)
  for (const [i, path] of documents.entries()) {
    step('documents', i, documents.length)
    const hash = /([0-9a-f]{64})(\.pdf)?$/.exec(path)?.[1] ?? ''
    if (!(await ctx.blobs.has(hash))) await ctx.blobs.put(await readFile(join(folder, path)))
  }
}

/** Numbers go on where they were, and the ledger behind its last leaf. */
export async function setCounters({ owner, folder, facility }: Loading): Promise<void> {
  const told = JSON.parse(await readFile(join(folder, sequencesPath), 'utf8')) as {
    name: string
    last: number | null
  }[]
  for (const { name, last } of told)
    await sql`select setval(${`public.${name}`}::regclass, ${last ?? 1}, ${last !== null})`.execute(owner)
  await sql`delete from ledger_state where facility = ${facility}`.execute(owner)
  await forgetWords(owner, facility)
  await sql`
    insert into ledger_state (facility, horizon, size, low)
    select ${facility}, '0'::xid8, count(*), coalesce((select min(w.seq) - 1 from (
      select seq from resource_version where facility = ${facility} and leaf_hash is not null
      union all select seq from audit_event where facility = ${facility} and leaf_hash is not null
      union all select seq from event_pack where facility = ${facility} and leaf_hash is not null
      union all select seq from ledger_line where facility = ${facility} and leaf_hash is not null) w), coalesce(max(seq), 0))
    from ledger_position where facility = ${facility}`.execute(owner)
}

/** The roots that the signatures of before lead to. */
export async function keepRoots(dataDir: string, { folder, paths }: Loading): Promise<void> {
  await mkdir(join(dataDir, 'trust'), { recursive: true })
  for (const path of paths.filter((one) => one.startsWith('trust/') && one.endsWith('.pem'))) {
    const pem = await readFile(join(folder, path))
    const name = createHash('sha256').update(pem).digest('hex').slice(0, 16)
    await writeFile(join(dataDir, 'trust', `imported-${name}.pem`), pem)
  }
}

/**
 * Makes every file of the export again from what is here now, and compares: tables, versions, journal, ledger and
 * documents. Throws at the first that is not alike.
 */
export async function compareAll(
  ctx: Context,
  owner: Db,
  sums: ReadonlyMap<string, string>,
  step: Loading['step'],
): Promise<void> {
  const { seen } = await makeAgain(ctx, owner, sums, {
    step,
    of: () => true,
    differs: (path) => exitErrors.notEqual({ path }),
  })
  const lost = [...sums.keys()].find((path) => isMade(path) && !seen.has(path))
  if (lost) throw exitErrors.notEqual({ path: lost })
}

/** Files that come from what an installation holds, and not from the moment of the export. */
export const isMade = (path: string): boolean => /^(leaves|versions|audit|events|files|proven|tables)\//.test(path)

export interface Comparing {
  readonly step: Loading['step']
  /** Whether a file is compared. */
  of(path: string): boolean
  differs(path: string): Error
}

/** Makes the files from what is here now; each that is compared has the hash that the export tells. */
export async function makeAgain(
  ctx: Context,
  owner: Db,
  sums: ReadonlyMap<string, string>,
  { step, of, differs }: Comparing,
): Promise<FacilityCounts & { readonly seen: ReadonlySet<string> }> {
  const seen = new Set<string>()
  const counts = await owner
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((db) =>
      facilityFiles(
        { ...ctx, db },
        {
          like: [...sums.keys()],
          step: (what, done, total) => step(`compare ${what}`, done, total),
          async put(path, bytes) {
            if (!of(path)) return
            if (createHash('sha256').update(bytes).digest('hex') !== sums.get(path)) throw differs(path)
            seen.add(path)
          },
        },
      ),
    )
  return { ...counts, seen }
}

/** The words of resources are noted anew; a schema of before decision 0130 has none. */
async function forgetWords(owner: Db, facility: number): Promise<void> {
  const { rows } = await sql<{ known: boolean }>`
    select to_regclass('public.search_word_state') is not null as known`.execute(owner)
  if (rows[0]?.known) await sql`delete from search_word_state where facility = ${facility}`.execute(owner)
}
