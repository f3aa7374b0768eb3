// A page of words: for each word its length, its letters in UTF-8, how many places it has, and the places within a
// block of 65,536. Many places are a field of bits, few are numbers of two bytes.

import type { Steps } from '#kernel/steps.ts'

const blockBits = 16
/** Entries of a list that one page speaks of. */
export const blockSize = 1 << blockBits
const fieldBytes = blockSize / 8
const mostNumbers = fieldBytes / 2
/** Places between which others are served. */
const stepPlaces = 100_000
/** Letters of the head of a page. */
const headLetters = 3
/** Letters by which a word is known; the entry itself tells the rest. */
const mostLetters = 60

/** Places that a page knows of each word; in no order, and more than once. */
export type PlacesOfWords = Map<string, number[]>

export const blockOf = (position: number) => position >> blockBits
export const placeIn = (position: number) => position & (blockSize - 1)
export const positionOf = (block: number, place: number) => block * blockSize + place

const hasPairs = /[\ud800-\udfff]/
const firstLetters = (word: string, count: number) =>
  hasPairs.test(word) ? [...word].slice(0, count).join('') : word.slice(0, count)

/** A word as it stands in a page, and as it is looked for. */
export const knownPart = (word: string) => firstLetters(word, mostLetters)

/** The page in which a word is looked for. */
export const headOf = (word: string) => firstLetters(word, headLetters)

/** By head. */
export type Pages = Map<string, PlacesOfWords>

/** Words as pages; the pages of one and two letters say where any word begins with them. Stops now and then. */
export function* pagesOf(words: PlacesOfWords): Steps<Pages> {
  const pages: Pages = new Map()
  const fields = new Map<string, Uint8Array>()
  let marked = 0
  for (const [word, places] of words) {
    const two = firstLetters(word, 2)
    for (const short of new Set([firstLetters(word, 1), two])) {
      const field = fields.get(short) ?? emptyField()
      fields.set(short, field)
      for (const place of places) mark(field, place)
    }
    const head = headOf(word)
    if (head !== two) pages.set(head, (pages.get(head) ?? new Map()).set(word, places))
    marked += places.length + 10
    if (marked > stepPlaces) yield
    if (marked > stepPlaces) marked = 0
  }
  for (const [short, field] of fields) {
    pages.set(short, new Map([[short, placesIn(field)]]))
    yield
  }
  return pages
}

export function encodePage(words: PlacesOfWords): Buffer {
  const parts: Buffer[] = []
  for (const [word, places] of words) {
    const letters = Buffer.from(word, 'utf8')
    const data = encodePlaces(places)
    const count = data.length === fieldBytes ? mostNumbers : data.length / 2
    parts.push(Buffer.from([letters.length, count & 255, count >> 8]), letters, data)
  }
  return Buffer.concat(parts)
}

function encodePlaces(places: readonly number[]): Buffer {
  const once = ascending(places)
  if (once.length < mostNumbers) return Buffer.from(once.flatMap((place) => [place & 255, place >> 8]))
  const field = Buffer.alloc(fieldBytes)
  for (const place of once) mark(field, place)
  return field
}

/** Each place once, in order; mostly they are so already. */
function ascending(places: readonly number[]): readonly number[] {
  for (let at = 1; at < places.length; at++)
    if ((places[at] ?? 0) <= (places[at - 1] ?? 0)) return [...new Set(places)].sort((a, b) => a - b)
  return places
}

function mark(field: Uint8Array, place: number): void {
  const at = place >> 3
  field[at] = (field[at] ?? 0) | (1 << (place & 7))
}

interface WordInPage {
  /** Where its letters begin and end, and its places end. */
  readonly from: number
  readonly end: number
  readonly next: number
}

function* wordsIn(page: Buffer): Generator<WordInPage> {
  for (let at = 0; at < page.length; ) {
    const from = at + 3
    const end = from + page.readUInt8(at)
    const next = end + Math.min(page.readUInt16LE(at + 1) * 2, fieldBytes)
    yield { from, end, next }
    at = next
  }
}

export function decodePage(page: Buffer): PlacesOfWords {
  const words: PlacesOfWords = new Map()
  for (const { from, end, next } of wordsIn(page)) {
    words.set(page.toString('utf8', from, end), decodePlaces(page.subarray(end, next)))
  }
  return words
}

function decodePlaces(data: Buffer): number[] {
  if (data.length === fieldBytes) return placesIn(data)
  return Array.from({ length: data.length / 2 }, (_, at) => data.readUInt16LE(at * 2))
}

/** Marks the places of all words of a page that begin with `letters`. */
export function markWords(page: Buffer, letters: Buffer, field: Uint8Array): void {
  for (const { from, end, next } of wordsIn(page)) {
    const begins =
      end - from >= letters.length && page.compare(letters, 0, letters.length, from, from + letters.length)
    if (begins === 0) markPlaces(page.subarray(end, next), field)
  }
}

function markPlaces(data: Buffer, field: Uint8Array): void {
  if (data.length === fieldBytes)
    for (let at = 0; at < fieldBytes; at++) field[at] = (field[at] ?? 0) | (data[at] ?? 0)
  else for (let at = 0; at < data.length; at += 2) mark(field, data.readUInt16LE(at))
}

export const emptyField = () => new Uint8Array(fieldBytes)

/** Leaves what both have. */
export function keepCommon(field: Uint8Array, other: Uint8Array): void {
  for (let at = 0; at < fieldBytes; at++) field[at] = (field[at] ?? 0) & (other[at] ?? 0)
}

/** In ascending order. */
export function placesIn(field: Uint8Array): number[] {
  const places: number[] = []
  for (let at = 0; at < fieldBytes; at++)
    for (let bits = field[at] ?? 0, bit = 0; bits !== 0; bits >>= 1, bit++) if (bits & 1) places.push(at * 8 + bit)
  return places
}
