/** PDF objects (ISO 32000-1 §7.3), as read from a file and as written into one. */
export type PdfValue =
  | PdfNull
  | PdfBoolean
  | PdfNumber
  | PdfName
  | PdfString
  | PdfArray
  | PdfDict
  | PdfRef
  | PdfStream

export interface PdfNull {
  readonly kind: 'null'
}
export interface PdfBoolean {
  readonly kind: 'boolean'
  readonly value: boolean
}
/** The lexeme is kept, so that a copied object stays byte for byte the same number. */
export interface PdfNumber {
  readonly kind: 'number'
  readonly text: string
}
export interface PdfName {
  readonly kind: 'name'
  readonly name: string
}
export interface PdfString {
  readonly kind: 'string'
  readonly bytes: Buffer
  readonly hex: boolean
  /** Where it stands in the file, delimiters included. Only for strings read from the file itself. */
  readonly from?: number
  readonly to?: number
}
export interface PdfArray {
  readonly kind: 'array'
  readonly items: readonly PdfValue[]
}
export interface PdfDict {
  readonly kind: 'dict'
  readonly entries: ReadonlyMap<string, PdfValue>
}
export interface PdfRef {
  readonly kind: 'ref'
  readonly num: number
  readonly gen: number
}
export interface PdfStream {
  readonly kind: 'stream'
  readonly dict: PdfDict
  /** Still encoded by the filters that the dictionary names. */
  readonly raw: Buffer
}

export const pdfNull: PdfNull = { kind: 'null' }
export const num = (value: number): PdfNumber => ({
  kind: 'number',
  text: String(Math.round(value * 1000) / 1000),
})
export const name = (text: string): PdfName => ({ kind: 'name', name: text })
export const ref = (objectNumber: number, gen = 0): PdfRef => ({ kind: 'ref', num: objectNumber, gen })
export const array = (...items: readonly PdfValue[]): PdfArray => ({ kind: 'array', items })
export const hexString = (bytes: Buffer): PdfString => ({ kind: 'string', bytes, hex: true })

/** A text string: UTF-16 with byte order mark, which every reader understands (§7.9.2.2). */
export function text(value: string): PdfString {
  const utf16 = Buffer.from(value, 'utf16le').swap16()
  return { kind: 'string', bytes: Buffer.concat([Buffer.from([0xfe, 0xff]), utf16]), hex: true }
}

export function dict(entries: Readonly<Record<string, PdfValue | undefined>>): PdfDict {
  const given = Object.entries(entries).filter((entry): entry is [string, PdfValue] => entry[1] !== undefined)
  return { kind: 'dict', entries: new Map(given) }
}

/** `base` with some entries replaced or added. */
export function withEntries(base: PdfDict, entries: Readonly<Record<string, PdfValue>>): PdfDict {
  return { kind: 'dict', entries: new Map([...base.entries, ...Object.entries(entries)]) }
}

/** Text of a text string: UTF-16, UTF-8 with mark, else Latin-1. */
export function readText(value: PdfValue | undefined): string | undefined {
  if (value?.kind !== 'string') return undefined
  const { bytes } = value
  if (bytes[0] === 0xfe && bytes[1] === 0xff && bytes.length % 2 === 0)
    return Buffer.from(bytes.subarray(2)).swap16().toString('utf16le')
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3).toString('utf8')
  return bytes.toString('latin1')
}
