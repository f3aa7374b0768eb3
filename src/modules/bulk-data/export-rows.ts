import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { structures, typeNumber } from '#store/definitions.ts'
import { foundIds } from '#store/search/found-ids.ts'
import { mayHaveMore, withinBytes } from '#store/within-bytes.ts'
import type { ExportRequest } from './job-rows.ts'

/** What an export shows: the version of each resource that was the last when `seq` was given out. */
export interface AsOf {
  readonly job: string
  readonly seq: string
  readonly request: ExportRequest
}

export interface ExportedRow {
  readonly id: string
  readonly kind: 'c' | 'u' | 'd'
  readonly content: Buffer
}

/**
 * A point that all versions so far lie before. Waits for transactions that took a number before it and are still
 * open: they would appear in the middle of the export.
 */
export async function takePoint(ctx: Context): Promise<string> {
  const { rows } = await sql<{
    seq: string
    horizon: string
  }>`select seq, horizon::text from store_point()`.execute(ctx.db)
  const point = rows[0] ?? { seq: '0', horizon: '0' }
  for (let tries = 0; tries < mostWaits; tries++) {
    const open = await sql<{ open: boolean }>`
      select pg_snapshot_xmin(pg_current_snapshot()) < ${point.horizon}::xid8 as open`.execute(ctx.db)
    if (!open.rows[0]?.open) break
    await new Promise((resolve) => setTimeout(resolve, waitMs))
  }
  return point.seq
}

const waitMs = 100
const mostWaits = 300

/** Versions that belong to an export, of any type. What belonged to a patient once and is somebody else's now does not. */
function ofExport(ctx: Context, { seq, request }: AsOf) {
  const ofPatients = request.level !== 'system' || request.patients !== null
  return sql`
    v.facility = ${ctx.facility} and v.seq <= ${seq}::bigint and (${ofAssociated(request)} or (
      (${request.level === 'system'} or v.patient is not null)
      and (${request.patients === null} or v.patient = any(${request.patients ?? []}::text[]))
      and (${request.since}::timestamptz is null or v.recorded_at >= ${request.since}::timestamptz)))
    ${ofPatients ? isLast(seq) : sql``}`
}

const isLast = (seq: string) => sql`and not exists (select 1 from resource_version w where w.facility = v.facility
  and w.type = v.type and w.id = v.id and w.version > v.version and w.seq <= ${seq}::bigint)`

const provenance = typeNumber('Provenance')

/** Provenances that come with what they are about are chosen one by one, whomever they belong to. */
const ofAssociated = ({ associated }: ExportRequest) =>
  associated === undefined ? sql`false` : sql`v.type = ${provenance}`

function chosen(ctx: Context, { job, request }: AsOf) {
  const filtered = [...new Set(request.filters.map((one) => typeNumber(one.type)))]
  if (request.associated !== undefined) filtered.push(provenance)
  return sql`(not v.type = any(${filtered}::smallint[]) or exists (
    select 1 from bulk_chosen c
    where c.facility = ${ctx.facility} and c.job_id = ${job} and c.type = v.type and c.id = v.id))`
}

/** The versions of living resources that an export shows, of any type. */
export function lastLiving(ctx: Context, asOf: AsOf): RawBuilder<unknown> {
  const types = asOf.request.types.map(typeNumber)
  return sql`${ofExport(ctx, asOf)} and v.type = any(${types}::smallint[]) and ${chosen(ctx, asOf)} and v.kind <> 'd'
    ${isLast(asOf.seq)}`
}

/** Notes what the filters find, and what is deleted of their types: of that nobody knows whether it was asked for. */
export async function chooseFiltered(ctx: Context, asOf: AsOf): Promise<void> {
  await sql`delete from bulk_chosen where facility = ${ctx.facility} and job_id = ${asOf.job}`.execute(ctx.db)
  const choose = (type: string, ids: RawBuilder<unknown>) => sql`
    insert into bulk_chosen (facility, job_id, type, id)
    select ${ctx.facility}, ${asOf.job}, ${typeNumber(type)}, x.id from (${ids}) x on conflict do nothing`
  for (const { type, query } of asOf.request.filters)
    await choose(type, await foundIds(ctx, type, query)).execute(ctx.db)
  for (const type of new Set(asOf.request.filters.map((one) => one.type)))
    await choose(
      type,
      sql`select last.id from (
        select distinct on (v.id) v.id, v.kind from resource_version v
        where ${ofExport(ctx, asOf)} and v.type = ${typeNumber(type)} order by v.id, v.version desc) last
      where last.kind = 'd'`,
    ).execute(ctx.db)
}

