/** What a technician typed, understood. Numbers keep their lexeme: 7.0 is not 7 in a laboratory. */
export type ParsedResult =
  | { readonly kind: 'empty' }
  /** A dash: the test could not be done. */
  | { readonly kind: 'notDone' }
  | {
      readonly kind: 'quantity'
      readonly lexeme: string
      readonly value: number
      readonly comparator?: '<' | '<=' | '>' | '>='
    }
  | { readonly kind: 'choice'; readonly code: string; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: Refusal }

export type Refusal = 'notNumber' | 'tooPrecise' | 'outOfPlausible' | 'notChoice' | 'tooLong' | 'controlCharacter'

/** How the catalogue says a test is answered. */
export interface ResultShape {
  readonly kind: 'number' | 'choice' | 'text'
  readonly choices?: readonly { readonly code: string; readonly text: string }[]
}

const maxDigits = 15
const maxText = 2000
const numberPattern = /^([<>]=?|≤|≥)?\s*([+-]?\d+(?:[.,]\d+)?)$/
const comparators = { '≤': '<=', '≥': '>=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const

/**
 * Reads a typed result. A decimal comma and a decimal point mean the same; digits stay as typed, so
 * `7,0` becomes the lexeme `7.0`. Exponents, NaN, infinity and thousands marks are refused, not guessed.
 */
export function parseResult(typed: string, shape: ResultShape): ParsedResult {
  const text = typed.normalize('NFC').trim()
  if (text === '') return { kind: 'empty' }
  if (/^[-–—]$/.test(text)) return { kind: 'notDone' }
  if (text.length > maxText) return { kind: 'refused', reason: 'tooLong' }
  if (/[^\P{Cc}\n\t]/u.test(text)) return { kind: 'refused', reason: 'controlCharacter' }
  if (shape.kind === 'number') return parseNumber(text)
  if (shape.kind === 'choice') return parseChoice(text, shape.choices ?? [])
  return { kind: 'text', text }
}

function parseNumber(text: string): ParsedResult {
  const parts = numberPattern.exec(text)
  const digits = parts?.[2]
  if (!digits) return { kind: 'refused', reason: 'notNumber' }
  const lexeme = plainLexeme(digits.replace(',', '.'))
  if (lexeme.replace(/\D/g, '').length > maxDigits) return { kind: 'refused', reason: 'tooPrecise' }
  const mark = parts[1] as keyof typeof comparators | undefined
  const value = Number(lexeme)
  return mark
    ? { kind: 'quantity', lexeme, value, comparator: comparators[mark] }
    : { kind: 'quantity', lexeme, value }
}

/** JSON allows no plus sign and no zeros in front; the digits that say how exact it is stay. */
function plainLexeme(digits: string): string {
  return digits.replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1')
}

function parseChoice(text: string, choices: NonNullable<ResultShape['choices']>): ParsedResult {
  const wanted = text.toLocaleLowerCase('vi')
  const choice = choices.find(
    (one) => one.code.toLocaleLowerCase('vi') === wanted || one.text.toLocaleLowerCase('vi') === wanted,
  )
  return choice ? { kind: 'choice', ...choice } : { kind: 'refused', reason: 'notChoice' }
}
