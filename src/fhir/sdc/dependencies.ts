import { type Token, tokensOf } from '../fhirpath/tokens.ts'

/** What of a response an expression looks at, as far as can be said without running it. */
export interface Looks {
  /** Names behind `%`, without the response's own. */
  readonly names: ReadonlySet<string>
  /** linkIds reached from `%resource`; undefined when any item may matter. */
  readonly resource: ReadonlySet<string> | undefined
  /** linkIds reached from the item of the expression; undefined when all below it may matter. */
  readonly context: ReadonlySet<string> | undefined
}

const ofResource = new Set(['resource', 'rootResource', 'questionnaireResponse'])
const heads = new Set([
  'item',
  'answer',
  'value',
  'descendants',
  'repeat',
  'children',
  'QuestionnaireResponse',
  'this',
])

/** One step to items by their linkId, with blanks removed; what follows it stays below these items. */
const step =
  /^\.?(?:(?:answer\.)?item|descendants\(\)|repeat\([^()]*\))(?:\.item)?\.where\((linkId='[^']*'(?:orlinkId='[^']*')*|linkIdin\('[^']*'(?:\|'[^']*')*\))\)/

/** Looks at the words of an expression; what cannot be told counts as everything. */
export function looksAt(expression: string): Looks {
  const tokens = tokensOf(expression).filter(({ kind }) => kind !== 'space')
  const names = new Set<string>()
  const reached: Record<Start, Set<string> | undefined> = { resource: new Set(), context: new Set() }
  const calls: boolean[] = []
  for (const [at, { text }] of tokens.entries()) {
    followCalls(calls, tokens, at)
    const from = startOf(tokens, at, calls)
    if (from === 'resource' || from === 'context')
      reached[from] = joined(reached[from], reachedFrom(tokens.slice(text === '%' ? at + 2 : at)))
    else if (from !== undefined) names.add(from)
  }
  return { names, ...reached }
}

type Start = 'resource' | 'context'

const joined = (some: ReadonlySet<string> | undefined, more: readonly string[] | undefined) =>
  some && more && new Set([...some, ...more])

/** Keeps for every open bracket whether it is the argument of a method: names in there belong to what it is called on. */
function followCalls(calls: boolean[], tokens: readonly Token[], at: number): void {
  const { text } = tokens[at] as Token
  if (text === ')') calls.pop()
  if (text === '(') calls.push(tokens[at - 1]?.kind === 'name' && tokens[at - 2]?.text === '.')
}

/** What a path that begins at this word begins with: the response, the item, or a variable's name. */
function startOf(tokens: readonly Token[], at: number, calls: readonly boolean[]): string | undefined {
  const { text, kind } = tokens[at] as Token
  if (text === '%') {
    const name = (tokens[at + 1]?.text ?? '').replace(/^[`'"]|[`'"]$/g, '')
    if (ofResource.has(name)) return 'resource'
    return name === 'context' ? 'context' : name
  }
  const before = tokens[at - 1]?.text
  const isHead = kind === 'name' && before !== '.' && before !== '%' && heads.has(text)
  return isHead && !calls.includes(true) ? 'context' : undefined
}

/** linkIds of the last step of a path to items; undefined when it does not begin with such a step. */
function reachedFrom(tokens: readonly Token[]): readonly string[] | undefined {
  let rest = tokens.map(({ text }) => text).join('')
  let reached: readonly string[] | undefined
  for (let found = step.exec(rest); found; found = step.exec(rest)) {
    reached = [...(found[1] ?? '').matchAll(/'([^']*)'/g)].map((one) => one[1] ?? '')
    rest = rest.slice(found[0].length)
  }
  return reached
}
