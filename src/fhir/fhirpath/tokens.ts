export interface Token {
  readonly kind: 'text' | 'name' | 'number' | 'space' | 'sign'
  readonly text: string
}

const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['space', /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y],
  // Strings and quoted names.
  ['text', /'(?:[^'\\]|\\[\s\S])*'|`(?:[^`\\]|\\[\s\S])*`|"(?:[^"\\]|\\[\s\S])*"/y],
  // Dates are read as one token, so that their minus is no sign.
  ['number', /@[\dT][\dTZ:.+-]*|\d+(?:\.\d+)?/y],
  ['name', /[A-Za-z_]\w*/y],
  ['sign', /[\s\S]/y],
]

/** An expression cut into words, enough to look at it without taking a string for code. */
export function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < expression.length)
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = at
      const text = pattern.exec(expression)?.[0]
      if (text === undefined || text === '') continue
      tokens.push({ kind, text })
      at += text.length
      break
    }
  return tokens
}
