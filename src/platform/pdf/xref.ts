import { inflateSync } from 'node:zlib'
import type { PdfDict, PdfStream, PdfValue } from './objects.ts'
import { PdfReader, pdfErrors } from './parse.ts'

/** Where an object stands: in the file, packed in an object stream, or nowhere any more. */
export type Place =
  | { readonly kind: 'file'; readonly at: number; readonly gen: number }
  | { readonly kind: 'packed'; readonly stream: number; readonly index: number }
  | { readonly kind: 'free' }

/** One cross-reference section: what one revision of the file added or changed. */
export interface Section {
  readonly at: number
  readonly trailer: PdfDict
  readonly places: ReadonlyMap<number, Place>
  readonly form: 'table' | 'stream'
}

const fail = (reason: string) => pdfErrors.malformed({ reason })
const maxSections = 200
const mostEntries = 1_000_000

/** Offset of the newest section, from the end of the file. */
export function startOfXref(bytes: Buffer): number {
  const at = bytes.lastIndexOf('startxref')
  if (at < 0 || bytes.length - at > 2048) throw fail('no startxref at the end')
  const reader = new PdfReader(bytes, at + 9)
  reader.skipSpace()
  const offset = Number(reader.token())
  if (!Number.isInteger(offset) || offset < 0 || offset >= bytes.length) throw fail('startxref')
  return offset
}

/** Where no number stands nothing is read on: a table that begins with anything else would never end. */
function wholeNumber(reader: PdfReader): number {
  reader.skipSpace()
  const word = reader.token()
  if (!/^\d{1,10}$/.test(word)) throw fail('cross-reference table')
  return Number(word)
}

function readTable(at: number, reader: PdfReader): Section {
  const places = new Map<number, Place>()
  while (!reader.takes('trailer')) {
    const [first, count] = [wholeNumber(reader), wholeNumber(reader)]
    if (count > mostEntries) throw fail('cross-reference table')
    for (let i = 0; i < count; i++) {
      reader.skipSpace()
      const offset = Number(reader.token())
      reader.skipSpace()
      const gen = Number(reader.token())
      reader.skipSpace()
      const sign = reader.token()
      if (sign !== 'n' && sign !== 'f') throw fail('cross-reference entry')
      places.set(first + i, sign === 'n' ? { kind: 'file', at: offset, gen } : { kind: 'free' })
    }
  }
  const trailer = reader.value()
  if (trailer.kind !== 'dict') throw fail('trailer')
  if (trailer.entries.has('XRefStm')) throw pdfErrors.unsupported({ feature: 'a hybrid cross-reference' })
  return { at, trailer, places, form: 'table' }
}

const numbers = (value: PdfValue | undefined): number[] =>
  value?.kind === 'array'
    ? value.items.map((item) => (item.kind === 'number' ? Number(item.text) : Number.NaN))
    : []

/** Undoes the PNG "up" predictor (§7.4.4.4), the one that cross-reference streams use. */
function unpredict(bytes: Buffer, columns: number): Buffer {
  const rows = Math.floor(bytes.length / (columns + 1))
  const out = Buffer.alloc(rows * columns)
  for (let row = 0; row < rows; row++) {
    const kind = bytes[row * (columns + 1)]
    if (kind !== 0 && kind !== 2) throw pdfErrors.unsupported({ feature: 'another predictor' })
    for (let i = 0; i < columns; i++) {
      const above = kind === 2 && row > 0 ? (out[(row - 1) * columns + i] ?? 0) : 0
      out[row * columns + i] = ((bytes[row * (columns + 1) + 1 + i] ?? 0) + above) & 0xff
    }
  }
  return out
}

function streamBytes(stream: PdfStream): Buffer {
  const filter = stream.dict.entries.get('Filter')
  const plain = filter ? inflateSync(stream.raw, { maxOutputLength: 64 * 1024 * 1024 }) : stream.raw
  const parms = stream.dict.entries.get('DecodeParms')
  if (parms?.kind !== 'dict') return plain
  const [predictor, columns] = ['Predictor', 'Columns'].map((key) => {
    const found = parms.entries.get(key)
    return found?.kind === 'number' ? Number(found.text) : 1
  })
  return (predictor ?? 1) >= 10 ? unpredict(plain, columns ?? 1) : plain
}

function placeOf(kind: number, second: number, third: number): Place {
  if (kind === 0) return { kind: 'free' }
  if (kind === 1) return { kind: 'file', at: second, gen: third }
  if (kind === 2) return { kind: 'packed', stream: second, index: third }
  throw fail('cross-reference entry')
}

/** Entries of no bytes would never come to the end of the stream. */
function widthsOf(stream: PdfStream): readonly [number, number, number] {
  const [w0 = 0, w1 = 0, w2 = 0] = numbers(stream.dict.entries.get('W'))
  const sound = [w0, w1, w2].every((width) => Number.isInteger(width) && width >= 0 && width <= 6)
  if (!sound || w0 + w1 + w2 === 0) throw fail('cross-reference stream')
  return [w0, w1, w2]
}

function readStream(at: number, stream: PdfValue): Section {
  if (stream.kind !== 'stream') throw fail('cross-reference stream')
  const [w0, w1, w2] = widthsOf(stream)
  const bytes = streamBytes(stream)
  const size = numbers({ kind: 'array', items: [stream.dict.entries.get('Size') ?? { kind: 'null' }] })[0] ?? 0
  const index = numbers(stream.dict.entries.get('Index'))
  const ranges = index.length > 0 ? index : [0, size]
  const places = new Map<number, Place>()
  const field = (from: number, width: number) => (width === 0 ? undefined : bytes.readUIntBE(from, width))
  let from = 0
  for (let i = 0; i + 1 < ranges.length; i += 2)
    for (let n = 0; n < (ranges[i + 1] ?? 0); n++, from += w0 + w1 + w2) {
      if (from + w0 + w1 + w2 > bytes.length) throw fail('cross-reference stream')
      places.set(
        (ranges[i] ?? 0) + n,
        placeOf(field(from, w0) ?? 1, field(from + w0, w1) ?? 0, field(from + w0 + w1, w2) ?? 0),
      )
    }
  return { at, trailer: stream.dict, places, form: 'stream' }
}

/** All sections from the newest to the oldest. */
export function readSections(bytes: Buffer, objectAt: (at: number) => PdfValue): Section[] {
  const sections: Section[] = []
  const seen = new Set<number>()
  for (let at: number | undefined = startOfXref(bytes); at !== undefined; ) {
    if (seen.has(at) || sections.length >= maxSections) throw fail('circle of cross-references')
    seen.add(at)
    const reader = new PdfReader(bytes, at)
    const section: Section = reader.takes('xref') ? readTable(at, reader) : readStream(at, objectAt(at))
    sections.push(section)
    const previous = section.trailer.entries.get('Prev')
    at = previous?.kind === 'number' ? Number(previous.text) : undefined
  }
  return sections
}
