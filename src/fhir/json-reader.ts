import { decimal } from './decimal.ts'
import { jsonErrors, mostDepth, mostDigits } from './json.ts'

/** From here on a text is read by a regular expression: five times as fast, but slow to begin. */
const longString = 500
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in texts
const plainRun = /[^"\\\u0000-\u001f]*/y

type Holder = Record<string, unknown> | unknown[]

const words: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
]
const code = { space: 32, tab: 9, line: 10, feed: 13, quote: 34, comma: 44, colon: 58, open: 91, close: 93 }
const brace = { open: 123, close: 125 }
const backslash = 92
const minus = 45
const zero = 48
const nine = 57
/** 0-9 + - . e E */
const isOfNumber = (char: number) =>
  (char >= zero && char <= nine) || char === 46 || char === 43 || char === minus || (char | 32) === 101

/**
 * Reads a long JSON text piece by piece, so that whoever drives it can let others go on between the pieces; the
 * same rules as `parseJson`: digits of numbers and order of members are kept, names do not occur twice.
 */
export class JsonReader {
  readonly #text: string
  #at = 0
  /** Open objects and lists, and beside each the name whose value is awaited in it. */
  readonly #holders: Holder[] = []
  readonly #names: string[] = []
  #value: unknown
  #done = false
  #count = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Reads about so many characters more; true when all is read. */
  step(characters: number): boolean {
    const until = this.#at + characters
    while (!this.#done && this.#at < until) this.#next()
    return this.#done
  }

  /** How many values were read, at every depth. */
  get count(): number {
    return this.#count
  }

  get value(): unknown {
    return this.#value
  }

  /** One value, or the end of an object or a list. */
  #next(): void {
    const char = this.#skip()
    if (char === brace.open) this.#open({})
    else if (char === code.open) this.#open([])
    else if (char === code.quote) this.#add(this.#string())
    else this.#add(this.#plain())
  }

  #open(holder: Holder): void {
    if (this.#holders.length >= mostDepth) throw jsonErrors.jsonDepth({ most: mostDepth })
    this.#at++
    this.#attach(holder)
    this.#holders.push(holder)
    this.#names.push('')
    const end = Array.isArray(holder) ? code.close : brace.close
    if (this.#skip() === end) this.#close()
    else if (!Array.isArray(holder)) this.#name(holder)
  }

  #add(value: unknown): void {
    this.#attach(value)
    this.#after()
  }

  #attach(value: unknown): void {
    this.#count++
    const holder = this.#holders.at(-1)
    if (holder === undefined) this.#value = value
    else if (Array.isArray(holder)) holder.push(value)
    else holder[this.#names.at(-1) ?? ''] = value
  }

  #close(): void {
    this.#at++
    this.#holders.pop()
    this.#names.pop()
    this.#after()
  }

  /** What may stand after a value: the next one, the end of what holds it, or the end of the text. */
  #after(): void {
    const holder = this.#holders.at(-1)
    const char = this.#skip()
    if (holder === undefined) {
      if (this.#at < this.#text.length) this.#fail()
      this.#done = true
    } else if (char === code.comma) {
      this.#at++
      if (!Array.isArray(holder)) this.#name(holder)
    } else if (char === (Array.isArray(holder) ? code.close : brace.close)) this.#close()
    else this.#fail()
  }

  #name(holder: Record<string, unknown>): void {
    if (this.#skip() !== code.quote) this.#fail()
    const name = this.#string()
    const first = name.charCodeAt(0)
    // Names like "1" would be moved to the front by JavaScript, so the order could not be kept.
    if ((first >= 48 && first <= 57) || name === '__proto__' || Object.hasOwn(holder, name))
      throw jsonErrors.jsonKey({ key: name.slice(0, 40) })
    this.#names[this.#names.length - 1] = name
    if (this.#skip() !== code.colon) this.#fail()
    this.#at++
  }

  #string(): string {
    const start = this.#at + 1
    let at = start
    let escaped = false
    for (;;) {
      const char = this.#text.charCodeAt(at)
      if (char === code.quote) break
      // NaN at the end of the text is not at least a blank either.
      if (!(char >= code.space)) this.#fail(at)
      if (char === backslash) escaped = true
      at += char === backslash ? 2 : 1
      if (at - start > longString) at = this.#endOfPlain(at)
    }
    this.#at = at + 1
    return escaped ? this.#unescape(this.#text.slice(start - 1, this.#at)) : this.#text.slice(start, at)
  }

  /** Behind the characters of a long text that mean nothing but themselves. */
  #endOfPlain(from: number): number {
    plainRun.lastIndex = from
    plainRun.test(this.#text)
    return plainRun.lastIndex
  }

  #unescape(token: string): string {
    let text: string
    try {
      text = JSON.parse(token) as string
    } catch {
      return this.#fail()
    }
    if (text.includes('\u0000')) throw jsonErrors.jsonNul()
    return text
  }

  #plain(): unknown {
    const first = this.#text.charCodeAt(this.#at)
    if (first === minus || (first >= zero && first <= nine)) return this.#number()
    for (const [word, value] of words)
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length
        return value
      }
    return this.#fail()
  }

  #number(): unknown {
    const start = this.#at
    let at = start + 1
    while (isOfNumber(this.#text.charCodeAt(at))) at++
    if (at - start > mostDigits) throw jsonErrors.jsonNumber({ most: mostDigits })
    this.#at = at
    try {
      return decimal(this.#text.slice(start, at))
    } catch {
      return this.#fail(start)
    }
  }

  /** The next character that is no white space; the place moves to it. */
  #skip(): number {
    for (;;) {
      const char = this.#text.charCodeAt(this.#at)
      if (char !== code.space && char !== code.line && char !== code.feed && char !== code.tab) return char
      this.#at++
    }
  }

  #fail(at: number = this.#at): never {
    throw jsonErrors.json({
      reason: at >= this.#text.length ? 'it ends too early' : `unexpected character at ${at}`,
    })
  }
}
