import { parseVietnameseDay } from '#kernel/civil-date.ts'
import { fold } from '#kernel/fold.ts'
import { present } from '#kernel/present.ts'
import { withoutInvisible } from '#kernel/visible.ts'
import { plainWords } from './person-name.ts'

/** What was typed into the search field, taken apart. */
export interface SearchQuery {
  /** Folded words of a name, in the typed order. */
  readonly words: readonly string[]
  /** The same words as typed, in lower case; empty when they carry no accents. */
  readonly accented: readonly string[]
  /** Parts of numbers (personal number, MRN, phone, card), digits and letters only. */
  readonly numbers: readonly string[]
  readonly birthYear?: number
  /** A year on its way beside a name: `197`. */
  readonly birthPrefix?: string
  /** `1972-09-02` */
  readonly birthDate?: string
  /** One short word that may be the first letters of a name: `nthn`. */
  readonly initials?: string
}

/**
 * Takes `huyền 1972`, `dang thi huyen 02/09/1972`, `0999 000 412`, `NTHN` or `GD4010000000101` apart.
 * A year and a day narrow; every word and number must be found.
 */
export function parseSearch(typed: string): SearchQuery {
  const text = withoutInvisible(typed)
    .normalize('NFC')
    .slice(0, 100)
    .replace(/[|%_\\'"`<>{}[\]()*;:=+?!@#$^&~]+/g, ' ')
    .trim()
  const joined = text.replace(/(?<=\d)[ .](?=\d{3}(\D|$))/g, '') // 0999 000 412, written in groups
  const tokens = joined
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(readToken)
  const of = (kind: Token['kind']) => tokens.filter((token) => token.kind === kind).map((token) => token.value)
  const words = of('word')
    .flatMap((word) => plainWords(word).split(' '))
    .filter(Boolean)
  const isStart = (number: string) => words.length > 0 && /^(19|20)\d?$/.test(number)
  const numbers = of('number').filter((number) => !isStart(number))
  const folded = words.map(fold).filter(Boolean)
  const marked = words.some((word, at) => word !== folded[at])
  const year = of('year').at(-1)
  const only = folded.length === 1 && numbers.length === 0 && !marked ? folded[0] : undefined
  return {
    words: folded,
    accented: marked ? words : [],
    numbers,
    ...present({
      birthYear: year === undefined ? undefined : Number(year),
      birthPrefix: of('number').findLast(isStart),
      birthDate: of('day').at(-1),
      initials: only && /^[a-z]{2,7}$/.test(only) ? only : undefined,
    }),
  }
}

interface Token {
  readonly kind: 'day' | 'year' | 'number' | 'word' | 'nothing'
  readonly value: string
}

function readToken(token: string): Token {
  const day = /[/.-]/.test(token) ? parseVietnameseDay(token) : undefined
  if (day) return { kind: 'day', value: day }
  if (isYear(token)) return { kind: 'year', value: token }
  const plain = token.replace(/[./-]/g, '')
  if (/\d/.test(plain) && /^[a-z0-9]+$/i.test(plain)) return { kind: 'number', value: plain.toLowerCase() }
  return /\p{L}/u.test(token)
    ? { kind: 'word', value: token.toLocaleLowerCase('vi') }
    : { kind: 'nothing', value: '' }
}

function isYear(token: string): boolean {
  return /^(19|20)\d\d$/.test(token)
}

/** Too little to search for: nothing, or a lone letter. */
export function isTooShort(query: SearchQuery): boolean {
  return query.words.join('').length + query.numbers.join('').length < 2 && !query.birthDate
}
