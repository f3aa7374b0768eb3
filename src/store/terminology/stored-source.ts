import type { CodeSystem, ConceptMap, ValueSet } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import type { CodeSystemHead } from '#fhir/terminology/concept.ts'
import { failures } from '#fhir/terminology/issues.ts'
import { memoryProvider } from '#fhir/terminology/memory-provider.ts'
import type { CodeProvider } from '#fhir/terminology/provider.ts'
import type { TerminologySource } from '#fhir/terminology/source.ts'
import { pickVersion } from '#fhir/terminology/versions.ts'
import type { Day } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { typeNumber } from '../definitions.ts'
import { parseStored, readVersion } from '../read.ts'
import { scopeOf } from '../search/read-conditions.ts'
import { search } from '../search.ts'
import { tableProvider } from './table-provider.ts'

/** Larger resources are not made into something to ask on the way. Code systems have their concepts in rows. */
const mostBytes = 4_000_000
const mostVersions = 50
const mostKept = 300

/** A version found by its canonical URL; its content is fetched when it is not known yet. */
interface Found {
  readonly type: string
  readonly id: string
  readonly version: number
  readonly hash: Buffer
  readonly size: number
}

/** What was made of a stored version; it never changes. */
const kept = new Map<string, unknown>()

async function keep<T>(ctx: Context, found: Found, what: string, make: () => T | Promise<T>): Promise<T> {
  const key = `${ctx.facility} ${found.hash.toString('hex')} ${what}`
  if (kept.has(key)) return kept.get(key) as T
  const made = await make()
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '')
  kept.set(key, made)
  return made
}

/** By the token of the search parameter `url`; the content stays where it is. */
async function byUrl(ctx: Context, type: string, url: string): Promise<readonly Found[]> {
  const token = scopeOf(ctx, type).hash(`url=${url}`)
  const { rows } = await sql<Omit<Found, 'type'>>`
    select id, version, hash, length(content) as size from resource
    where facility = ${ctx.facility} and type = ${typeNumber(type)} and toks @> array[${token}]::bigint[]
    limit ${mostVersions}`.execute(ctx.db)
  return rows.map((row) => ({ type, ...row }))
}

async function resources<T extends Canonical>(
  ctx: Context,
  type: T['resourceType'],
  url: string,
): Promise<readonly T[]> {
  const read: T[] = []
  for (const one of await byUrl(ctx, type, url)) read.push(await parsed<T>(ctx, one))
  return read.filter((one) => one.url === url)
}

type Canonical = CodeSystem | ValueSet | ConceptMap

async function parsed<T extends Canonical>(ctx: Context, found: Found): Promise<T> {
  if (found.size > mostBytes) throw failures.tooCostly(`${found.type}/${found.id}`, mostBytes)
  return keep(ctx, found, 'resource', async () =>
    parseStored<T>(await readVersion(ctx, found.type, found.id, found.version)),
  )
}

interface SystemRow {
  readonly url: string
  readonly version: string
  readonly list: string
  readonly as_of: string | null
  readonly head: Partial<CodeSystemHead>
  readonly concepts: number
  readonly worded: boolean
  readonly resource: string | null
}

async function systemRows(ctx: Context, url: string): Promise<readonly SystemRow[]> {
  const { rows } = await sql<SystemRow>`
    select s.url, s.version, s.list, s.as_of::text, s.head, s.concepts, s.resource, l.worded from code_system s
    join code_list l on l.facility = s.facility and l.system = s.list
    where s.facility = ${ctx.facility} and s.url = ${url}`.execute(ctx.db)
  return rows
}

function providerOf(ctx: Context, row: SystemRow, day: Day): CodeProvider {
  return tableProvider(ctx, {
    head: headOf(row),
    list: row.list,
    day: row.as_of ?? day,
    size: row.as_of === null ? row.concepts : undefined,
    worded: row.worded,
  })
}

function headOf({ url, version, head }: SystemRow): CodeSystemHead {
  return {
    content: 'complete',
    caseSensitive: true,
    properties: [],
    ...head,
    url,
    version: version === '' ? undefined : version,
  }
}

/** Code systems, value sets and maps of the facility: stored resources and loaded lists, as they are on a day. */
export function storedSource(ctx: Context, day: Day): TerminologySource {
  return {
    async codeSystems(url) {
      const rows = await systemRows(ctx, url)
      const versions = new Set(rows.map((row) => row.version))
      const placed = new Set(rows.map((row) => row.resource))
      const read = rows.map((row) => providerOf(ctx, row, day))
      for (const one of await byUrl(ctx, 'CodeSystem', url)) {
        if (placed.has(one.id) || (rows.length > 0 && one.size > mostBytes)) continue
        const resource = await parsed<CodeSystem>(ctx, one)
        const usable = (resource.concept?.length ?? 0) > 0 && resource.content !== 'supplement'
        if (usable && resource.url === url && !versions.has(resource.version ?? ''))
          read.push(await keep(ctx, one, 'provider', () => memoryProvider(resource)))
      }
      return read
    },
    async supplement(url, version) {
      const all = (await resources<CodeSystem>(ctx, 'CodeSystem', url)).filter(
        (one) => one.content === 'supplement',
      )
      return pickVersion(all, (one) => one.version, version)
    },
    valueSets: (url) => resources<ValueSet>(ctx, 'ValueSet', url),
    conceptMaps: (url) => resources<ConceptMap>(ctx, 'ConceptMap', url),
  }
}

/** Stored maps from one code system to another. */
export async function mapsBetween(
  ctx: Context,
  { source, target }: { readonly source: string; readonly target: string | undefined },
): Promise<readonly ConceptMap[]> {
  const query = {
    ...(source === '' ? {} : { 'source-system': source }),
    ...(target === undefined ? {} : { 'target-system': target }),
    _count: String(mostVersions),
  }
  return (await search(ctx, 'ConceptMap', query)).matches.map((one) => parseStored<ConceptMap>(one))
}
