import { type RawBuilder, sql } from 'kysely'
import type { CodeSystemHead, Concept } from '#fhir/terminology/concept.ts'
import { fitsFilter } from '#fhir/terminology/filter-concept.ts'
import type { CodeProvider, Filter, Selected, Selection } from '#fhir/terminology/provider.ts'
import type { Day } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { type ConceptRow, conceptColumns, toConcept } from './concept-row.ts'
import { type ConceptScope, filterSql, inForce } from './filter-sql.ts'
import { prefixQuery } from './words.ts'

/** Beyond this many hits a search walks the list in order instead of sorting what it found. */
const few = 1000
/** So many entries are looked through before the index of words is asked. */
const first = 2000
const mostChildren = 1000

export interface TableSystem {
  readonly head: CodeSystemHead
  /** Column `system` of table `concept`. */
  readonly list: string
  readonly day: Day
  /** Entries of the list, for paging; undefined when that is not kept. */
  readonly size: number | undefined
}

/** A code system whose concepts are rows; nothing is held in memory. */
export function tableProvider(ctx: Context, system: TableSystem): CodeProvider {
  const scope: ConceptScope = { facility: ctx.facility, list: system.list, day: system.day }
  const { head } = system
  const findAll = async (codes: readonly string[]): Promise<ReadonlyMap<string, Concept>> => {
    const { rows } = await sql<ConceptRow>`
      select ${conceptColumns} from concept c where ${inForce(scope)} and code = any(${[...codes]})`.execute(
      ctx.db,
    )
    return new Map(rows.map((row) => [row.code, toConcept(head, row)]))
  }
  const ancestors = (code: string) => ancestorsOfRow(ctx, scope, code)
  return {
    head,
    paged: true,
    findAll,
    find: (code) => findOne(ctx, scope, head, code),
    select: (selection) => select(ctx, system, scope, selection),
    async fits(concept, filters) {
      const above = new Map<string, ReadonlySet<string>>()
      for (const code of [concept.code, ...filters.map((one) => one.value)])
        if (filters.some(isAboutHierarchy)) above.set(code, await ancestors(code))
      const hierarchy = { ancestors: (code: string) => above.get(code) ?? new Set<string>() }
      return filters.every((filter) => fitsFilter(head, hierarchy, concept, filter))
    },
    ancestors,
  }
}

const isAboutHierarchy = ({ op }: Filter) => !['=', 'in', 'not-in', 'exists', 'regex', 'child-of'].includes(op)

async function findOne(
  ctx: Context,
  scope: ConceptScope,
  head: CodeSystemHead,
  code: string,
): Promise<Concept | undefined> {
  const { rows } = await sql<ConceptRow>`
    select ${conceptColumns} from concept c where ${inForce(scope)} and code = ${code}
    order by valid_from desc limit 1`.execute(ctx.db)
  const [row] = rows
  if (!row) return undefined
  const children = await sql<{ code: string }>`
    select code from concept c where ${inForce(scope)} and parent = ${code}
    union select code from concept c where ${inForce(scope)} and more_parents @> array[${code}]
    limit ${mostChildren}`.execute(ctx.db)
  return toConcept(
    head,
    row,
    children.rows.map((child) => child.code),
  )
}

async function ancestorsOfRow(ctx: Context, scope: ConceptScope, code: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ code: string }>`
    with recursive up(code) as (
      select ${code}::text
      union
      select p.code from up join concept c on ${inForce(scope)} and c.code = up.code
        cross join lateral (select c.parent as code union all select unnest(c.more_parents)) p
      where p.code is not null)
    select code from up where code <> ${code} limit 10000`.execute(ctx.db)
  return new Set(rows.map((row) => row.code))
}

async function select(
  ctx: Context,
  system: TableSystem,
  scope: ConceptScope,
  selection: Selection,
): Promise<Selected> {
  const conditions = [
    inForce(scope),
    ...selection.filters.map((filter) => filterSql(scope, filter)),
    ...(selection.activeOnly ? [sql<boolean>`not c.inactive`] : []),
  ]
  const query = prefixQuery(system.list, selection.text)
  if (query === undefined) return inOrder(ctx, system, selection, conditions)
  return (
    (await amongFirst(ctx, system, selection, conditions, query)) ??
    (await byWords(ctx, system, selection, conditions, query)) ??
    // So many fit that walking the list is faster; written so that the index of words can not be taken.
    inOrder(ctx, system, selection, [...conditions, sql<boolean>`(c.words @@ ${query}::tsquery) is true`])
  )
}

type Conditions = readonly RawBuilder<boolean>[]

/** A page out of the first entries of the list: what many entries have is found there. Undefined when it is not full. */
async function amongFirst(
  ctx: Context,
  { head, size }: TableSystem,
  { offset = 0, limit }: Selection,
  conditions: Conditions,
  query: string,
): Promise<Selected | undefined> {
  const { rows } = await sql<ConceptRow>`
    select ${conceptColumns} from (
      select ${conceptColumns}, words from concept c where ${sql.join(conditions, sql` and `)}
      order by position, code limit ${first}) f
    where words @@ ${query}::tsquery order by position, code offset ${offset} limit ${limit}`.execute(ctx.db)
  const concepts = rows.map((row) => toConcept(head, row))
  if (rows.length === limit) return { concepts, total: undefined }
  const whole = size !== undefined && size <= first && (rows.length > 0 || offset === 0)
  return whole ? { concepts, total: offset + rows.length } : undefined
}

/** All hits of a search, sorted; undefined when there are many. The words stand alone, so that their index is taken. */
async function byWords(
  ctx: Context,
  { head }: TableSystem,
  { offset = 0, limit }: Selection,
  conditions: Conditions,
  query: string,
): Promise<Selected | undefined> {
  const { rows } = await sql<ConceptRow>`
    with hits as materialized (select * from concept where words @@ ${query}::tsquery)
    select ${conceptColumns} from hits c where ${sql.join(conditions, sql` and `)} limit ${few + 1}`.execute(
    ctx.db,
  )
  if (rows.length > few) return undefined
  const sorted = rows.toSorted((a, b) => a.position - b.position || (a.code < b.code ? -1 : 1))
  return {
    concepts: sorted.slice(offset, offset + limit).map((row) => toConcept(head, row)),
    total: rows.length,
  }
}

async function inOrder(
  ctx: Context,
  { head, size }: TableSystem,
  { filters, text, activeOnly, offset = 0, limit }: Selection,
  conditions: readonly RawBuilder<boolean>[],
): Promise<Selected> {
  const { rows } = await sql<ConceptRow>`
    select ${conceptColumns} from concept c where ${sql.join(conditions, sql` and `)}
    order by position, code offset ${offset} limit ${limit}`.execute(ctx.db)
  const whole = filters.length === 0 && text === undefined && !activeOnly
  const ended = rows.length < limit && (rows.length > 0 || offset === 0)
  return {
    concepts: rows.map((row) => toConcept(head, row)),
    total: ended ? offset + rows.length : whole ? size : undefined,
  }
}
