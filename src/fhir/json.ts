import { defineErrors } from '#kernel/app-error.ts'
import { decimal, isDecimal } from './decimal.ts'

/** Depth of nested objects and lists that is accepted; R4's own examples stay below 20. */
export const mostDepth = 64
/** Characters of a number that are accepted; FHIR asks for 18 digits. */
export const mostDigits = 1000

export const jsonErrors = defineErrors('fhir', {
  json: { category: 'invalid', text: 'The body is not JSON: {reason}.' },
  jsonDepth: { category: 'invalid', text: 'The JSON is nested deeper than {most} levels.' },
  jsonNumber: { category: 'invalid', text: 'The JSON has a number of more than {most} characters.' },
  jsonKey: { category: 'invalid', text: 'The JSON has a name that is not accepted or occurs twice: {key}.' },
  jsonNul: { category: 'invalid', text: 'The JSON holds the character NUL.' },
})

interface Scan {
  readonly oddNumbers: boolean
  readonly members: number
  readonly depth: number
}

const quote = 34
const backslash = 92
const colon = 58

/** One pass over the text: how deep it is, how many members it has, whether a number needs its digits kept. */
function scan(text: string): Scan {
  const seen = { oddNumbers: false, members: 0, depth: 0 }
  let depth = 0
  let at = 0
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at + 1)
    else if (isNumberStart(code)) {
      const end = endOfNumber(text, at)
      if (end - at > mostDigits) throw jsonErrors.jsonNumber({ most: mostDigits })
      seen.oddNumbers ||= isOdd(text, at, end)
      at = end - 1
    } else if (code === colon) seen.members++
    else {
      depth += nesting[code] ?? 0
      if (depth > seen.depth) seen.depth = depth
    }
    at++
  }
  return seen
}

/** How the characters { [ } ] change the depth. */
const nesting: Readonly<Record<number, number>> = { 123: 1, 91: 1, 125: -1, 93: -1 }
const isNumberStart = (code: number) => code === 45 || (code >= 48 && code <= 57)

function endOfString(text: string, from: number): number {
  let at = from
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === quote) return at
    at += code === backslash ? 2 : 1
  }
  return at
}

function endOfNumber(text: string, from: number): number {
  let at = from
  while (at < text.length) {
    const code = text.charCodeAt(at)
    const inNumber = (code >= 48 && code <= 57) || code === 46 || code === 43 || code === 45 || (code | 32) === 101
    if (!inNumber) break
    at++
  }
  return at
}

function isOdd(text: string, from: number, end: number): boolean {
  if (end - from === 1) return false
  const lexeme = text.slice(from, end)
  return String(Number(lexeme)) !== lexeme
}

/** Members of the parsed value; a name given twice is parsed once, so the counts differ. */
function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null || isDecimal(value)) return 0
  let count = 0
  if (Array.isArray(value)) {
    for (const one of value) count += countMembers(one)
    return count
  }
  for (const key of Object.keys(value)) {
    const first = key.charCodeAt(0)
    // Names like "1" would be moved to the front by JavaScript, so the order could not be kept.
    if ((first >= 48 && first <= 57) || key === '__proto__') throw jsonErrors.jsonKey({ key: key.slice(0, 40) })
    count += 1 + countMembers((value as Record<string, unknown>)[key])
  }
  return count
}

function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\u0000')
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some(holdsNul)
}

/** JSON.parse gives the reviver the text of each primitive; TypeScript's library does not say so yet. */
type Reviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown
const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => unknown

/**
 * Parses JSON without losing what FHIR needs: the digits of numbers, the order and the number of members.
 *
 * The plain parser is used unless some number would change its digits (measured for an Observation of
 * 862 bytes: scan 1.2 µs + parse 5.5 µs against 30 µs with digits kept; November 2026, 2 cores).
 */
export function parseJson(text: string): unknown {
  const seen = scan(text)
  if (seen.depth > mostDepth) throw jsonErrors.jsonDepth({ most: mostDepth })
  let value: unknown
  try {
    value = seen.oddNumbers
      ? parseWithSource(text, (_key, one, context) =>
          typeof one === 'number' && context.source !== undefined ? decimal(context.source) : one,
        )
      : JSON.parse(text)
  } catch (cause) {
    throw jsonErrors.json({ reason: (cause as Error).message.slice(0, 200) }, cause)
  }
  if (countMembers(value) !== seen.members) throw jsonErrors.jsonKey({ key: 'the same name twice in one object' })
  if (text.includes('\\u0000') && holdsNul(value)) throw jsonErrors.jsonNul()
  return value
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** Parses a body of bytes, which must be UTF-8. */
export function parseJsonBytes(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch (cause) {
    throw jsonErrors.json({ reason: 'not UTF-8' }, cause)
  }
  return parseJson(text)
}

/** Canonical JSON: no insignificant white space, order of members and digits of numbers kept. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value)
}
