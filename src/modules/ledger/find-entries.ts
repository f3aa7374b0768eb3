import type { DocumentReference, Encounter, Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { structures, typeNumber } from '#store/definitions.ts'
import { readLeafLine } from '#store/ledger/leaf-line.ts'
import { listLines } from '#store/ledger/record-leaves.ts'
import { searchResources } from '#store/search.ts'
import type { FoundEntry } from './contract.ts'

const most = 200

const named = /^([A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/(\d{1,9}))?$/
/** Also inside the text of a paper's QR code. */
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/
const hash = /^[0-9a-f]{12,64}$/

interface Key {
  readonly type: string
  readonly id: string
}

/** The entries of the ledger that a number, a code or a hash on a paper leads to. */
export async function findEntries(ctx: Context, q: string): Promise<readonly FoundEntry[]> {
  const asked = q.trim()
  const [, type = '', id = '', version] = named.exec(asked) ?? []
  if (structures.isResource(type)) {
    const found = await versionsOf(ctx, [{ type, id }])
    return version ? found.filter((one) => one.version === Number(version)) : found
  }
  const code = uuid.exec(asked.toLowerCase())?.[0]
  if (code) return entriesOf(ctx, await keysWithId(ctx, code))
  const plain = asked.replaceAll(/\s/g, '').toLowerCase()
  if (hash.test(plain)) return [...(await linesWithHash(ctx, plain)), ...(await papersWithFile(ctx, plain))]
  return entriesOf(ctx, await keysWithNumber(ctx, asked))
}

/** A record brings its papers, archivings and files with it. */
async function entriesOf(ctx: Context, keys: readonly Key[]): Promise<readonly FoundEntry[]> {
  const records = keys.filter((one) => one.type === 'Encounter')
  const papers: Key[] = []
  for (const { id } of records)
    for (const paper of await searchResources<DocumentReference>(ctx, 'DocumentReference', { encounter: id }))
      papers.push(keyOf(paper))
  const beginnings = records.flatMap(({ id }) => [
    `archived ${ctx.facility} Encounter/${id}/_history/`,
    `file ${ctx.facility} Encounter/${id} `,
  ])
  const lines = await listLines(ctx, beginnings)
  return [...(await versionsOf(ctx, [...keys, ...papers])), ...lines.map(({ line }) => lineEntry(line))].slice(
    0,
    most,
  )
}

const keyOf = (one: Resource): Key => ({ type: one.resourceType, id: one.id ?? '' })

async function keysWithNumber(ctx: Context, number: string): Promise<readonly Key[]> {
  const identifier = number.replaceAll(/[\\,|$]/g, '\\$&')
  const records = await searchResources<Encounter>(ctx, 'Encounter', { identifier })
  const papers = await searchResources<DocumentReference>(ctx, 'DocumentReference', { identifier })
  return [...records, ...papers].map(keyOf)
}

async function keysWithId(ctx: Context, id: string): Promise<readonly Key[]> {
  const { rows } = await sql<{ type: number }>`
    select r.type from resource_type t cross join lateral (
      select x.type from resource x where x.facility = ${ctx.facility} and x.type = t.id and x.id = ${id} offset 0) r
    `.execute(ctx.db)
  return rows.map((row) => ({ type: structures.resourceTypeName(row.type), id }))
}

interface VersionRow {
  readonly type: number
  readonly id: string
  readonly version: number
  readonly recorded_at: Date
}

async function versionsOf(ctx: Context, keys: readonly Key[]): Promise<readonly FoundEntry[]> {
  const { rows } = await sql<VersionRow>`
    select v.type, v.id, v.version, v.recorded_at
    from unnest(${keys.map((one) => typeNumber(one.type))}::smallint[], ${keys.map((one) => one.id)}::text[])
      with ordinality as k(type, id, n)
    cross join lateral (
      select x.* from resource_version x where x.facility = ${ctx.facility} and x.type = k.type and x.id = k.id
        and x.version > 0 offset 0) v
    order by k.n, v.version desc limit ${most}`.execute(ctx.db)
  return rows.map(versionEntry)
}

function versionEntry({ type: number, id, version, recorded_at: at }: VersionRow): FoundEntry {
  const type = structures.resourceTypeName(number)
  return { entry: `${type}/${id}/_history/${version}`, kind: 'version', type, version, at: instantInVietnam(at) }
}

/** Versions of papers whose file has the hash: a signature prints that of the file which was signed. */
async function papersWithFile(ctx: Context, begins: string): Promise<readonly FoundEntry[]> {
  const file = sql`substring(encode(v.content, 'escape') from '"urn:lanong:blob:([0-9a-f]{64})"')`
  const { rows } = await sql<VersionRow>`
    select v.type, v.id, v.version, v.recorded_at from resource_version v
    where v.facility = ${ctx.facility} and v.type = ${sql.lit(typeNumber('DocumentReference'))}
      and ${file} ~>=~ ${begins} and ${file} ~<~ ${`${begins}g`}
    order by v.seq limit ${most}`.execute(ctx.db)
  return rows.map(versionEntry)
}

/** Signatures and files by the hash of their bytes, or by how it begins. */
async function linesWithHash(ctx: Context, begins: string): Promise<readonly FoundEntry[]> {
  const { rows } = await sql<{ line: string }>`
    select l.line from ledger_line l where l.facility = ${ctx.facility}
      and right(l.line, 64) ~>=~ ${begins} and right(l.line, 64) ~<~ ${`${begins}g`}
    order by l.seq limit ${most}`.execute(ctx.db)
  return rows.map(({ line }) => lineEntry(line))
}

function lineEntry(line: string): FoundEntry {
  const kind = readLeafLine(line)?.kind
  return {
    entry: line,
    kind: kind === 'signature' || kind === 'archived' ? kind : 'file',
    type: undefined,
    version: undefined,
    at: undefined,
  }
}
