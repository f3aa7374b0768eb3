import { type RawBuilder, sql } from 'kysely'
import { patternOf } from '#fhir/terminology/filter-concept.ts'
import { failures } from '#fhir/terminology/issues.ts'
import type { Filter } from '#fhir/terminology/provider.ts'
import type { Day } from '#kernel/civil-date.ts'

/** Rows of one list that are in force on a day. */
export interface ConceptScope {
  readonly facility: number
  readonly list: string
  readonly day: Day
}

type Condition = RawBuilder<boolean>

export function inForce({ facility, list, day }: ConceptScope): Condition {
  return sql<boolean>`c.facility = ${facility} and c.system = ${list} and c.replaced_by is null
    and c.valid_from <= ${day}::date and (c.valid_to is null or c.valid_to >= ${day}::date)`
}

const aboutHierarchy = new Set(['concept', 'code'])

/** A filter of a value set as a condition on rows; the same meaning as `fitsFilter` has in memory. */
export function filterSql(scope: ConceptScope, { property, op, value }: Filter): Condition {
  const values = valuesSql(property)
  switch (op) {
    case '=':
      return sql<boolean>`${value} = any(${values})`
    case 'in':
      return sql<boolean>`${listOf(value)}::text[] && ${values}`
    case 'not-in':
      return sql<boolean>`not (${listOf(value)}::text[] && ${values})`
    case 'exists':
      return sql<boolean>`(cardinality(${values}) > 0) = ${value === 'true'}`
    case 'regex':
      patternOf(value)
      return sql<boolean>`exists (select from unnest(${values}) v where v ~ ${`^(?:${value})$`})`
    default:
      return hierarchySql(scope, property, op, value)
  }
}

const listOf = (value: string) => value.split(',').map((one) => one.trim())

/** Texts of a property as an array; several in one column of a list are written `a; b`. */
function valuesSql(property: string): RawBuilder<string[]> {
  if (aboutHierarchy.has(property)) return sql`array[c.code]`
  if (property === 'display') return sql`array[c.name]`
  if (property === 'parent') return sql`array_remove(array_append(c.more_parents, c.parent), null)`
  if (property === 'inactive') return sql`array[c.inactive::text]`
  if (property === 'definition') return sql`array_remove(array[c.extra ->> 'definition'], null)`
  return sql`coalesce(string_to_array(c.details ->> ${property}, '; '), '{}')`
}

function hierarchySql(scope: ConceptScope, property: string, op: Filter['op'], value: string): Condition {
  if (!aboutHierarchy.has(property)) throw failures.filterInvalid(`The filter ${property} ${op} is not known`)
  const below = sql`c.code in (${belowSql(scope, value)})`
  switch (op) {
    case 'is-a':
      return sql<boolean>`(c.code = ${value} or ${below})`
    case 'descendent-of':
      return sql<boolean>`(c.code <> ${value} and ${below})`
    case 'is-not-a':
      return sql<boolean>`(c.code <> ${value} and not ${below})`
    case 'child-of':
      return sql<boolean>`(c.parent = ${value} or c.more_parents @> array[${value}])`
    case 'descendent-leaf':
      return sql<boolean>`(c.code <> ${value} and ${below} and not exists (
        select from concept k where k.facility = c.facility and k.system = c.system and k.parent = c.code))`
    case 'generalizes':
      return sql<boolean>`c.code in (${aboveSql(scope, value)})`
    default:
      throw failures.filterInvalid(`The filter operator ${op} is not known`)
  }
}

/** Codes below a code, with it; a circle ends where it began. */
export function belowSql(scope: ConceptScope, code: string): RawBuilder<{ code: string }> {
  const { facility, list } = scope
  return sql`with recursive below(code) as (
    select ${code}::text
    union
    select k.code from below cross join lateral (
      select a.code from concept a
      where a.facility = ${facility} and a.system = ${list} and a.parent = below.code
      union all
      select b.code from concept b
      where b.facility = ${facility} and b.system = ${list} and b.more_parents @> array[below.code]) k)
    select code from below`
}

function aboveSql(scope: ConceptScope, code: string): RawBuilder<{ code: string }> {
  const { facility, list } = scope
  return sql`with recursive above(code) as (
    select ${code}::text
    union
    select p.code from above join concept a
      on a.facility = ${facility} and a.system = ${list} and a.code = above.code and a.replaced_by is null
    cross join lateral (select a.parent as code union all select unnest(a.more_parents)) p
    where p.code is not null)
    select code from above`
}
