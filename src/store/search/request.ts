import { storeErrors } from '../errors.ts'
import type { SearchQuery } from '../types.ts'

/** One condition as written: `name:modifier=a,b`. */
export interface RawClause {
  readonly name: string
  readonly modifier: string | undefined
  /** Alternatives, joined by OR. */
  readonly values: readonly string[]
  /** The rest of a chain: `subject:Patient.name` has `name`. */
  readonly chain: string | undefined
}

export interface Inclusion {
  readonly type: string
  readonly parameter: string
  readonly target: string | undefined
}

export interface SearchRequest {
  readonly clauses: readonly RawClause[]
  readonly sort: readonly { readonly code: string; readonly descending: boolean }[]
  readonly count: number | undefined
  readonly cursor: string | undefined
  readonly total: boolean
  readonly countOnly: boolean
  readonly include: readonly Inclusion[]
  readonly revinclude: readonly Inclusion[]
}

/** The most resources on one page. */
export const mostPerPage = 1000

/** Parameters that shape the answer and match nothing, or that the HTTP layer reads. */
const known = new Set([
  '_sort',
  '_count',
  '_cursor',
  '_total',
  '_summary',
  '_include',
  '_revinclude',
  '_format',
  '_pretty',
])

/** Whether a name shapes the answer and matches nothing. */
export function isShaping(name: string): boolean {
  return known.has(name.split(':')[0] ?? '')
}

/** Name and value pairs of a query string or object; repeated names stay repeated (AND). */
export function pairsOf(query: SearchQuery): readonly (readonly [string, string])[] {
  if (typeof query === 'string') return [...new URLSearchParams(query)]
  return Object.entries(query).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : value.map((one) => [name, one] as const),
  )
}

/** Splits at a separator that is not escaped with a backslash, and removes the escapes. */
export function splitEscaped(text: string, separator: string): readonly string[] {
  if (!text.includes('\\')) return text.split(separator)
  const parts: string[] = ['']
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '\\' && at + 1 < text.length) {
      parts[parts.length - 1] +=
        text.charAt(at + 1) === separator || text.charAt(at + 1) === '\\' ? text.charAt(++at) : char
    } else if (char === separator) parts.push('')
    else parts[parts.length - 1] += char
  }
  return parts
}

/** Reads a FHIR search as written; the meaning of its conditions is found by conditions.ts. */
export function readRequest(query: SearchQuery): SearchRequest {
  const pairs = pairsOf(query)
  const last = (name: string) => pairs.findLast(([key]) => key === name)?.[1]
  const all = (name: string) =>
    pairs.filter(([key]) => key === name || key.startsWith(`${name}:`)).map(([key, value]) => ({ key, value }))
  const count = last('_count')
  if (count !== undefined && !/^\d{1,6}$/.test(count)) throw bad('_count', count, 'not a number')
  const summary = last('_summary')
  return {
    clauses: pairs
      .filter(([key]) => !known.has(key.split(':')[0] ?? ''))
      .map(([key, value]) => clauseOf(key, value)),
    sort: (last('_sort') ?? '')
      .split(',')
      .filter((code) => code !== '')
      .map((code) =>
        code.startsWith('-') ? { code: code.slice(1), descending: true } : { code, descending: false },
      ),
    count: count === undefined ? undefined : Math.min(Number(count), mostPerPage),
    cursor: last('_cursor'),
    total: last('_total') === 'accurate' || summary === 'count',
    countOnly: summary === 'count' || count === '0',
    include: all('_include').map(inclusionOf),
    revinclude: all('_revinclude').map(inclusionOf),
  }
}

export function clauseOf(key: string, value: string): RawClause {
  const values = splitEscaped(value, ',')
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

function inclusionOf({ key, value }: { readonly key: string; readonly value: string }): Inclusion {
  const [type, parameter, target] = value.split(':')
  if (key.includes(':') || !type || !parameter)
    throw bad(key, value, 'only Type:parameter and Type:parameter:Target are supported')
  return { type, parameter, target }
}

function bad(parameter: string, value: string, reason: string) {
  return storeErrors.badValue({ parameter, value: value.slice(0, 120), reason })
}
