import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { type StoredRow, storedOf } from '../stored-version.ts'
import type { StoredVersion } from '../types.ts'
import { withinBytes } from '../within-bytes.ts'
import { branchesOfPart, type Part } from './branches-of-part.ts'
import { containedBranch, refuseMany } from './contained.ts'
import { findByWords, isMany, refuseContent, withoutIndex } from './content.ts'
import { lookUp } from './look-up.ts'
import { afterOf, afterSql, type Order, orderSql, type SortKey, writeCursor } from './order.ts'
import { askPlanned } from './planned.ts'
import type { Scope } from './scope.ts'
import { walkQuery } from './walk.ts'
import { type Branch, isNarrow, isPlannedOnce } from './where.ts'

interface Row extends StoredRow {
  readonly [key: `k${number}`]: string | number
}

/** Up to this many resources found by their time of storing are named. */
const mostStored = 5000

/**
 * Makes the conditions of a part ready: the time of storing is looked up first when few have it, and what no index
 * answers is refused when nothing narrows it.
 */
export async function prepare(
  part: Part,
  order: Order | undefined,
  common: ReadonlySet<number>,
  counted: boolean,
): Promise<void> {
  const { scope, conditions } = part
  if (part.contained) return refuseMany(scope.ctx, containedBranch(scope, conditions, part.contained))
  if (conditions.stored.length > 0 && !isNarrow(conditions, common)) await findStored(part)
  if (!isNarrow(conditions, common)) await lookUp(scope, conditions)
  if (!isNarrow(conditions, common)) await refuseSlow(part, order, counted)
}

/** Refuses what no index answers of a type with many resources, but for what the index of words leaves to look at. */
async function refuseSlow({ scope, conditions }: Part, order: Order | undefined, counted: boolean): Promise<void> {
  const all = counted || order?.unindexed !== undefined
  const found = await findByWords(scope, conditions, all)
  if (found === 'named' || (found === 'held' && !all)) return
  const slow = order?.unindexed ?? conditions.unindexed
  if (slow === undefined || !(await isMany(scope))) return
  if (conditions.unindexed === '_content') await refuseContent(scope, found, counted)
  throw withoutIndex(slow)
}

async function findStored({ scope, conditions }: Part): Promise<void> {
  const times = conditions.stored.map((make) => make(sql`w.recorded_at`))
  const { rows } = await sql<{ id: string }>`
    select distinct id from (select w.id from resource_version w where w.facility = ${scope.ctx.facility}
      and w.type = ${scope.typeNumber} and ${sql.join(times, sql` and `)} limit ${mostStored + 1}) x`.execute(
    scope.ctx.db,
  )
  if (rows.length <= mostStored && rows.length < mostStored) conditions.ids = rows.map((row) => row.id)
}

export interface Page {
  readonly matches: readonly StoredVersion[]
  readonly next: string | undefined
}

/** What is looked for, ready to be asked: one row more than a page holds, its keys as k0, k1, …. */
export interface PageQuery {
  readonly query: RawBuilder<Row>
  readonly keys: readonly SortKey[]
  readonly count: number
  /** Of all that can match; undefined when several can. */
  readonly type: string | undefined
  /** It is planned once for each connection. */
  readonly plannedOnce: boolean
}

/** The question for one page of the parts together, in the order of the keys; undefined when nothing can match. */
export function pageQuery(
  parts: readonly Part[],
  orders: readonly Order[],
  count: number,
  cursor: string | undefined,
  common: ReadonlySet<number>,
): PageQuery | undefined {
  const each = orders.map((order) => (parts.length > 1 ? withType(order.keys) : order.keys))
  const keys = each[0] ?? []
  const after = afterOf(keys, cursor)
  const walked = walkOf(parts, orders, common)
  if (walked)
    return {
      query: sql<Row>`${walkQuery(walked.scope, walked.conditions, common, walked.walked, placeOf(after), count + 1)}`,
      keys,
      count,
      type: walked.scope.type,
      plannedOnce: false,
    }
  const selects = parts.flatMap((part, at) =>
    branchesOfPart(part, common).map((branch) =>
      selectOf(
        part.scope,
        orders[at]?.byStoring ? withVersions(part, branch) : branch,
        each[at] ?? keys,
        after,
        count + 1,
      ),
    ),
  )
  if (selects.length === 0) return undefined
  const names = orderSql(keys, (_, at) => sql.raw(`k${at}`))
  const query =
    selects.length === 1
      ? sql<Row>`${selects[0]}`
      : sql<Row>`select * from (${sql.join(
          selects.map((one) => sql`(${one})`),
          sql` union all `,
        )}) u
          order by ${names} limit ${count + 1}`
  return {
    query,
    keys,
    count,
    type: parts.length === 1 ? parts[0]?.scope.type : undefined,
    plannedOnce: parts.every(
      ({ scope, conditions, contained }) => !contained && !scope.ctx.access && isPlannedOnce(conditions, common),
    ),
  }
}

