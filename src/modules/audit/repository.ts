import { type RawBuilder, sql } from 'kysely'
import { isUuid } from '#kernel/ids.ts'
import type { Context } from '#platform/context.ts'
import { isChange, isLook, isUsual } from '#store/event-pack.ts'

/** Which events are asked for; `actors` are account ids, times are instants. */
export interface EventFilter {
  readonly patients?: readonly string[]
  readonly actors?: readonly string[]
  readonly actions?: readonly string[]
  /** All but these. */
  readonly notActions?: readonly string[]
  /** `Type/id`, in any version; read from the events, so with something else that narrows. */
  readonly entity?: string
  readonly outcome?: string
  readonly from?: Date
  /** Exclusive. */
  readonly to?: Date
  readonly before?: EventPlace | undefined
}

/** Place of an event in the order of all: time of its row in microseconds, number of the row, place in it. */
export interface EventPlace {
  readonly us: string
  readonly seq: string
  readonly n: number
}

export interface StoredEvent extends EventPlace {
  readonly content: string
}

const day = 86_400_000
/** Each step back in time is so many times as long as the one before: a question costs what it finds, not what there is. */
const growth = 8
/** No event is older. */
const beginning = new Date('1900-01-01T00:00:00Z')

/** Events newest first, by the key of their order: paging stays right while new ones come. */
export async function listEvents(
  ctx: Context,
  filter: EventFilter,
  limit: number,
): Promise<readonly StoredEvent[]> {
  const found: StoredEvent[] = []
  const least = filter.from ?? beginning
  let to: Date | undefined = topOf(filter)
  for (let span = day; found.length < limit; span *= growth) {
    const from = new Date(Math.max(least.getTime(), (to ?? ctx.now()).getTime() - span))
    found.push(...(await eventsWithin(ctx, filter, { from, to }, limit - found.length)))
    if (from <= least) break
    to = from
  }
  return found
}

/** The instant above which nothing is to be looked for. */
function topOf({ to, before }: EventFilter): Date | undefined {
  if (!before) return to
  const reached = new Date(Math.floor(Number(before.us) / 1000) + 1)
  return to && to < reached ? to : reached
}

interface Span {
  readonly from: Date
  /** Exclusive; without an end when absent. */
  readonly to: Date | undefined
}

async function eventsWithin(
  ctx: Context,
  filter: EventFilter,
  span: Span,
  limit: number,
): Promise<readonly StoredEvent[]> {
  const places = partsOf(filter).flatMap((part) => [
    sql`(${alone(ctx, part, span, limit)})`,
    sql`(${packed(ctx, part, span, limit)})`,
  ])
  const { rows } = await sql<StoredEvent>`
    select (extract(epoch from at) * 1000000)::bigint::text as us, seq::text, n::integer, content
    from (${sql.join(places, sql` union all `)}) told
    order by at desc, told.seq desc, told.n desc limit ${limit}`.execute(ctx.db)
  return rows
}

/** What an account changed is found by indexes of that alone: asked for with other acts, these are a part of their own. */
function partsOf(filter: EventFilter): readonly EventFilter[] {
  const { actors, actions = [] } = filter
  const changes = actions.filter(isChange)
  if (!actors || changes.length === 0 || changes.length === actions.length) return [filter]
  return [
    { ...filter, actions: changes },
    { ...filter, actions: actions.filter((action) => !isChange(action)) },
  ]
}

/** Whether nothing is asked for but what accounts changed. */
const onlyChanges = ({ actors, actions }: EventFilter) =>
  actors !== undefined && (actions?.every(isChange) ?? false)

function alone(ctx: Context, filter: EventFilter, span: Span, limit: number): RawBuilder<unknown> {
  const { actors, ...rest } = filter
  const where = [sql`e.facility = ${ctx.facility}`, ...within(sql`e.at`, span), ...conditions(rest)]
  if (filter.before) where.push(sql`(e.at, e.seq) < (${instant(filter.before)}, ${filter.before.seq}::bigint)`)
  // Said in the words of the index of rare actions, so that it is used.
  if (filter.actions?.every((action) => !isUsual(action)))
    where.push(sql`e.action not in ('create', 'update', 'read', 'search', 'view')`)
  if (filter.outcome !== undefined && filter.outcome !== 'success') where.push(sql`e.outcome <> 'success'`)
  const page = sql`select e.at, e.seq, 0::bigint as n, e.content from audit_event e where ${all(where)}`
  const newest = sql`order by e.at desc, e.seq desc limit ${limit}`
  if (!actors) return sql`${page} ${newest}`
  // By their equals the indexes of accounts give the newest first; of somebody who did little, a walk back in time found nothing.
  const each = sql`select e.* from unnest(${[...new Set(actors)]}::text[]) a(actor)`
  if (!filter.actions || filter.actions.some(isLook))
    return sql`${each} cross join lateral (${page} and e.actor = a.actor ${newest}) e ${newest}`
  return sql`${each} cross join unnest(${[...new Set(filter.actions)]}::text[]) c(action)
    cross join lateral (${page} and e.actor = a.actor and e.action = c.action
      and e.action not in ('read', 'search', 'view') ${newest}) e ${newest}`
}

