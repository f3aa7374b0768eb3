import { type RawBuilder, sql } from 'kysely'
import { canonicalJson, parseJsonBytes } from '#fhir/json.ts'
import type { Context } from '#platform/context.ts'
import { structures, typeNumber } from '../definitions.ts'
import { type StoredRow, storedOf } from '../stored-version.ts'
import type { StoredVersion } from '../types.ts'
import { refuseCut, withinBytes } from '../within-bytes.ts'
import { allOf, type Condition, meets } from './compare.ts'
import { tooCostly } from './refusals.ts'
import { plain, type RawClause, type SearchRequest } from './request.ts'
import { type Conditions, noConditions, type Scope } from './scope.ts'
import type { Branch } from './where.ts'

/** Most contained resources that one search may match: they are sorted each time. */
const mostContained = 20_000

/** Contained resources as rows with the columns of table resource, and where they stand. */
const rows = sql`(select x.facility, x.type, x.id, c.version, c.recorded_at, x.patient, null::text as record, x.code,
    x.ct, x.ct_end, x.value, x.toks, c.hash, x.container_type, x.container_id, x.n, x.local,
    convert_to((convert_from(c.content, 'UTF8')::jsonb -> 'contained' -> x.n)::text, 'UTF8') as content
  from search_contained x join resource c on c.facility = x.facility and c.type = x.container_type and c.id = x.container_id)`

/**
 * What a search asks of contained resources. Their id is the one within the container; whoever may read the container
 * may read them.
 */
export async function readContained(scope: Scope, clauses: readonly RawClause[]): Promise<Conditions> {
  const into = noConditions()
  for (const clause of clauses) {
    const byId = clause.name === '_id' && clause.modifier === undefined && clause.chain === undefined
    if (byId) into.others.push(sql<boolean>`${scope.r}.local = any(${clause.values.map(plain)}::text[])`)
    else await scope.search.add(scope, into, clause)
  }
  const seen = await containerSeen(scope)
  if (seen) into.others.push(seen)
  return into
}

async function containerSeen({ ctx, r, typeNumber: type }: Scope): Promise<Condition | undefined> {
  const { access } = ctx
  if (!access) return undefined
  const found = await sql<{ type: number }>`
    select distinct container_type as type from search_contained
    where facility = ${ctx.facility} and type = ${type}`.execute(ctx.db)
  const holder = sql.raw('held_in')
  const parts: Condition[] = []
  for (const { type: number } of found.rows) {
    const seen = await access.where(ctx, structures.resourceTypeName(number), holder)
    parts.push(sql<boolean>`(${holder}.type = ${number} and ${seen ?? sql`true`})`)
  }
  if (parts.length === 0) return sql<boolean>`false`
  return sql<boolean>`exists (select 1 from resource ${holder} where ${holder}.facility = ${ctx.facility}
    and ${holder}.type = ${r}.container_type and ${holder}.id = ${r}.container_id
    and (${sql.join(parts, sql` or `)}) offset 0)`
}

/** All that is asked of a contained resource; tokens may use their index. */
function whole({ ctx, r, typeNumber: type }: Scope, conditions: Conditions): Condition {
  const { ids, patient, tokens, others, stored } = conditions
  return allOf([
    sql<boolean>`${r}.facility = ${ctx.facility}`,
    sql<boolean>`${r}.type = ${type}`,
    ...tokens.map((test) => meets(r, test.hashes)),
    ...(ids === undefined ? [] : [sql<boolean>`${r}.id = any(${[...ids]}::text[])`]),
    ...(patient === undefined ? [] : [sql<boolean>`${r}.patient = ${patient}`]),
    ...stored.map((make) => make(sql`${r}.recorded_at`)),
    ...others,
  ])
}

/** `… r where …`: every contained resource, or the first in each container when containers are asked for. */
export function containedBranch(scope: Scope, conditions: Conditions, asked: 'container' | 'contained'): Branch {
  const { r, ctx, typeNumber: type } = scope
  const condition = whole(scope, conditions)
  if (asked === 'contained') return sql`${rows} ${r} where ${condition}`
  return sql`(select distinct on (${r}.container_type, ${r}.container_id) ${r}.id from ${rows} ${r} where ${condition}
      order by ${r}.container_type, ${r}.container_id, ${r}.n) first_in
    join ${rows} ${r} on ${r}.facility = ${ctx.facility} and ${r}.type = ${type} and ${r}.id = first_in.id
    where true`
}

/** Ids of resources of a type that refer by a parameter to what they contain and what meets conditions. */
export function holdersOf(scope: Scope, conditions: Conditions, held: number, type: string): RawBuilder<unknown> {
  return sql`select distinct ${scope.r}.container_id as id from ${rows} ${scope.r}
    where ${scope.r}.toks @> ${[held]}::bigint[] and ${whole(scope, conditions)}
      and ${scope.r}.container_type = ${typeNumber(type)}`
}

export async function refuseMany(ctx: Context, branch: Branch): Promise<void> {
  const counted = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from ${branch} limit ${mostContained + 1}) x`.execute(ctx.db)
  if ((counted.rows[0]?.n ?? 0) > mostContained)
    throw tooCostly(`it matches more than ${mostContained} contained resources`)
}

const addressed = /^([A-Za-z]+)\/([^#]+)#(.*)$/s

/** The rows of a page that stand for contained resources, as they are answered: themselves, or what contains them. */
export async function showContained(
  ctx: Context,
  found: readonly StoredVersion[],
  { containedType }: Pick<SearchRequest, 'containedType'>,
): Promise<readonly StoredVersion[]> {
  const places = found.map(({ id }) => addressed.exec(id))
  const holders = await holdersAt(
    ctx,
    places.flatMap((place) => (place ? [{ type: place[1] ?? '', id: place[2] ?? '' }] : [])),
  )
  return found.flatMap((one, at) => {
    const [, type = '', id = '', local = ''] = places[at] ?? []
    if (type === '') return [one]
    const holder = holders.get(`${type}/${id}`)
    if (!holder || containedType === 'container') return holder ? [holder] : []
    const { contained = [] } = parseJsonBytes(holder.content) as { contained?: readonly { id?: string }[] }
    const inner = contained.find((each) => each.id === local)
    const content = Buffer.from(canonicalJson(inner ?? {}))
    return inner ? [{ ...holder, type: one.type, id: local, content, within: `${type}/${id}` }] : []
  })
}

async function holdersAt(
  ctx: Context,
  list: readonly { readonly type: string; readonly id: string }[],
): Promise<ReadonlyMap<string, StoredVersion>> {
  if (list.length === 0) return new Map()
  const asked = sql<StoredRow>`
    select r.type, r.id, r.version, r.recorded_at, r.content, r.hash, r.patient
    from (select distinct * from unnest(${list.map(({ type }) => typeNumber(type))}::smallint[],
      ${list.map(({ id }) => id)}::text[]) as y(type, id)) x
    join resource r on r.facility = ${ctx.facility} and r.type = x.type and r.id = x.id`
  const found = await withinBytes(asked).execute(ctx.db)
  refuseCut(found.rows)
  return new Map(found.rows.map((row) => [`${structures.resourceTypeName(row.type)}/${row.id}`, storedOf(row)]))
}
