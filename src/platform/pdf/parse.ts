import { defineErrors } from '#kernel/app-error.ts'
import { type PdfDict, type PdfString, type PdfValue, pdfNull } from './objects.ts'

export const pdfErrors = defineErrors('pdf', {
  malformed: { category: 'invalid', text: 'The PDF file is damaged: {reason}.' },
  encrypted: {
    category: 'invalid',
    text: 'The PDF file is encrypted: it can neither be signed nor checked here.',
  },
  unsupported: { category: 'invalid', text: 'The PDF file uses {feature}, which cannot be signed here.' },
})

const fail = (reason: string) => pdfErrors.malformed({ reason })
const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x0c || byte === 0x00
const delimiters = new Set([...'()<>[]{}/%'].map((sign) => sign.charCodeAt(0)))
const isRegular = (byte: number | undefined): boolean =>
  byte !== undefined && !isSpace(byte) && !delimiters.has(byte)
const maxDepth = 60

const escapes: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 }

/** Reads PDF objects from a buffer; `at` is the place it has come to. */
export class PdfReader {
  readonly bytes: Buffer
  at: number

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes
    this.at = at
  }

  skipSpace(): void {
    for (;;) {
      while (isSpace(this.bytes[this.at])) this.at++
      if (this.bytes[this.at] !== 0x25) return
      while (this.at < this.bytes.length && this.bytes[this.at] !== 0x0a && this.bytes[this.at] !== 0x0d) this.at++
    }
  }

  /** The next run of regular characters, without moving past white space first. */
  token(): string {
    const from = this.at
    while (isRegular(this.bytes[this.at])) this.at++
    return this.bytes.toString('latin1', from, this.at)
  }

  /** Takes `word` when it comes next. */
  takes(word: string): boolean {
    this.skipSpace()
    if (this.bytes.toString('latin1', this.at, this.at + word.length) !== word) return false
    this.at += word.length
    return true
  }

  value(depth = 0): PdfValue {
    if (depth > maxDepth) throw fail('nested too deep')
    this.skipSpace()
    const sign = this.bytes[this.at]
    if (sign === 0x2f) return { kind: 'name', name: this.name() }
    if (sign === 0x28) return this.literal()
    if (sign === 0x5b) return this.array(depth)
    if (sign === 0x3c) return this.bytes[this.at + 1] === 0x3c ? this.dict(depth) : this.hex()
    return this.word()
  }

  private name(): string {
    this.at++
    return this.token().replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
  }

  private word(): PdfValue {
    const word = this.token()
    if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' }
    if (word === 'null') return pdfNull
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) throw fail(`unknown word at ${this.at}`)
    return this.reference(word) ?? { kind: 'number', text: word }
  }

  private reference(word: string): PdfValue | undefined {
    if (!/^\d+$/.test(word)) return undefined
    const back = this.at
    this.skipSpace()
    const gen = this.token()
    if (/^\d+$/.test(gen)) {
      this.skipSpace()
      if (this.token() === 'R') return { kind: 'ref', num: Number(word), gen: Number(gen) }
    }
    this.at = back
    return undefined
  }

  private array(depth: number): PdfValue {
    this.at++
    const items: PdfValue[] = []
    while (!this.takes(']')) items.push(this.value(depth + 1))
    return { kind: 'array', items }
  }

  private dict(depth: number): PdfDict {
    this.at += 2
    const entries = new Map<string, PdfValue>()
    while (!this.takes('>>')) {
      this.skipSpace()
      if (this.bytes[this.at] !== 0x2f) throw fail(`no key at ${this.at}`)
      const key = this.name()
      // Readers differ on which of two equal keys counts: a file with both could show two faces.
      if (entries.has(key)) throw fail(`key ${key} twice`)
      entries.set(key, this.value(depth + 1))
    }
    return { kind: 'dict', entries }
  }

  private hex(): PdfString {
    const from = this.at
    const end = this.bytes.indexOf(0x3e, from)
    if (end < 0) throw fail('open hex string')
    this.at = end + 1
    const digits = this.bytes.toString('latin1', from + 1, end).replace(/[\s\0]+/g, '')
    if (!/^[0-9a-fA-F]*$/.test(digits)) throw fail('hex string')
    const bytes = Buffer.from(digits.length % 2 ? `${digits}0` : digits, 'hex')
    return { kind: 'string', bytes, hex: true, from, to: this.at }
  }

  private literal(): PdfString {
    const from = this.at++
    const out: number[] = []
    for (let open = 1; ; this.at++) {
      const byte = this.bytes[this.at]
      if (byte === undefined) throw fail('open string')
      if (byte === 0x5c) {
        this.escape(out)
        continue
      }
      if (byte === 0x28) open++
      if (byte === 0x29 && --open === 0) break
      out.push(byte)
    }
    this.at++
    return { kind: 'string', bytes: Buffer.from(out), hex: false, from, to: this.at }
  }

  private escape(out: number[]): void {
    const next = String.fromCharCode(this.bytes[++this.at] ?? 0)
    const octal = /^[0-7]{1,3}/.exec(this.bytes.toString('latin1', this.at, this.at + 3))?.[0]
    if (octal) {
      out.push(Number.parseInt(octal, 8) & 0xff)
      this.at += octal.length - 1
    } else if (next === '\r' || next === '\n') {
      if (next === '\r' && this.bytes[this.at + 1] === 0x0a) this.at++
    } else out.push(escapes[next] ?? next.charCodeAt(0))
  }
}
