import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { typeNumber } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import { isOwnAddress, type LocalReference, localReference } from '../record-of.ts'
import type { Commit, Write } from '../write.ts'

interface Site {
  readonly path: string
  readonly text: string
  readonly to: LocalReference
}

/** Every literal reference to this server must lead to something: stored, or written in the same commit. */
export async function resolveReferences(ctx: Context, commit: Commit): Promise<void> {
  const own = new Map(commit.writes.map((write) => [`${write.type}/${write.id}`, write]))
  const outside = new Map<string, Site>()
  for (const site of commit.writes.flatMap((write) => sitesOf(ctx, write))) {
    const key = `${site.to.type}/${site.to.id}`
    const mine = own.get(key)
    if (mine) checkOwn(mine, site)
    else if (!outside.has(site.text)) outside.set(site.text, site)
  }
  if (outside.size > 0) await checkStored(ctx, commit, [...outside.values()])
}

function sitesOf(ctx: Context, write: Write): readonly Site[] {
  return write.references.flatMap(({ holder, path }) => {
    const text = holder.reference ?? ''
    const to = localReference(ctx, text)
    if (to) return [{ path, text, to }]
    // Addresses of other servers are kept; a urn: is an entry of a bundle that is not there.
    if (/^(?!urn:)[a-z][a-z0-9+.-]*:/i.test(text) && !isOwnAddress(ctx, text)) return []
    throw storeErrors.referenceMissing({ path, reference: text.slice(0, 120) })
  })
}

function checkOwn(write: Write, site: Site): void {
  const tooNew = site.to.version !== undefined && site.to.version > write.version
  if (write.kind === 'delete' || tooNew)
    throw storeErrors.referenceMissing({ path: site.path, reference: site.text })
}

async function checkStored(ctx: Context, commit: Commit, sites: readonly Site[]): Promise<void> {
  const { rows } = await sql<{ n: number; record: string | null }>`
    select n, record from store_find(${ctx.facility}, ${sites.map((s) => typeNumber(s.to.type))}::smallint[],
      ${sites.map((s) => s.to.id)}::text[], ${sites.map((s) => s.to.version ?? null)}::integer[])`.execute(ctx.db)
  for (const row of rows) {
    const to = sites[row.n - 1]?.to
    if (to) commit.records.set(`${to.type}/${to.id}`, row.record)
  }
  const found = new Set(rows.map((row) => row.n))
  const missing = sites.find((_, index) => !found.has(index + 1))
  if (missing) throw storeErrors.referenceMissing({ path: missing.path, reference: missing.text })
}
