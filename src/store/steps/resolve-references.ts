import type { Context } from '#platform/context.ts'
import { typeNumber } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import { ask } from '../group/flight.ts'
import { isOwnAddress, type LocalReference, localReference } from '../record-of.ts'
import { Blamed, type Commit, type Write } from '../write.ts'

interface Site {
  readonly write: Write
  readonly path: string
  readonly text: string
  readonly to: LocalReference
}

/** Asks which of the resources that the commit refers to are stored, and to which record they belong. */
export async function findReferred(ctx: Context, commit: Commit): Promise<void> {
  const own = new Set(commit.writes.map((write) => `${write.type}/${write.id}`))
  const outside = new Map<string, Site>()
  for (const site of commit.writes.flatMap(sitesOf))
    if (!own.has(`${site.to.type}/${site.to.id}`) && !outside.has(site.text)) outside.set(site.text, site)
  if (outside.size > 0) await checkStored(ctx, commit, [...outside.values()])
}

/** What is referred to within the commit must be there after it. With `findReferred`, every reference leads somewhere. */
export function checkOwnReferences(_ctx: Context, commit: Commit): void {
  if (commit.writes.length === 1 && commit.writes[0]?.kind === 'delete') return
  const own = new Map(commit.writes.map((write) => [`${write.type}/${write.id}`, write]))
  for (const site of commit.writes.flatMap(sitesOf)) {
    const mine = own.get(`${site.to.type}/${site.to.id}`)
    if (mine) checkOwn(mine, site)
  }
}

function sitesOf(write: Write): readonly Site[] {
  const { ctx } = write.member
  return write.references.flatMap(({ holder, path }) => {
    const text = holder.reference ?? ''
    const to = localReference(ctx, text)
    if (to) return [{ write, path, text, to }]
    // Addresses of other servers are kept; a urn: is an entry of a bundle that is not there.
    if (/^(?!urn:)[a-z][a-z0-9+.-]*:/i.test(text) && !isOwnAddress(ctx, text)) return []
    throw new Blamed(write, storeErrors.referenceMissing({ path, reference: text.slice(0, 120) }))
  })
}

function checkOwn(write: Write, site: Site): void {
  const tooNew = site.to.version !== undefined && site.to.version > write.version
  if (write.kind === 'delete' || tooNew)
    throw new Blamed(site.write, storeErrors.referenceMissing({ path: site.path, reference: site.text }))
}

async function checkStored(ctx: Context, commit: Commit, sites: readonly Site[]): Promise<void> {
  const rows = await ask<{ n: number; record: string | null }>(ctx, {
    name: 'store_find',
    text: 'select n, record from store_find($1, $2::smallint[], $3::text[], $4::integer[])',
    values: [
      ctx.facility,
      sites.map((site) => typeNumber(site.to.type)),
      sites.map((site) => site.to.id),
      sites.map((site) => site.to.version ?? null),
    ],
  })
  for (const row of rows) {
    const to = sites[row.n - 1]?.to
    if (to) commit.records.set(`${to.type}/${to.id}`, row.record)
  }
  const found = new Set(rows.map((row) => row.n))
  const missing = sites.find((_, index) => !found.has(index + 1))
  if (missing)
    throw new Blamed(missing.write, storeErrors.referenceMissing({ path: missing.path, reference: missing.text }))
}
