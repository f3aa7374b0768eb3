import { fhirPathErrors } from './errors.ts'

/** What one expression may cost. The longest invariant of R4 has 1,100 characters, the deepest 9 levels. */
export const fhirPathLimits = {
  characters: 10_000,
  depth: 50,
  /** Nodes of the expression that are evaluated, times the items they give. */
  steps: 2_000_000,
  items: 100_000,
  milliseconds: 80,
} as const

const openings = new Set(['(', '[', '{'])
const closings = new Set([')', ']', '}'])

/** Refuses what would exhaust the stack of the parser before it is parsed. */
export function checkExpression(expression: string): void {
  const { characters, depth: mostDepth } = fhirPathLimits
  if (expression.length > characters) throw fhirPathErrors.tooLong({ most: characters })
  let depth = 0
  let signs = 0
  for (const one of withoutTexts(expression)) {
    if (openings.has(one)) depth++
    else if (closings.has(one)) depth--
    // A row of signs nests the syntax tree without brackets: ----1.
    signs = one === '-' || one === '+' ? signs + 1 : 0
    if (depth > mostDepth || signs > mostDepth) throw fhirPathErrors.tooDeep({ most: mostDepth })
  }
}

/** The expression with its strings, quoted names and comments taken out. */
function withoutTexts(expression: string): string {
  return expression.replace(/'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
}
