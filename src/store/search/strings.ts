import { type RawBuilder, sql } from 'kysely'
import { foldForSearch } from '#fhir/search/index-values.ts'
import type { Parameter } from '#fhir/search/parameter.ts'
import { anyOf, type Condition } from './compare.ts'
import { badModifier } from './refusals.ts'
import { plain, type RawClause } from './request.ts'
import type { Conditions, Scope } from './scope.ts'

/** Letters of a text that its index holds (migration 0008). */
const indexed = 200
/** Fewer letters inside a text are in no index. */
const leastOfPart = 3

export function addString(scope: Scope, into: Conditions, parameter: Parameter, clause: RawClause): void {
  if (clause.modifier === 'exact') {
    into.tokens.push({
      hashes: clause.values.map((value) => scope.hash(`${parameter.code}:exact=${plain(value)}`)),
    })
    return
  }
  if (clause.modifier !== undefined && clause.modifier !== 'contains') throw badModifier(clause)
  const texts = clause.values.map((value) => foldForSearch(plain(value)))
  const part = clause.modifier === 'contains'
  const condition = hasString(scope, parameter, anyOf(texts.map(part ? contains : startsWith)))
  into.others.push(condition)
  if (texts.some((text) => text.length < (part ? leastOfPart : 1) || text.length > indexed)) return
  const found = anyOf(texts.map(part ? contains : inRange))
  into.lookups.push({ condition, ids: idsOfString(scope, parameter, found) })
}

/** Rows with a string of the parameter that meets a condition over `s.value`. */
export function hasString(scope: Scope, parameter: Parameter, condition: Condition): Condition {
  return sql<boolean>`${scope.r}.id in (${idsOfString(scope, parameter, condition)})`
}

function idsOfString(
  scope: Scope,
  parameter: Parameter,
  condition: Condition,
): RawBuilder<{ readonly id: string }> {
  return sql<{ readonly id: string }>`
    select s.id from search_string s
    where s.facility = ${scope.ctx.facility} and s.type = ${scope.typeNumber} and s.param = ${parameter.number}
      and s.n >= 0 and ${condition}`
}

/**
 * The same as `startsWith`, in words that find their place in the index without looking at the value: bytes from the
 * text on, up to the next that does not begin with it.
 */
function inRange(text: string): Condition {
  const end = after(text)
  const from = sql<boolean>`left(s.value, 200) ~>=~ ${text}`
  return end === undefined ? from : sql<boolean>`(${from} and left(s.value, 200) ~<~ ${end})`
}

/** The least text above all that begin with one; undefined when there is none. */
export function after(text: string): string | undefined {
  const letters = [...text]
  while (letters.length > 0) {
    const last = letters.pop()?.codePointAt(0) ?? 0
    const next = last === 0xd7ff ? 0xe000 : last + 1
    if (next <= 0x10ffff) return letters.join('') + String.fromCodePoint(next)
  }
  return undefined
}

const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&')

export function startsWith(text: string): Condition {
  const first = sql<boolean>`left(s.value, 200) like ${`${escaped(text.slice(0, indexed))}%`}`
  return text.length <= indexed ? first : sql<boolean>`(${first} and s.value like ${`${escaped(text)}%`})`
}

export function contains(text: string): Condition {
  return sql<boolean>`s.value like ${`%${escaped(text)}%`}`
}

export function endsWith(text: string): Condition {
  return sql<boolean>`s.value like ${`%${escaped(text)}`}`
}

export function equals(text: string): Condition {
  return sql<boolean>`(left(s.value, 200) = ${text.slice(0, indexed)} and s.value = ${text})`
}
