import { type RawBuilder, sql } from 'kysely'
import { type CodeSystemHead, type Concept, propertyCode } from '#fhir/terminology/concept.ts'
import { fitsFilter } from '#fhir/terminology/filter-concept.ts'
import { fitsText, searchWords } from '#fhir/terminology/fitting-text.ts'
import type { CodeProvider, Filter, Selected, Selection } from '#fhir/terminology/provider.ts'
import type { Day } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { type ConceptRow, conceptColumns, toConcept } from './concept-row.ts'
import { type ConceptScope, filterSql, inForce } from './filter-sql.ts'
import { findPlaces } from './word-index.ts'
import { wordList } from './word-list.ts'

/** Up to so many entries that may fit a search are all read, so that their number can be told. */
const few = 300
const mostRead = 5000
/** Entries read beyond a page, for those that do not fit after all. */
const spare = 10
const mostChildren = 1000
/** Words of a search that count. */
const mostWords = 20

export interface TableSystem {
  readonly head: CodeSystemHead
  /** Column `system` of table `concept`. */
  readonly list: string
  readonly day: Day
  /** Entries of the list, for paging; undefined when that is not kept. */
  readonly size: number | undefined
  /** Its words are indexed already. */
  readonly worded: boolean
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
    const found = new Map(rows.map((row) => [row.code, toConcept(head, row)]))
    if (head.caseSensitive) return found
    for (const code of codes) {
      const other = found.has(code) ? undefined : await inAnyCase(ctx, system, scope, code)
      if (other) found.set(code, toConcept(head, other))
    }
    return found
  }
  const ancestors = (code: string) => ancestorsOfRow(ctx, scope, code)
  return {
    head,
    paged: true,
    findAll,
    find: (code) => findOne(ctx, system, scope, code),
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
  system: TableSystem,
  scope: ConceptScope,
  code: string,
): Promise<Concept | undefined> {
  const { rows } = await sql<ConceptRow>`
    select ${conceptColumns} from concept c where ${inForce(scope)} and code = ${code}
    order by valid_from desc limit 1`.execute(ctx.db)
  const row = rows[0] ?? (system.head.caseSensitive ? undefined : await inAnyCase(ctx, system, scope, code))
  if (!row) return undefined
  const children = await sql<{ code: string }>`
    select code from concept c where ${inForce(scope)} and parent = ${row.code}
    union select code from concept c where ${inForce(scope)} and more_parents @> array[${row.code}]
    limit ${mostChildren}`.execute(ctx.db)
  return toConcept(
    system.head,
    row,
    children.rows.map((child) => child.code),
  )
}

/** A code of a system in which capital letters do not count, by the words that it is made of. */
async function inAnyCase(
  ctx: Context,
  system: TableSystem,
  scope: ConceptScope,
  code: string,
): Promise<ConceptRow | undefined> {
  const words = searchWords(code)
  if (words.length === 0) return undefined
  await haveWords(ctx, system)
  for (const piece of (await findPlaces(ctx, system.list, words)).pieces(few, mostRead)) {
    const { rows } = await sql<ConceptRow>`
      select ${conceptColumns} from concept c
      where ${inForce(scope)} and position = any(${piece}::integer[]) and lower(code) = ${code.toLowerCase()}
      limit 1`.execute(ctx.db)
    if (rows[0]) return rows[0]
  }
  return undefined
}

async function haveWords(ctx: Context, { worded, list }: TableSystem): Promise<void> {
  if (!worded) await wordList(ctx, list)
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
    ...(selection.selectableOnly ? groupProperties(system.head).map(isNotTrue) : []),
  ]
  const typed = searchWords(selection.text ?? '').slice(0, mostWords)
  if (typed.length === 0) return inOrder(ctx, system, selection, conditions)
  await haveWords(ctx, system)
  return byWords(ctx, system, selection, conditions, typed)
}

const groupProperties = ({ properties }: CodeSystemHead) =>
  ['notSelectable', 'abstract'].map((standard) => propertyCode(properties, standard))

const isNotTrue = (property: string) => sql<boolean>`c.details ->> ${property} is distinct from 'true'`

/** Entries whose words begin as typed, in the order of the list. */
async function byWords(
  ctx: Context,
  { head, list }: TableSystem,
  { offset = 0, limit }: Selection,
  conditions: readonly RawBuilder<boolean>[],
  typed: readonly string[],
): Promise<Selected> {
  const places = await findPlaces(ctx, list, typed)
  const wanted = offset + limit
  const found: Concept[] = []
  const many = places.isMoreThan(few)
  const first = many ? Math.min(wanted + spare, mostRead) : few
  for (const piece of places.pieces(first, mostRead)) {
    const { rows } = await sql<ConceptRow>`
      select ${conceptColumns} from concept c
      where ${sql.join(conditions, sql` and `)} and position = any(${piece}::integer[])
      order by position, code`.execute(ctx.db)
    found.push(...rows.map((row) => toConcept(head, row)).filter((concept) => fitsText(concept, typed)))
    if (many && found.length >= wanted) return { concepts: found.slice(offset, wanted), total: undefined }
  }
  return { concepts: found.slice(offset, wanted), total: found.length }
}

async function inOrder(
  ctx: Context,
  { head, size }: TableSystem,
  { filters, activeOnly, selectableOnly, offset = 0, limit }: Selection,
  conditions: readonly RawBuilder<boolean>[],
): Promise<Selected> {
  const { rows } = await sql<ConceptRow>`
    select ${conceptColumns} from concept c where ${sql.join(conditions, sql` and `)}
    order by position, code offset ${offset} limit ${limit}`.execute(ctx.db)
  const whole = filters.length === 0 && !activeOnly && !selectableOnly
  const ended = rows.length < limit && (rows.length > 0 || offset === 0)
  return {
    concepts: rows.map((row) => toConcept(head, row)),
    total: ended ? offset + rows.length : whole ? size : undefined,
  }
}
