import type { Token } from './tokens.ts'

const calendarUnit = /^'(?:year|month|week|day|hour|minute|second|millisecond)s?'$/

/**
 * The expression in the words the engine knows: `1 'month'` is a calendar month, `sort(-name)` is descending for
 * every type and not only for numbers.
 */
export function rewrite(tokens: readonly Token[]): string {
  const texts = tokens.map(({ kind, text }, at) =>
    kind === 'text' && calendarUnit.test(text) && wordBefore(tokens, at)?.kind === 'number'
      ? ` ${text.slice(1, -1)}`
      : text,
  )
  for (const [at, { text }] of tokens.entries()) if (text === 'sort') descend(tokens, texts, at)
  return texts.join('')
}

function wordBefore(tokens: readonly Token[], at: number): Token | undefined {
  let before = at - 1
  while (tokens[before]?.kind === 'space') before--
  return tokens[before]
}

/** Turns each `-key` of a `sort(…)` into `key desc`. */
function descend(tokens: readonly Token[], texts: string[], sort: number): void {
  if (tokens[sort + 1]?.text !== '(') return
  let depth = 0
  let minus: number | undefined
  for (let at = sort + 1; at < tokens.length; at++) {
    const text = tokens[at]?.text ?? ''
    if (text === '(') depth++
    if (depth === 1 && minus !== undefined && (text === ',' || text === ')')) {
      texts[minus] = ''
      texts[at] = ` desc${texts[at] ?? ''}`
      minus = undefined
    }
    if (depth === 1 && text === '-' && beginsArgument(wordBefore(tokens, at))) minus = at
    if (text === ')') depth--
    if (depth === 0) return
  }
}

const beginsArgument = (before: Token | undefined) => before?.text === '(' || before?.text === ','
