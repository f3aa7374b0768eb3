import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { structures, typeNumber } from '#store/definitions.ts'
import { foundIds } from '#store/search/found-ids.ts'
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

/** Versions that belong to an export, of any type. */
function ofExport(ctx: Context, { seq, request }: AsOf) {
  return sql`
    v.facility = ${ctx.facility} and v.seq <= ${seq}::bigint
    and (${request.level === 'system'} or v.patient is not null)
    and (${request.patients === null} or v.patient = any(${request.patients ?? []}::text[]))
    and (${request.since}::timestamptz is null or v.recorded_at >= ${request.since}::timestamptz)`
}

function chosen(ctx: Context, { job, request }: AsOf) {
  const filtered = [...new Set(request.filters.map((one) => typeNumber(one.type)))]
  return sql`(not v.type = any(${filtered}::smallint[]) or exists (
    select 1 from bulk_chosen c
    where c.facility = ${ctx.facility} and c.job_id = ${job} and c.type = v.type and c.id = v.id))`
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

/** The next resources of a type in the order of id; deleted ones with kind d. */
export async function readExported(
  ctx: Context,
  asOf: AsOf,
  type: string,
  after: string,
  limit: number,
): Promise<readonly ExportedRow[]> {
  const { rows } = await sql<ExportedRow>`
    select distinct on (v.id) v.id, v.kind, v.content from resource_version v
    where ${ofExport(ctx, asOf)} and v.type = ${typeNumber(type)} and ${chosen(ctx, asOf)} and v.id > ${after}
    order by v.id, v.version desc limit ${limit}`.execute(ctx.db)
  return rows
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
