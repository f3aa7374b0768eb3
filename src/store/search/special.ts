import { type RawBuilder, sql } from 'kysely'
import { readWordQuery, type WordQuery, wordsNeeded, wordsOf } from '#fhir/search/words.ts'
import { storeErrors } from '../errors.ts'
import { allOf, anyOf, type Condition, dateComparison, meets, notTrue, type Prefix } from './compare.ts'
import { badClause, badModifier, tooCostly } from './refusals.ts'
import { plain, type RawClause } from './request.ts'
import type { Conditions, Scope } from './scope.ts'
import { why } from './why.ts'

/** Longest expression of words, in characters. */
const mostAsked = 2000

export function addIds(scope: Scope, into: Conditions, clause: RawClause): void {
  const ids = clause.values.map(plain)
  if (clause.modifier === undefined) into.ids = into.ids ? into.ids.filter((id) => ids.includes(id)) : ids
  else if (clause.modifier === 'not') into.others.push(sql<boolean>`not (${scope.r}.id = any(${ids}::text[]))`)
  else if (clause.modifier === 'missing')
    into.others.push(ids[0] === 'true' ? sql<boolean>`false` : sql<boolean>`true`)
  else throw badModifier(clause)
}

export function addLastUpdated(scope: Scope, into: Conditions, clause: RawClause): void {
  if (clause.modifier !== undefined) throw badModifier(clause)
  const wanted = clause.values.map((value) => dateComparison('_lastUpdated', value, scope.ctx.now()))
  const parts = wanted.map(({ prefix, span, slack }) => {
    const time = (ms: number) => new Date(Math.min(greatest, Math.max(-greatest, Math.round(ms))))
    return {
      prefix,
      lo: time(span.lo - (prefix === 'ap' ? slack : 0)),
      hi: time(span.hi + (prefix === 'ap' ? slack : 0)),
    }
  })
  into.stored.push((at) => anyOf(parts.map((one) => compareTime(at, one.prefix, one.lo, one.hi))))
}

/** The last instant that JavaScript knows. */
const greatest = 8.64e15

function compareTime(at: RawBuilder<unknown>, prefix: Prefix, lo: Date, hi: Date): Condition {
  switch (prefix) {
    case 'ne':
      return sql<boolean>`not (${at} >= ${lo} and ${at} <= ${hi})`
    case 'gt':
    case 'sa':
      return sql<boolean>`${at} > ${hi}`
    case 'lt':
    case 'eb':
      return sql<boolean>`${at} < ${lo}`
    case 'ge':
      return sql<boolean>`${at} >= ${lo}`
    case 'le':
      return sql<boolean>`${at} <= ${hi}`
    default:
      return sql<boolean>`(${at} >= ${lo} and ${at} <= ${hi})`
  }
}

/** Words of the narrative. */
export function addText(scope: Scope, into: Conditions, clause: RawClause): void {
  const query = wordsAsked(clause)
  const hash = (word: string) => scope.hash(`_text~${word}`)
  into.others.push(wordCondition(query, (word) => meets(scope.r, [hash(word)])))
  if (query.kind === 'word') for (const word of query.words) into.tokens.push({ hashes: [hash(word)] })
  else if (query.kind === 'or') {
    const either = query.parts.flatMap((part) =>
      part.kind === 'word' && part.words.length === 1 ? part.words : [],
    )
    if (either.length === query.parts.length) into.tokens.push({ hashes: either.map(hash) })
  }
}

/**
 * Words of all texts of the resource: the index of words (content.ts) says which may hold them. What is asked for is folded
 * and taken apart by the database, as the texts are: `Weiß` is `weiss`, and `a_b` is one word.
 */
export function addContent(scope: Scope, into: Conditions, clause: RawClause): void {
  const query = wordsAsked(clause, (token) => (wordsOf(token).length > 0 ? [token] : []))
  const held = wordCondition(
    query,
    (token) => sql<boolean>`x.held ~ all ((
      select array_agg('\\m' || w || '\\M') from regexp_split_to_table(fold(${token}), '\\W+') w where w <> '')::text[])`,
  )
  // The texts of a row are gathered once, however many words are asked for.
  into.others.push(
    sql<boolean>`(select ${held} from (select content_text(${scope.r}.content) as held offset 0) x)`,
  )
  const needed = wordsNeeded(query)
  if (needed) into.contents.push(needed)
  into.unindexed = '_content'
}

function wordsAsked(clause: RawClause, read?: (token: string) => readonly string[]): WordQuery {
  if (clause.modifier !== undefined) throw badModifier(clause)
  const asked = clause.values.join(',')
  if (asked.length > mostAsked) throw tooCostly(`${clause.name} of more than ${mostAsked} characters`)
  const query = readWordQuery(asked, read)
  if (!query) throw badClause(clause, why('wordQuery'))
  return query
}

function wordCondition(query: WordQuery, has: (word: string) => Condition): Condition {
  if (query.kind === 'word') return allOf(query.words.map(has))
  if (query.kind === 'not') return notTrue(wordCondition(query.part, has))
  const parts = query.parts.map((part) => wordCondition(part, has))
  return query.kind === 'and' ? allOf(parts) : anyOf(parts)
}

/** Named queries of a server: http://hl7.org/fhir/R4/search.html#query. None are defined here. */
export function refuseNamedQuery(_scope: Scope, _into: Conditions, clause: RawClause): never {
  throw storeErrors.namedQuery({ name: clause.values.join(',').slice(0, 60) })
}
