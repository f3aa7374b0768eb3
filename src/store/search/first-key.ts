import { type RawBuilder, sql } from 'kysely'
import { branchesOfPart, type Part } from './branches-of-part.ts'
import type { Condition } from './compare.ts'
import type { Order } from './order.ts'
import { tooCostly } from './refusals.ts'
import { idsBetween, noValue, upTo, walkQuery, withoutValue } from './walk.ts'
import { isNarrow } from './where.ts'

/** Most rows of the same first key that are sorted by the others for one page. */
const mostTied = 200_000
/** The same when one of the others is read from the content of each row. */
const mostTiedCostly = 20_000

type Value = string | number

/**
 * An order by several keys of which an index holds the first: finds how far the page reaches by the first key, and lets
 * only the rows up to there be sorted by all of them. Many rows with the same first key cost the most: their number is
 * bounded.
 */
export async function boundByFirst(
  part: Part,
  order: Order,
  after: readonly Value[] | undefined,
  count: number,
  common: ReadonlySet<number>,
): Promise<void> {
  const { scope, conditions } = part
  const [first] = order.keys
  if (!order.behind || !first || isNarrow(conditions, common)) return
  const from = after?.[0]
  const asked = order.walked
    ? walkedTo(part, order, from, count, common)
    : timeTo(part, order, from, count, common)
  const { rows } = await sql<{ k0: Value }>`${asked}`.execute(scope.ctx.db)
  const to = rows[0]?.k0
  const more: Condition[] = []
  if (order.walked) more.push(walkedBetween(part, order, from, to))
  else if (from !== undefined) more.push(upTo(scope, { ...first, descending: !first.descending }, from))
  if (to !== undefined) more.push(upTo(scope, first, to))
  conditions.others.push(...more)
  await refuseTied(part, order, common)
}

/** The first key of the last row that the page can need, when it starts behind all that have the value `from`. */
function walkedTo(
  { scope, conditions }: Part,
  { walked }: Order,
  from: Value | undefined,
  count: number,
  common: ReadonlySet<number>,
): RawBuilder<unknown> {
  if (!walked) return sql``
  const after = from === undefined ? undefined : { value: from, id: undefined }
  const query = walkQuery(scope, conditions, common, walked, after, count)
  const order = walked.descending ? sql`desc` : sql`asc`
  const key = walked.parameter.kind === 'string' ? sql`q.k0 collate "C"` : sql`q.k0`
  return sql`select q.k0 from (${query}) q order by ${key} ${order} offset ${count - 1} limit 1`
}

function timeTo(
  part: Part,
  { keys: [first] }: Order,
  from: Value | undefined,
  count: number,
  common: ReadonlySet<number>,
): RawBuilder<unknown> {
  const { r } = part.scope
  const way = first?.descending ? sql`desc` : sql`asc`
  const beyond =
    from === undefined ? sql`` : sql`and ${r}.ct ${first?.descending ? sql`<` : sql`>`} ${from}::bigint`
  const parts = branchesOfPart(part, common).map(
    (branch) => sql`(select ${r}.ct as k0 from ${branch} ${beyond} order by ${r}.ct ${way} limit ${count})`,
  )
  return sql`select q.k0 from (${sql.join(parts, sql` union all `)}) q order by q.k0 ${way} offset ${count - 1} limit 1`
}

/** Rows whose value lies between; those without any are the least of all. */
function walkedBetween(
  { scope }: Part,
  { walked }: Order,
  from: Value | undefined,
  to: Value | undefined,
): Condition {
  if (!walked) return sql<boolean>`true`
  const none = noValue(walked)
  const [begin, end] = walked.descending ? [to, from] : [from, to]
  const valued = sql<boolean>`${scope.r}.id in (${idsBetween(scope, walked, from, to)})`
  if (end === none) return withoutValue(scope, walked)
  if (begin !== undefined && begin !== none) return valued
  return sql<boolean>`(${valued} or ${withoutValue(scope, walked)})`
}

async function refuseTied(part: Part, { behind }: Order, common: ReadonlySet<number>): Promise<void> {
  const most = behind?.costly ? mostTiedCostly : mostTied
  const counts = branchesOfPart(part, common).map((branch) => sql`(select 1 from ${branch} limit ${most + 1})`)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (${sql.join(counts, sql` union all `)}) x`.execute(part.scope.ctx.db)
  if ((rows[0]?.n ?? 0) > most) throw tooCostly(`more than ${most} have the same ${behind?.code}`)
}
