import { fhirPathErrors } from './errors.ts'
import type { Token } from './tokens.ts'

/** What one expression may cost. The longest invariant of R4 has 1,100 characters, the deepest 9 levels. */
export const fhirPathLimits = {
  characters: 5_000,
  depth: 40,
  /** Words of the expression; a chain of calls nests the syntax tree without brackets. */
  words: 3_000,
  /** Nodes of the expression that are evaluated, plus the items they give. */
  steps: 400_000,
  /** Items of one collection. */
  items: 20_000,
  /** Characters of one string that is made or searched by a regular expression. */
  text: 100_000,
  /** Longest time; it counts only after `freeSteps`, so that a busy machine does not refuse a short expression. */
  milliseconds: 60,
  freeSteps: 2_000,
} as const

export function checkLength(expression: string): void {
  const most = fhirPathLimits.characters
  if (expression.length > most) throw fhirPathErrors.tooLong({ most })
}

/** Refuses what would exhaust the stack of the parser before it is parsed, and names that reach JavaScript's own. */
export function checkTokens(tokens: readonly Token[]): void {
  const { depth: mostDepth, words } = fhirPathLimits
  if (tokens.length > words) throw fhirPathErrors.tooDeep({ most: words })
  let depth = 0
  let signs = 0
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind === 'sign') depth += nesting[text] ?? 0
    if (kind !== 'space') signs = isSign(text) ? signs + 1 : 0
    if (Math.max(depth, signs) > mostDepth) throw fhirPathErrors.tooDeep({ most: mostDepth })
    if (text === '%') checkVariable(tokens[at + 1]?.text ?? '')
  }
}

/** A row of signs nests the syntax tree without brackets: ----1. */
const isSign = (text: string) => text === '-' || text === '+'
const nesting: Readonly<Record<string, number>> = { '(': 1, '[': 1, '{': 1, ')': -1, ']': -1, '}': -1 }

function checkVariable(name: string): void {
  if (name.replace(/^[`'"]|[`'"]$/g, '') in Object.prototype)
    throw fhirPathErrors.invalid({ reason: `there is no variable ${name}` })
}
