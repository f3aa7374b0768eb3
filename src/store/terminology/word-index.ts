import { sql } from 'kysely'
import type { Entry, EntryExtra } from '#fhir/terminology/entry.ts'
import { searchWords } from '#fhir/terminology/fitting-text.ts'
import { finishInTurns } from '#kernel/steps.ts'
import type { Context } from '#platform/context.ts'
import { pause } from '#platform/pause.ts'
import {
  blockOf,
  decodePage,
  emptyField,
  encodePage,
  headOf,
  keepCommon,
  knownPart,
  markWords,
  type Pages,
  type PlacesOfWords,
  pagesOf,
  placeIn,
  placesIn,
  positionOf,
} from './word-page.ts'

/** An entry with its texts. */
export interface Worded {
  readonly position: number
  readonly code: string
  readonly texts: readonly string[]
}

/** The texts that an entry is found by. */
export function textsOf({
  name,
  nameEn,
  synonyms,
  extra,
}: Pick<Entry, 'name' | 'nameEn' | 'synonyms'> & { readonly extra?: EntryExtra | null }): readonly string[] {
  return [name, nameEn, ...synonyms, ...(extra?.designation ?? []).map((one) => one.value)]
}

/** Written words that are remembered folded: most words of a list come again and again. */
const mostRemembered = 50_000
/** Bytes of pages that go in one statement. */
const mostBytes = 1_000_000
/** Pages between which others are served. */
const stepPages = 20

/** Collects the words of the entries that a load adds to a list, a block at a time. */
export class WordWriter {
  readonly #list: string
  #block = 0
  #words: PlacesOfWords = new Map()
  /** Places of the words of a written word. */
  #remembered = new Map<string, readonly number[][]>()

  constructor(list: string) {
    this.#list = list
  }

  async add(ctx: Context, entries: readonly Worded[]): Promise<void> {
    for (const { position, code, texts } of entries) {
      if (blockOf(position) !== this.#block) await this.flush(ctx)
      this.#block = blockOf(position)
      const place = placeIn(position)
      note(this.#placesOf(code), place)
      for (const text of texts) for (const written of text.split(' ')) note(this.#recall(written), place)
    }
  }

  #recall(written: string): readonly number[][] {
    const known = this.#remembered.get(written)
    if (known) return known
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear()
    const made = this.#placesOf(written)
    this.#remembered.set(written, made)
    return made
  }

  #placesOf(text: string): readonly number[][] {
    return searchWords(text).map((word) => {
      const known = knownPart(word)
      const places = this.#words.get(known) ?? []
      this.#words.set(known, places)
      return places
    })
  }

  /** Adds what is held to the pages of the list. */
  async flush(ctx: Context): Promise<void> {
    if (this.#words.size === 0) return
    const pages = await finishInTurns(pagesOf(this.#words))
    await mergeStored(ctx, this.#list, this.#block, pages)
    await writePages(ctx, this.#list, this.#block, pages)
    this.#words = new Map()
    this.#remembered = new Map()
  }
}

function note(words: readonly number[][], place: number): void {
  for (const places of words) if (places.at(-1) !== place) places.push(place)
}

async function mergeStored(ctx: Context, list: string, block: number, pages: Pages): Promise<void> {
  const { rows } = await sql<{ head: string; words: Buffer }>`
    select head, words from concept_word
    where facility = ${ctx.facility} and system = ${list} and block = ${block}
      and head = any(${[...pages.keys()]})`.execute(ctx.db)
  for (const [at, { head, words }] of rows.entries()) {
    const page = pages.get(head)
    for (const [word, places] of decodePage(words)) page?.set(word, places.concat(page.get(word) ?? []))
    if (at % stepPages === 0) await pause()
  }
}

async function writePages(ctx: Context, list: string, block: number, pages: Pages): Promise<void> {
  let heads: string[] = []
  let encoded: string[] = []
  let bytes = 0
  const send = async () => {
    await sql`
      insert into concept_word (facility, system, head, block, words)
      select ${ctx.facility}, ${list}, head, ${block}, decode(words, 'base64')
      from unnest(${heads}::text[], ${encoded}::text[]) as u(head, words)
      on conflict (facility, system, head, block) do update set words = excluded.words`.execute(ctx.db)
    heads = []
    encoded = []
    bytes = 0
  }
  for (const [head, words] of pages) {
    const page = encodePage(words)
    heads.push(head)
    encoded.push(page.toString('base64'))
    bytes += page.length
    if (bytes > mostBytes) await send()
    if (heads.length % stepPages === 0) await pause()
  }
  if (heads.length > 0) await send()
}

/** Positions of entries that may have the words; the entries themselves tell whether they do. */
export class Places {
  /** In ascending order; what a block has is worked out when it is asked for. */
  readonly #blocks: readonly (readonly [block: number, places: () => readonly number[]])[]

  constructor(blocks: readonly (readonly [block: number, places: () => readonly number[]])[]) {
    this.#blocks = blocks.toSorted(([a], [b]) => a - b)
  }

  *[Symbol.iterator](): Generator<number> {
    for (const [block, places] of this.#blocks) for (const place of places()) yield positionOf(block, place)
  }

  isMoreThan(count: number): boolean {
    let found = 0
    for (const [, places] of this.#blocks) {
      found += places().length
      if (found > count) return true
    }
    return false
  }

  /** In ascending order, so many at a time and then twice as many. */
  *pieces(size: number, most: number): Generator<readonly number[]> {
    let waiting: number[] = []
    let now = size
    for (const position of this) {
      waiting.push(position)
      if (waiting.length < now) continue
      yield waiting
      waiting = []
      now = Math.min(now * 2, most)
    }
    if (waiting.length > 0) yield waiting
  }
}

/** Where all of the typed words may begin a word. */
export async function findPlaces(ctx: Context, list: string, typed: readonly string[]): Promise<Places> {
  const looked = typed.map((word) => ({ head: headOf(word), letters: Buffer.from(knownPart(word), 'utf8') }))
  const { rows } = await sql<{ head: string; block: number; words: Buffer }>`
    select head, block, words from concept_word
    where facility = ${ctx.facility} and system = ${list}
      and head = any(${looked.map((one) => one.head)})`.execute(ctx.db)
  const blocks = [...Map.groupBy(rows, (row) => row.block)]
  return new Places(
    blocks.map(([block, pages]) => {
      let places: readonly number[] | undefined
      const work = () => placesIn(fieldOf(looked, new Map(pages.map((row) => [row.head, row.words]))))
      return [
        block,
        () => {
          places ??= work()
          return places
        },
      ]
    }),
  )
}

interface Looked {
  readonly head: string
  readonly letters: Buffer
}

function fieldOf(looked: readonly Looked[], pages: ReadonlyMap<string, Buffer>): Uint8Array {
  const [first = emptyField(), ...others] = looked.map(({ head, letters }) => {
    const field = emptyField()
    const page = pages.get(head)
    if (page) markWords(page, letters, field)
    return field
  })
  for (const other of others) keepCommon(first, other)
  return first
}
