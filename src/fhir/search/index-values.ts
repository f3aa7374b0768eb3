import { fold } from '#kernel/fold.ts'
import { numberOf } from '../decimal.ts'
import { dateRange, greatest, least, type Range } from './date-range.ts'
import type { Typed } from './expression.ts'

type Json = Readonly<Record<string, unknown>>

const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/**
 * A token as it is compared: small letters after the system. The standard: "when in doubt, servers SHOULD treat
 * tokens in a case-insensitive manner". Systems are URIs and stay as they are.
 */
export function tokenCase(token: string): string {
  const bar = token.lastIndexOf('|')
  return bar < 0 ? token.toLowerCase() : token.slice(0, bar) + token.slice(bar).toLowerCase()
}

/**
 * The forms under which a coded value is found: `system|code`, `code` (any system), `system|` (any code)
 * and `|code` when it has no system. The first is the most exact one.
 * @see http://hl7.org/fhir/R4/search.html#token
 */
export function tokenForms(one: Typed): readonly string[] {
  const value = object(one.value)
  switch (one.type) {
    case 'CodeableConcept':
      return Array.isArray(value['coding'])
        ? value['coding'].flatMap((coding) => codedForms(object(coding)['system'], object(coding)['code']))
        : []
    case 'Coding':
      return codedForms(value['system'], value['code'])
    case 'Identifier':
    case 'ContactPoint':
      return codedForms(value['system'], value['value'])
    default:
      return typeof one.value === 'boolean' ? plainForms(String(one.value)) : plainForms(one.value)
  }
}

export function codedForms(givenSystem: unknown, givenCode: unknown): readonly string[] {
  const code = text(givenCode)?.toLowerCase()
  const system = text(givenSystem)
  if (code === undefined) return system === undefined ? [] : [`${system}|`]
  return system === undefined ? [`|${code}`, code] : [`${system}|${code}`, code, `${system}|`]
}

function plainForms(value: unknown): readonly string[] {
  const plain = text(value)?.toLowerCase()
  return plain === undefined ? [] : [plain, `|${plain}`]
}