/**
 * Notes the Provenances of what is exported: all, or for each resource the one that was recorded last; and, of changes
 * since a time, those that were deleted.
 */
export async function chooseAssociated(ctx: Context, asOf: AsOf): Promise<void> {
  const { request, seq, job } = asOf
  if (request.associated === undefined) return
  const types = request.types.map(typeNumber).filter((type) => type !== provenance)
  const latest = request.associated === 'latest' ? sql`distinct on (a.type, a.target)` : sql``
  await sql`
    insert into bulk_chosen (facility, job_id, type, id)
    with last as materialized (
      select distinct on (v.id) v.id, v.kind, v.content, v.recorded_at from resource_version v
      where v.facility = ${ctx.facility} and v.type = ${provenance} and v.seq <= ${seq}::bigint
      order by v.id, v.version desc),
    about as (
      select last.id, (c.body ->> 'recorded')::timestamptz as recorded, t.id as type, m.found[2] as target
      from last cross join lateral (select convert_from(last.content, 'UTF8')::jsonb as body) c
      cross join lateral jsonb_path_query(c.body, '$.target[*].reference') g(told)
      cross join lateral regexp_match(g.told #>> '{}', '(?:^|/)([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/[^/]+)?$') m(found)
      join resource_type t on t.name = m.found[1]
      where last.kind <> 'd' and t.id = any(${types}::smallint[])),
    kept as (
      select ${latest} a.id from about a where exists (
        select 1 from resource_version v where ${ofExport(ctx, asOf)} and v.type = a.type and v.id = a.target
          and ${chosen(ctx, asOf)} and v.kind <> 'd' ${isLast(seq)})
      order by a.type, a.target, a.recorded desc, a.id)
    select distinct ${ctx.facility}::integer, ${job}::uuid, ${provenance}::smallint, x.id from (
      select id from kept union all
      select last.id from last where last.kind = 'd' and last.recorded_at >= ${request.since}::timestamptz) x
    on conflict do nothing`.execute(ctx.db)
}

/** Rows in their order, and whether more may come after them. */
export interface ExportedPart<Row> {
  readonly rows: readonly Row[]
  readonly hasMore: boolean
}

/** The next resources of a type in the order of id, deleted ones with kind d; not all at once where they are long. */
export async function readExported(
  ctx: Context,
  asOf: AsOf,
  type: string,
  after: string,
  limit: number,
): Promise<ExportedPart<ExportedRow>> {
  const asked = sql<ExportedRow>`
    select distinct on (v.id) v.id, v.kind, v.content from resource_version v
    where ${ofExport(ctx, asOf)} and v.type = ${typeNumber(type)} and ${chosen(ctx, asOf)} and v.id > ${after}
    order by v.id, v.version desc limit ${limit}`
  const { rows } = await withinBytes(asked).execute(ctx.db)
  return { rows, hasMore: mayHaveMore(rows, limit) }
}

/** How many of each type there are, living and deleted: counted by hashing, not by the order that the export reads in. */
export async function countExported(
  ctx: Context,
  asOf: AsOf,
): Promise<ReadonlyMap<string, { readonly living: number; readonly deleted: number }>> {
  const numbers = asOf.request.types.map(typeNumber)
  const { rows } = await sql<{ type: number; living: string; deleted: string }>`
    select last.type, count(*) filter (where v.kind <> 'd') as living, count(*) filter (where v.kind = 'd') as deleted
    from (
      select v.type, v.id, max(v.version) as version from resource_version v
      where ${ofExport(ctx, asOf)} and v.type = any(${numbers}::smallint[]) and ${chosen(ctx, asOf)}
      group by v.type, v.id) last
    join resource_version v on v.facility = ${ctx.facility} and v.type = last.type and v.id = last.id and v.version = last.version
    group by last.type`.execute(ctx.db)
  return new Map(
    rows.map((row) => [
      structures.resourceTypeName(row.type),
      { living: Number(row.living), deleted: Number(row.deleted) },
    ]),
  )
}
