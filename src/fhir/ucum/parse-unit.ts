import { type Atom, findAtom, type Prefix } from './atoms.ts'

export type Component =
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'symbol'; readonly atom: Atom; readonly prefix?: Prefix; readonly exponent: number }
  | { readonly kind: 'group'; readonly term: Term }

export interface Part {
  readonly divides: boolean
  readonly component: Component
}

export type Term = readonly Part[]

/** Longest code read; the longest of a list in use has 40 characters. */
const longestCode = 200
const deepest = 10

/** Reads a case sensitive UCUM code by the grammar of the specification (§2–§12); undefined when it is not one. */
export function parseUnit(code: string): Term | undefined {
  if (code.length === 0 || code.length > longestCode || /[^\x21-\x7e]/.test(code)) return undefined
  const reader = { code, at: 0, depth: 0 }
  const term = readTerm(reader)
  return term && reader.at === code.length ? term : undefined
}

interface Reader {
  readonly code: string
  at: number
  depth: number
}

function readTerm(reader: Reader): Term | undefined {
  const parts: Part[] = []
  let divides = false
  if (reader.code[reader.at] === '/') {
    divides = true
    reader.at++
  }
  for (;;) {
    const component = readComponent(reader)
    if (!component) return undefined
    parts.push({ divides, component })
    const next = reader.code[reader.at]
    if (next !== '.' && next !== '/') return parts
    divides = next === '/'
    reader.at++
  }
}

function readComponent(reader: Reader): Component | undefined {
  if (reader.code[reader.at] === '(') return readGroup(reader)
  const symbol = readSymbol(reader)
  const annotated = skipAnnotation(reader)
  if (symbol === '') return annotated ? { kind: 'number', digits: '1' } : undefined
  if (/^\d+$/.test(symbol)) return Number(symbol) > 0 ? { kind: 'number', digits: symbol } : undefined
  const [, name = '', exponent = '1'] = /^(.*?)([+-]?\d{1,3})?$/.exec(symbol) ?? []
  const found = findAtom(name)
  return found && { kind: 'symbol', ...found, exponent: Number(exponent) }
}

function readGroup(reader: Reader): Component | undefined {
  if (++reader.depth > deepest) return undefined
  reader.at++
  const term = readTerm(reader)
  if (!term || reader.code[reader.at] !== ')') return undefined
  reader.at++
  reader.depth--
  skipAnnotation(reader)
  return { kind: 'group', term }
}

/** A symbol ends at an operator, a bracket of a group or an annotation; square brackets may hold any of these. */
function readSymbol(reader: Reader): string {
  const start = reader.at
  let inside = false
  for (; reader.at < reader.code.length; reader.at++) {
    const character = reader.code[reader.at] ?? ''
    if (character === '[') inside = true
    else if (character === ']') inside = false
    else if (!inside && './(){}'.includes(character)) break
  }
  return reader.code.slice(start, reader.at)
}

/** `{…}` says what is counted and changes nothing. True when there was one. */
function skipAnnotation(reader: Reader): boolean {
  if (reader.code[reader.at] !== '{') return false
  const end = reader.code.indexOf('}', reader.at)
  if (end < 0 || reader.code.slice(reader.at + 1, end).includes('{')) return false
  reader.at = end + 1
  return true
}