/** What `:text` searches: the text of a concept, displays of its codings, the text of an identifier's type. */
export function tokenTexts(one: Typed): readonly string[] {
  const value = object(one.value)
  const list =
    one.type === 'CodeableConcept'
      ? [value['text'], ...listOf(value['coding']).map((coding) => object(coding)['display'])]
      : one.type === 'Coding'
        ? [value['display']]
        : one.type === 'Identifier'
          ? [
              object(value['type'])['text'],
              ...listOf(object(value['type'])['coding']).map((c) => object(c)['display']),
            ]
          : []
  return list.map(text).filter((part) => part !== undefined)
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** What `identifier:of-type` searches: `system|code|value` of an identifier with a typed coding. */
export function typedForms(one: Typed): readonly string[] {
  const value = object(one.value)
  const plain = text(value['value'])?.toLowerCase()
  if (one.type !== 'Identifier' || plain === undefined) return []
  return listOf(object(value['type'])['coding']).flatMap((given) => {
    const { system, code } = object(given) as { system?: unknown; code?: unknown }
    return text(code) === undefined ? [] : [`${text(system) ?? ''}|${String(code).toLowerCase()}|${plain}`]
  })
}

/** `Type/id` of an absolute address of this server; undefined for other addresses. */
export type Relative = (reference: string) => string | undefined

/** A reference without the version it names. */
export function unversioned(reference: string): string {
  const at = reference.indexOf('/_history/')
  return at < 0 ? reference : reference.slice(0, at)
}

/** What a reference is found by: `Type/id` without version, or the whole URL; the server's own address by both. */
export function referenceForms(one: Typed, relative?: Relative): readonly string[] {
  const literal = one.type === 'Reference' ? text(object(one.value)['reference']) : text(one.value)
  if (literal === undefined || literal.startsWith('#')) return []
  if (one.type !== 'Reference')
    return literal.includes('|') ? [literal, literal.slice(0, literal.indexOf('|'))] : [literal, `${literal}|`]
  const own = literal.startsWith('http') ? relative?.(literal) : undefined
  return own === undefined ? [unversioned(literal)] : [unversioned(literal), unversioned(own)]
}

/** Texts of a string parameter: each part of a name or address is found by its beginning. */
export function stringParts(one: Typed): readonly string[] {
  const value = object(one.value)
  const list = (name: string) => (Array.isArray(value[name]) ? (value[name] as unknown[]) : [value[name]])
  const parts =
    one.type === 'HumanName'
      ? ['text', 'family', 'given', 'prefix', 'suffix'].flatMap(list)
      : one.type === 'Address'
        ? ['text', 'line', 'city', 'district', 'state', 'postalCode', 'country'].flatMap(list)
        : one.type === 'CodeableConcept'
          ? [value['text']]
          : [one.value]
  return parts.map(text).filter((part) => part !== undefined)
}

const plainAscii = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/

/** A text as strings are compared: small letters without accents, single blanks. */
export function foldForSearch(part: string): string {
  return plainAscii.test(part) ? part.toLowerCase() : fold(part)
}

/** The span of a date, Period or Timing; undefined when it has none. */
export function dateSpan(one: Typed): Range | undefined {
  if (one.type === 'Period') return periodSpan(object(one.value))
  if (one.type === 'Timing') return timingSpan(object(one.value))
  const plain = text(one.value)
  return plain === undefined ? undefined : dateRange(plain)
}

function periodSpan(value: Json): Range | undefined {
  const start = dateRange(text(value['start']) ?? '')
  const end = dateRange(text(value['end']) ?? '')
  if (!start && !end) return undefined
  return { lo: start?.lo ?? least, hi: end?.hi ?? greatest }
}

function timingSpan(value: Json): Range | undefined {
  const events = Array.isArray(value['event']) ? value['event'].map((event) => dateRange(text(event) ?? '')) : []
  const known = events.filter((event) => event !== undefined)
  if (known.length > 0) return { lo: Math.min(...known.map((e) => e.lo)), hi: Math.max(...known.map((e) => e.hi)) }
  return periodSpan(object(object(value['repeat'])['boundsPeriod']))
}

export interface NumberSpan extends Range {
  /** `system|code|unit`; undefined for plain numbers. */
  readonly unit?: string
}

/** The span of a number, Quantity, Money, Range or Age. */
export function numberSpan(one: Typed): NumberSpan | undefined {
  const plain = numberOf(one.value)
  if (plain !== undefined) return { lo: plain, hi: plain }
  const value = object(one.value)
  if (one.type === 'Range') return rangeSpan(object(value['low']), object(value['high']))
  const number = numberOf(value['value'])
  if (number === undefined || !Number.isFinite(number)) return undefined
  const span = comparatorSpan(number, text(value['comparator']))
  return {
    ...span,
    unit: one.type === 'Money' ? `urn:iso:std:iso:4217|${text(value['currency']) ?? ''}|` : unitOf(value),
  }
}

function rangeSpan(low: Json, high: Json): NumberSpan | undefined {
  const lo = numberOf(low['value'])
  const hi = numberOf(high['value'])
  if (lo === undefined && hi === undefined) return undefined
  return { lo: lo ?? least, hi: hi ?? greatest, unit: unitOf(lo === undefined ? high : low) }
}

function comparatorSpan(number: number, comparator: string | undefined): Range {
  if (comparator?.startsWith('<')) return { lo: least, hi: number }
  if (comparator?.startsWith('>')) return { lo: number, hi: greatest }
  return { lo: number, hi: number }
}

function unitOf(value: Json): string {
  return `${text(value['system']) ?? ''}|${text(value['code']) ?? ''}|${text(value['unit']) ?? ''}`
}

/** How a unit `system|code|unit` is searched: `system|code`, or the code or the written unit alone. */
export function unitForms(unit: string): readonly string[] {
  const [system = '', code = '', written = ''] = unit.split('|')
  return [...new Set([`${system}|${code}`, code, written])].filter((form) => form !== '' && form !== '|')
}
