import { fhirPathErrors } from './errors.ts'
import type { Token } from './tokens.ts'

/** What one expression may cost. The longest invariant of R4 has 1,100 characters, the deepest 9 levels. */
export const fhirPathLimits = {
  characters: 5_000,
  depth: 40,
  /** Words of the expression; a chain of calls nests the syntax tree without brackets. */
  words: 3_000,
  /** The parser takes time by the square of a row of operators; the longest invariant of R4 has 32. */
  operators: 150,
  /** Nodes of the expression that are evaluated, plus the items they give. */
  steps: 400_000,
  /** Items of one collection. */
  items: 10_000,
  /** The same in an expression with functions that compare every item with every other. */
  comparedItems: 500,
  /** Values of a resource that is gone through as a whole by `descendants()`, which cannot be stopped inside. */
  values: 5_000,
  /** Exponent of `power()`, whose result has as many digits as it takes. */
  exponent: 1_000,
  /** Characters of one string that is made or searched by a regular expression. */
  text: 100_000,
  /** Longest time; it counts only after `freeSteps`, so that a busy machine does not refuse a short expression. */
  milliseconds: 80,
  freeSteps: 2_000,
} as const

export function checkLength(expression: string): void {
  const most = fhirPathLimits.characters
  if (expression.length > most) throw fhirPathErrors.tooLong({ most })
}

/** Refuses what would exhaust the stack of the parser before it is parsed, and names that reach JavaScript's own. */
export function checkTokens(tokens: readonly Token[]): void {
  const { depth: mostDepth, words, operators } = fhirPathLimits
  checkCount(tokens.length, words, 'words')
  checkCount(tokens.filter(isOperator).length, operators, 'operators')
  let depth = 0
  let signs = 0
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind === 'sign') depth += nesting[text] ?? 0
    if (kind !== 'space') signs = isSign(text) ? signs + 1 : 0
    if (Math.max(depth, signs) > mostDepth) throw fhirPathErrors.tooDeep({ most: mostDepth })
    if (text === '%') checkVariable(tokens[at + 1]?.text ?? '')
  }
}

function checkCount(count: number, most: number, what: string): void {
  if (count > most) throw fhirPathErrors.tooCostly({ most, what })
}

const comparing = /~|\b(?:intersect|exclude|subsetOf|supersetOf|isDistinct)\b/
/** Most items of a collection while this expression is evaluated. */
export const mostItemsOf = (expression: string): number =>
  comparing.test(expression) ? fhirPathLimits.comparedItems : fhirPathLimits.items

const operatorWords = new Set(['and', 'or', 'xor', 'implies', 'is', 'as', 'in', 'contains', 'div', 'mod'])
const isOperator = ({ kind, text }: Token) =>
  kind === 'sign' ? /[-+*/|&=<>~!]/.test(text) : kind === 'name' && operatorWords.has(text)

/** A row of signs nests the syntax tree without brackets: ----1. */
const isSign = (text: string) => text === '-' || text === '+'
const nesting: Readonly<Record<string, number>> = { '(': 1, '[': 1, '{': 1, ')': -1, ']': -1, '}': -1 }

function checkVariable(name: string): void {
  if (name.replace(/^[`'"]|[`'"]$/g, '') in Object.prototype)
    throw fhirPathErrors.invalid({ reason: `there is no variable ${name}` })
}

/** Refuses a resource that is too large to be gone through as a whole. */
export function checkSize(data: unknown): void {
  const most = fhirPathLimits.values
  if (countValues(data, most) > most) throw fhirPathErrors.tooCostly({ most, what: 'values' })
}

function countValues(value: unknown, most: number): number {
  if (typeof value !== 'object' || value === null) return 1
  let count = 1
  for (const one of Object.values(value)) {
    count += countValues(one, most - count)
    if (count > most) return count
  }
  return count
}
