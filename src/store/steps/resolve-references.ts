import type { Context } from '#platform/context.ts'
import { storeErrors } from '../errors.ts'
import { isOwnAddress, type LocalReference, localReference } from '../record-of.ts'
import { Blamed, type Commit, type Write } from '../write.ts'
import { asStored } from './decide-versions.ts'

export interface Site {
  readonly write: Write
  readonly path: string
  readonly text: string
  readonly to: LocalReference
}

/** What the commit refers to and does not write itself, each once. */
export function sitesOutside(commit: Commit): readonly Site[] {
  const own = new Set(commit.writes.map((write) => `${write.type}/${write.id}`))
  const outside = new Map<string, Site>()
  for (const write of commit.writes)
    for (const site of sitesOf(write))
      if (!own.has(`${site.to.type}/${site.to.id}`) && !outside.has(site.text)) outside.set(site.text, site)
  return [...outside.values()]
}

/** Takes note of the record of what is referred to; refuses what leads nowhere. */
export function noteReferred(
  { records }: Commit,
  sites: readonly Site[],
  rows: readonly { readonly n: number; readonly record: string | null }[],
): void {
  const found = new Set<number>()
  for (const row of rows) {
    const to = sites[row.n - 1]?.to
    if (to) records.set(`${to.type}/${to.id}`, row.record)
    found.add(row.n)
  }
  const missing = sites.find((site, index) => !found.has(index + 1) && !asStored(site.write))
  if (missing)
    throw new Blamed(missing.write, storeErrors.referenceMissing({ path: missing.path, reference: missing.text }))
}

/** What is referred to within the commit must be there after it. With `noteReferred`, every reference leads somewhere. */
export function checkOwnReferences(_ctx: Context, commit: Commit): void {
  if (commit.writes.length === 1 && commit.writes[0]?.kind === 'delete') return
  const own = new Map(commit.writes.map((write) => [`${write.type}/${write.id}`, write]))
  for (const write of commit.writes)
    for (const site of sitesOf(write)) {
      const mine = own.get(`${site.to.type}/${site.to.id}`)
      if (mine) checkOwn(mine, site)
    }
}

const sites = new WeakMap<Write, readonly Site[]>()

/** Read once for all steps. */
function sitesOf(write: Write): readonly Site[] {
  const before = sites.get(write)
  if (before) return before
  const made = readSites(write)
  sites.set(write, made)
  return made
}

function readSites(write: Write): readonly Site[] {
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
