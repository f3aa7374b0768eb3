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
  for (const { from, to } of argumentsOf(tokens, sort + 1)) {
    const minus = tokens.findIndex(({ kind }, at) => at >= from && kind !== 'space')
    if (tokens[minus]?.text !== '-' || minus >= to) continue
    texts[minus] = ''
    texts[to] = ` desc${texts[to] ?? ''}`
  }
}

/** Where the arguments of a call begin, and where the comma or bracket behind each stands. */
function argumentsOf(tokens: readonly Token[], bracket: number): readonly { from: number; to: number }[] {
  const found: { from: number; to: number }[] = []
  let depth = 0
  let from = bracket + 1
  for (let at = bracket; at < tokens.length; at++) {
    const text = tokens[at]?.text
    if (text === '(') depth++
    if (text === ')') depth--
    const ends = depth === 0 || (depth === 1 && text === ',')
    if (ends) found.push({ from, to: at })
    if (ends) from = at + 1
    if (depth === 0) break
  }
  return found
}
