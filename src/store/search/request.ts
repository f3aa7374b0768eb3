import { storeErrors } from '../errors.ts'
import type { SearchQuery } from '../types.ts'
import { badValue } from './refusals.ts'
import { why } from './why.ts'

/** One condition as written: `name:modifier=a,b`. */
export interface RawClause {
  readonly name: string
  readonly modifier: string | undefined
  /** Alternatives, joined by OR; escapes are still in them. */
  readonly values: readonly string[]
  /** The rest of a chain: `subject:Patient.name` has `name`. */
  readonly chain: string | undefined
}

export interface Inclusion {
  /** A type, or `*`. */
  readonly type: string
  /** A parameter, or `*`. */
  readonly parameter: string
  readonly target: string | undefined
  readonly iterate: boolean
}

export interface SearchRequest {
  readonly clauses: readonly RawClause[]
  readonly sort: readonly { readonly code: string; readonly descending: boolean }[]
  readonly count: number | undefined
  readonly cursor: string | undefined
  readonly total: 'none' | 'estimate' | 'accurate'
  readonly countOnly: boolean
  readonly include: readonly Inclusion[]
  readonly revinclude: readonly Inclusion[]
  /** `_type`: the types of a search over the whole system. */
  readonly types: readonly string[]
  /** Whether contained resources are searched: not, they alone, or they too. */
  readonly contained: 'false' | 'true' | 'both'
  /** What is answered for a contained resource. */
  readonly containedType: 'container' | 'contained'
}

/** The most resources on one page. */
export const mostPerPage = 1000
/** Most conditions of one search, and most alternatives of one condition. */
const mostClauses = 100
const mostValues = 2000
/** Most keys of one order. */
const mostSorts = 10
const mostInclusions = 100

/** Parameters that shape the answer and match nothing, or that the HTTP layer reads. */
const shaping = new Set([
  '_sort',
  '_count',
  '_cursor',
  '_total',
  '_summary',
  '_elements',
  '_include',
  '_revinclude',
  '_contained',
  '_containedType',
  '_type',
  '_format',
  '_pretty',
])

/** Whether a name shapes the answer and matches nothing. */
export function isShaping(name: string): boolean {
  return shaping.has(name.split(':')[0] ?? '')
}

/** Name and value pairs of a query string or object; repeated names stay repeated (AND). */
export function pairsOf(query: SearchQuery): readonly (readonly [string, string])[] {
  if (typeof query === 'string') return [...new URLSearchParams(query)]
  return Object.entries(query).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : value.map((one) => [name, one] as const),
  )
}

/** Splits at a separator that no backslash stands before. The escapes stay: a part may be split again. */
export function splitEscaped(text: string, separator: string): readonly string[] {
  if (!text.includes('\\')) return text.split(separator)
  const parts: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++
    else if (text.charAt(at) === separator) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  return [...parts, text.slice(from)]
}

/** A value without its escapes. http://hl7.org/fhir/R4/search.html#escaping */
export function plain(text: string): string {
  return text.includes('\\') ? text.replace(/\\([,|$\\])/g, '$1') : text
}

/** Reads a FHIR search as written; the meaning of its conditions is found by conditions.ts. */
export function readRequest(query: SearchQuery): SearchRequest {
  const pairs = pairsOf(query)
  if (pairs.some(([name, value]) => name.includes('\u0000') || value.includes('\u0000')))
    throw badValue('_query', '', why('nul'))
  const last = (name: string) => pairs.findLast(([key]) => key === name)?.[1]
  const all = (name: string) => {
    const found = pairs.filter(([key]) => key === name || key.startsWith(`${name}:`))
    if (found.length > mostInclusions)
      throw storeErrors.tooCostly({ reason: `more than ${mostInclusions} ${name}` })
    return found.map(([key, value]) => inclusionOf(key, value))
  }
  const clauses = pairs.filter(([key]) => !isShaping(key)).map(([key, value]) => clauseOf(key, value))
  if (clauses.length > mostClauses) throw storeErrors.tooCostly({ reason: `more than ${mostClauses} conditions` })
  const count = countOf(last('_count'))
  const summary = last('_summary')
  return {
    clauses,
    sort: sortOf(last('_sort')),
    count: count === undefined ? undefined : Math.min(count, mostPerPage),
    cursor: last('_cursor'),
    total: totalOf(last('_total'), summary === 'count' || count === 0),
    countOnly: summary === 'count' || count === 0,
    include: all('_include'),
    revinclude: all('_revinclude'),
    types: (last('_type') ?? '').split(',').filter((type) => type !== ''),
    contained: oneOf('_contained', last('_contained'), ['false', 'true', 'both']),
    containedType: oneOf('_containedType', last('_containedType'), ['container', 'contained']),
  }
}

/** One of a few words; the first when nothing is said. */
function oneOf<const T extends string>(name: string, text: string | undefined, words: readonly [T, ...T[]]): T {
  const found = text === undefined ? words[0] : words.find((word) => word === text)
  if (found === undefined) throw badValue(name, text ?? '', why('words', { words: words.join(', ') }))
  return found
}

function countOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,6}$/.test(text)) throw badValue('_count', text, why('notNumber'))
  return Number(text)
}

function totalOf(text: string | undefined, countOnly: boolean): SearchRequest['total'] {
  if (text !== undefined && text !== 'none' && text !== 'estimate' && text !== 'accurate')
    throw badValue('_total', text, why('words', { words: 'none, estimate, accurate' }))
  return countOnly ? 'accurate' : (text ?? 'none')
}

function sortOf(text: string | undefined): SearchRequest['sort'] {
  const codes = (text ?? '').split(',').filter((code) => code !== '')
  if (codes.length > mostSorts)
    throw storeErrors.tooCostly({ reason: `_sort by more than ${mostSorts} parameters` })
  return codes.map((code) =>
    code.startsWith('-') ? { code: code.slice(1), descending: true } : { code, descending: false },
  )
}

export function clauseOf(key: string, value: string): RawClause {
  const values = key === '_filter' || key === '_text' || key === '_content' ? [value] : splitEscaped(value, ',')
  if (values.length > mostValues)
    throw storeErrors.tooCostly({ reason: `${key.slice(0, 60)} has more than ${mostValues} values` })
  if (key.startsWith('_has:'))
    return { name: '_has', modifier: key.slice('_has:'.length), values, chain: undefined }
  const dot = key.indexOf('.')
  const head = dot < 0 ? key : key.slice(0, dot)
  const colon = head.indexOf(':')
  return {
    name: colon < 0 ? head : head.slice(0, colon),
    modifier: colon < 0 ? undefined : head.slice(colon + 1),
    values,
    chain: dot < 0 ? undefined : key.slice(dot + 1),
  }
}

/** `Type:parameter:Target`, `Type:*` and `*`; `_include:iterate` (and `:recurse` of earlier versions). */
function inclusionOf(key: string, value: string): Inclusion {
  const modifier = key.split(':')[1]
  const [type, parameter = type === '*' ? '*' : undefined, target] = value.split(':')
  const known = modifier === undefined || modifier === 'iterate' || modifier === 'recurse'
  if (!known || !type || !parameter) throw badValue(key, value, why('inclusion'))
  return { type, parameter, target: target || undefined, iterate: modifier !== undefined }
}
