import { inflateSync } from 'node:zlib'
import type { PdfDict, PdfRef, PdfStream, PdfValue } from './objects.ts'
import { pdfNull } from './objects.ts'
import { PdfReader, pdfErrors } from './parse.ts'
import { type Place, readSections, type Section } from './xref.ts'

const fail = (reason: string) => pdfErrors.malformed({ reason })
const maxStream = 64 * 1024 * 1024
/** All object streams of a file together, decoded; each is decoded once. */
const maxPacked = 256 * 1024 * 1024
const mostNodes = 50_000

/** A PDF file as its last revision shows it. */
export class PdfDocument {
  readonly bytes: Buffer
  /** Newest first. */
  readonly sections: readonly Section[]
  /** Where each object stands now; an object freed later is absent. */
  readonly places: ReadonlyMap<number, Place>
  readonly trailer: PdfDict
  readonly #cache = new Map<number, PdfValue>()
  readonly #packs = new Map<number, { stream: PdfStream; bytes: Buffer }>()
  #packedBytes = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
    this.sections = readSections(bytes, (at) => this.#objectAt(at).value)
    const newest = this.sections[0]
    if (!newest) throw fail('no cross-reference')
    this.trailer = newest.trailer
    const places = new Map<number, Place>()
    for (const section of this.sections)
      for (const [num, place] of section.places) if (!places.has(num)) places.set(num, place)
    for (const [num, place] of places) if (place.kind === 'free') places.delete(num)
    this.places = places
  }

  /** The object a reference names; anything else stays itself. */
  resolve(value: PdfValue | undefined): PdfValue {
    let current = value ?? pdfNull
    for (let hops = 0; current.kind === 'ref'; hops++) {
      if (hops > 20) throw fail('circle of references')
      current = this.object(current.num)
    }
    return current
  }

  object(num: number): PdfValue {
    const known = this.#cache.get(num)
    if (known) return known
    const place = this.places.get(num)
    const value = place ? this.#read(num, place) : pdfNull
    this.#cache.set(num, value)
    return value
  }

  dict(value: PdfValue | undefined): PdfDict {
    const found = this.resolve(value)
    if (found.kind === 'stream') return found.dict
    if (found.kind !== 'dict') throw fail('no dictionary where one must be')
    return found
  }

  /** Entry of a dictionary, resolved; undefined when absent or null. */
  entry(of: PdfDict, key: string): PdfValue | undefined {
    const found = this.resolve(of.entries.get(key))
    return found.kind === 'null' ? undefined : found
  }

  number(of: PdfDict, key: string): number | undefined {
    const found = this.entry(of, key)
    return found?.kind === 'number' ? Number(found.text) : undefined
  }

  name(of: PdfDict, key: string): string | undefined {
    const found = this.entry(of, key)
    return found?.kind === 'name' ? found.name : undefined
  }

  items(value: PdfValue | undefined): readonly PdfValue[] {
    const found = this.resolve(value)
    return found.kind === 'array' ? found.items : []
  }

  get root(): PdfRef {
    const found = this.trailer.entries.get('Root')
    if (found?.kind !== 'ref') throw fail('no root')
    return found
  }

  get catalog(): PdfDict {
    return this.dict(this.root)
  }

  /** References of the pages, in order. */
  pages(): PdfRef[] {
    const found: PdfRef[] = []
    const met = new Set<number>()
    const walk = (node: PdfValue | undefined, depth: number): void => {
      if (depth > 30 || node?.kind !== 'ref' || met.has(node.num)) throw fail('page tree')
      if (met.add(node.num).size > mostNodes) throw fail(`more than ${mostNodes} pages`)
      const page = this.dict(node)
      const kids = page.entries.get('Kids')
      if (kids) for (const kid of this.items(kids)) walk(kid, depth + 1)
      else found.push(node)
    }
    walk(this.catalog.entries.get('Pages'), 0)
    return found
  }

  /** Decoded bytes of a stream; only Flate without predictor, or no filter. */
  decoded(stream: PdfStream): Buffer {
    const filter = this.name(stream.dict, 'Filter')
    if (filter === undefined && !stream.dict.entries.has('Filter')) return stream.raw
    if (filter !== 'FlateDecode') throw pdfErrors.unsupported({ feature: 'another stream filter' })
    return inflateSync(stream.raw, { maxOutputLength: maxStream })
  }

  #read(num: number, place: Place): PdfValue {
    if (place.kind === 'free') return pdfNull
    if (place.kind === 'packed') return this.#packed(place.stream, place.index)
    const found = this.#objectAt(place.at)
    if (found.num !== num) throw fail(`object ${num} is not where it should be`)
    return found.value
  }

  #pack(num: number): { stream: PdfStream; bytes: Buffer } {
    const known = this.#packs.get(num)
    if (known) return known
    const stream = this.object(num)
    if (stream.kind !== 'stream') throw fail('object stream')
    const pack = { stream, bytes: this.decoded(stream) }
    this.#packs.set(num, pack)
    this.#packedBytes += pack.bytes.length
    if (this.#packedBytes > maxPacked) throw fail('object streams too large')
    return pack
  }

  #packed(streamNumber: number, index: number): PdfValue {
    const { stream, bytes } = this.#pack(streamNumber)
    const header = new PdfReader(bytes)
    let offset = 0
    for (let i = 0; i <= index; i++) {
      header.skipSpace()
      header.token()
      header.skipSpace()
      offset = Number(header.token())
    }
    return new PdfReader(bytes, (this.number(stream.dict, 'First') ?? 0) + offset).value()
  }

  #objectAt(at: number): { num: number; value: PdfValue } {
    const reader = new PdfReader(this.bytes, at)
    reader.skipSpace()
    const num = Number(reader.token())
    reader.skipSpace()
    reader.token()
    if (!Number.isInteger(num) || !reader.takes('obj')) throw fail(`no object at ${at}`)
    const value = reader.value()
    if (value.kind !== 'dict' || !reader.takes('stream')) return { num, value }
    if (this.bytes[reader.at] === 0x0d) reader.at++
    if (this.bytes[reader.at] === 0x0a) reader.at++
    const size = this.places ? this.number(value, 'Length') : directLength(value)
    if (size === undefined || size < 0 || reader.at + size > this.bytes.length) throw fail('stream length')
    return { num, value: { kind: 'stream', dict: value, raw: this.bytes.subarray(reader.at, reader.at + size) } }
  }
}

/** Length while the cross-reference itself is still being read: it must stand there as a number. */
function directLength(of: PdfDict): number | undefined {
  const found = of.entries.get('Length')
  return found?.kind === 'number' ? Number(found.text) : undefined
}