const placeOf = (after: readonly (string | number)[] | undefined) =>
  after && { value: after[0] ?? '', id: String(after[1]) }

/** A part of one type, ordered by one parameter of the side tables, that nothing narrows: sorting it would take seconds. */
function walkOf(parts: readonly Part[], orders: readonly Order[], common: ReadonlySet<number>) {
  const [part, more] = parts
  const { walked, behind } = orders[0] ?? {}
  if (!part || more || !walked || behind || part.contained || isNarrow(part.conditions, common)) return undefined
  return { ...part, walked }
}

/** One page of stored versions. */
export async function readPage(ctx: Context, asked: PageQuery | undefined): Promise<Page> {
  if (!asked) return { matches: [], next: undefined }
  const { query, keys, count, plannedOnce } = asked
  const rows = await askPlanned(ctx, withinBytes(query), plannedOnce)
  const page = rows.slice(0, count)
  const last = page.at(-1)
  return {
    matches: page.map(storedOf),
    next:
      (rows[0]?.found ?? 0) > page.length && last
        ? writeCursor(keys.map((_, at) => last[`k${at}`] ?? ''))
        : undefined,
  }
}

/** Several types may have the same id: their number comes before it. */
function withType(keys: readonly SortKey[]): readonly SortKey[] {
  const type: SortKey = { of: ({ r }) => sql`${r}.type`, kind: 'integer', descending: false }
  return [...keys.slice(0, -1), type, ...keys.slice(-1)]
}

function selectOf(
  scope: Scope,
  branch: Branch,
  keys: readonly SortKey[],
  after: readonly (string | number)[] | undefined,
  limit: number,
): RawBuilder<unknown> {
  const { r } = scope
  const columns = keys.map((key, at) => sql`${key.of(scope)} as ${sql.raw(`k${at}`)}`)
  const beyond = after === undefined ? sql`` : sql`and ${afterSql(keys, scope, after)}`
  return sql`select ${r}.type, ${r}.id, ${r}.version, ${r}.recorded_at, ${r}.content, ${r}.hash, ${r}.patient,
      ${sql.join(columns)}
    from ${branch} ${beyond}
    order by ${orderSql(keys, (key) => key.of(scope))} limit ${limit}`
}

function withVersions({ scope: { r, ctx, typeNumber }, contained }: Part, branch: Branch): Branch {
  const of = contained
    ? sql`${r}.container_type and v.id = ${r}.container_id`
    : sql`${typeNumber} and v.id = ${r}.id`
  return sql`(select ${r}.* from ${branch}) ${r}
    join resource_version v on v.facility = ${ctx.facility} and v.type = ${of}
      and v.version = ${r}.version
    where v.version > 0`
}

/** How many resources the parts have together. */
export async function countAll(
  ctx: Context,
  parts: readonly Part[],
  common: ReadonlySet<number>,
): Promise<number> {
  const branches = parts.flatMap((part) => branchesOfPart(part, common))
  if (branches.length === 0) return 0
  const counts = branches.map((branch) => sql`(select count(*) from ${branch})`)
  const { rows } = await sql<{ n: number }>`select ${sql.join(counts, sql` + `)} as n`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

/** Most resources that an estimate counts one by one. */
const mostCounted = 10_000

/** Exact up to 10,000; above, what the planner expects. */
export async function estimateAll(
  ctx: Context,
  parts: readonly Part[],
  common: ReadonlySet<number>,
): Promise<number> {
  const branches = parts.flatMap((part) => branchesOfPart(part, common))
  if (branches.length === 0) return 0
  const all = sql`select 1 from (${sql.join(
    branches.map((branch) => sql`select 1 from ${branch}`),
    sql` union all `,
  )}) x`
  const { rows } = await sql<{ n: number }>`select count(*) as n from (${all} limit ${mostCounted + 1}) y`.execute(
    ctx.db,
  )
  const counted = rows[0]?.n ?? 0
  if (counted <= mostCounted) return counted
  const plan = await sql<{ 'QUERY PLAN': readonly { readonly Plan: { readonly 'Plan Rows': number } }[] }>`
    explain (format json) ${all}`.execute(ctx.db)
  return Math.max(counted, plan.rows[0]?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0)
}