/** A pack is looked into when its keys may fit; it stands at the time when it was put together, after its events. */
function packed(ctx: Context, filter: EventFilter, span: Span, limit: number): RawBuilder<unknown> {
  const { before } = filter
  const outer = [sql`p.facility = ${ctx.facility}`]
  if (before) outer.push(sql`(p.at, p.seq) <= (${instant(before)}, ${before.seq}::bigint)`)
  const { patients, ...rest } = filter
  const inner = conditions(rest)
  if (patients) inner.push(sql`(e.patient = any(${patients}::text[]) or e.patients ?| ${patients}::text[])`)
  if (before)
    inner.push(sql`(p.at, p.seq, e.n) < (${instant(before)}, ${before.seq}::bigint, ${before.n}::bigint)`)
  return sql`
    select p.at, p.seq, e.n, e.content from ${packsOf(ctx, filter, span)} p cross join lateral (
      select x.n, x.content, t.* from string_to_table(p.told, E'\n') with ordinality as x(content, n),
        jsonb_to_record(x.content::jsonb) as t(action text, outcome text, actor text, patient text, patients jsonb)
      where ${all(written(filter, sql`x.content`))}
      order by x.n desc) as e
    where ${all([...outer, ...inner])}
    order by p.at desc, p.seq desc, e.n desc limit ${limit}`
}

/** What canonical JSON of an event must hold; judged before it is parsed, which costs ten times as much. */
function written({ actors, actions }: EventFilter, text: RawBuilder<unknown>): readonly RawBuilder<unknown>[] {
  const holds = (name: string, values: readonly string[]) =>
    sql`(${sql.join(
      values.map((value) => sql`strpos(${text}, ${JSON.stringify({ [name]: value }).slice(1, -1)}) > 0`),
      sql` or `,
    )})`
  return [
    sql`true`,
    ...(actors?.length ? [holds('actor', actors)] : []),
    ...(actions?.length ? [holds('action', actions)] : []),
  ]
}

/**
 * The packs that can hold what is asked for: by the index of their keys where it narrows, else by time. They are put in
 * order before they are fetched one by one, so that a page ends the search; the planner knows of neither.
 */
function packsOf(ctx: Context, filter: EventFilter, span: Span): RawBuilder<unknown> {
  const { patients, actors, actions, outcome } = filter
  const changed = onlyChanges(filter)
  const keyed = [
    patients?.flatMap((id) => [`patient:${id}`, `listed:${id}`]),
    changed ? undefined : actors?.map((id) => `actor:${id}`),
    !changed && actions?.every((action) => !isUsual(action))
      ? actions.map((action) => `action:${action}`)
      : undefined,
    outcome !== undefined && outcome !== 'success' ? [`outcome:${outcome}`] : undefined,
    changed ? actors?.flatMap((id) => (actions ?? []).map((action) => `${action}:${id}`)) : undefined,
  ]
  if (keyed.every((keys) => keys === undefined))
    return sql`(select * from event_pack p where p.facility = ${ctx.facility} and ${all(within(sql`p.at`, span))})`
  const asked = keyed.map((keys) => sql`${keys ?? null}::text[]`)
  return sql`(select p.* from (
      select * from event_packs_with(${ctx.facility}, ${span.from}, ${span.to ?? null}, ${sql.join(asked)})
      order by at desc, seq desc offset 0) k
    cross join lateral (
      select k.at, p.seq, p.facility, p.told from event_pack p
      where p.facility = ${ctx.facility} and p.seq = k.seq and ${all(written(filter, sql`p.told`))} offset 0) p)`
}

function within(at: RawBuilder<unknown>, { from, to }: Span): readonly RawBuilder<unknown>[] {
  return [sql`${at} >= ${from}`, ...(to ? [sql`${at} < ${to}`] : [])]
}

function conditions({
  patients,
  actors,
  actions,
  notActions,
  outcome,
  entity,
}: EventFilter): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = []
  if (patients) found.push(sql`e.patient = any(${patients}::text[])`)
  if (actors) found.push(sql`e.actor = any(${actors}::text[])`)
  if (actions) found.push(sql`e.action = any(${actions}::text[])`)
  if (notActions) found.push(sql`e.action <> all(${notActions}::text[])`)
  if (outcome) found.push(sql`e.outcome = ${outcome}`)
  if (entity)
    found.push(sql`(strpos(e.content, ${`"${entity}"`}) > 0 or strpos(e.content, ${`"${entity}/_history/`}) > 0)`)
  return found
}

/** An event that came alone is found by its id; one in a pack by the moment that a UUID of version 7 tells. */
export async function findEvent(ctx: Context, id: string): Promise<string | undefined> {
  if (!isUuid(id)) return undefined
  const { rows } = await sql<{ content: string }>`
    select content from audit_event where facility = ${ctx.facility} and id = ${id}`.execute(ctx.db)
  return rows[0]?.content ?? findPacked(ctx, id)
}

/** A pack is put together after its events, mostly at once. */
const waits = [2_000, 60_000, 900_000]

async function findPacked(ctx: Context, id: string): Promise<string | undefined> {
  const told = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
  for (const wait of waits) {
    const { rows } = await sql<{ content: string }>`
      select x.content from event_pack p cross join lateral string_to_table(p.told, E'\n') as x(content)
      where p.facility = ${ctx.facility} and p.at >= ${new Date(told - 2_000)} and p.at < ${new Date(told + wait)}
        and strpos(p.told, ${`"id":"${id}"`}) > 0 and x.content::jsonb ->> 'id' = ${id} limit 1`.execute(ctx.db)
    if (rows[0]) return rows[0].content
  }
  return undefined
}

const all = (conditions: readonly RawBuilder<unknown>[]) => sql.join(conditions, sql` and `)
const instant = ({ us }: EventPlace) => sql`(timestamptz 'epoch' + ${us}::bigint * interval '1 microsecond')`
