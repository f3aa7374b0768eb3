import { sql } from 'kysely'
import { foldForSearch } from '#fhir/search/index-values.ts'
import type { Parameter } from '#fhir/search/parameter.ts'
import { anyOf, type Condition } from './compare.ts'
import { badModifier } from './refusals.ts'
import { plain, type RawClause } from './request.ts'
import type { Conditions, Scope } from './scope.ts'

/** Letters of a text that its index holds (migration 0008). */
const indexed = 200

export function addString(scope: Scope, into: Conditions, parameter: Parameter, clause: RawClause): void {
  if (clause.modifier === 'exact') {
    into.tokens.push({
      hashes: clause.values.map((value) => scope.hash(`${parameter.code}:exact=${plain(value)}`)),
    })
    return
  }
  if (clause.modifier !== undefined && clause.modifier !== 'contains') throw badModifier(clause)
  const match = clause.modifier === 'contains' ? contains : startsWith
  const likes = clause.values.map((value) => match(foldForSearch(plain(value))))
  into.others.push(hasString(scope, parameter, anyOf(likes)))
}

/** Rows with a string of the parameter that meets a condition over `s.value`. */
export function hasString(scope: Scope, parameter: Parameter, condition: Condition): Condition {
  return sql<boolean>`${scope.r}.id in (
    select s.id from search_string s
    where s.facility = ${scope.ctx.facility} and s.type = ${scope.typeNumber} and s.param = ${parameter.number}
      and s.n >= 0 and ${condition})`
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
