import { coreOf, foldInPlace, initialsOf, type Word, wordsOf } from './folded-text.ts'

/** What can be looked for. */
export interface Searchable {
  readonly code: string
  readonly name: string
  readonly nameEn: string
  readonly synonyms: readonly string[]
  /** More words to be found by, as the province of a ward; not shown. */
  readonly also?: string
  /** False when a more specific code must be taken. */
  readonly selectable?: boolean
  /** A code that is rarely the one meant goes after its equals. */
  readonly last?: boolean
}

export interface IndexedSynonym {
  readonly text: string
  readonly folded: string
  readonly initials: string
}

export interface Indexed<T extends Searchable> {
  readonly item: T
  /** Folded name, letter by letter below the name. */
  readonly folded: string
  readonly core: string
  readonly initials: string
  readonly words: readonly Word[]
  readonly synonyms: readonly IndexedSynonym[]
}

/** A list in memory: 15,000 entries take about 20 MB and are searched within a few milliseconds. */
export interface SearchIndex<T extends Searchable> {
  readonly entries: readonly Indexed<T>[]
  /** Sorted, so that a prefix is a range. */
  readonly vocabulary: readonly string[]
  readonly byWord: ReadonlyMap<string, readonly number[]>
  readonly english: ReadonlyMap<string, readonly number[]>
  readonly englishVocabulary: readonly string[]
  readonly bySynonym: ReadonlyMap<string, readonly number[]>
  readonly codes: readonly string[]
  readonly byCode: ReadonlyMap<string, readonly number[]>
}

/** A code as it is compared: without dots and blanks, small letters. */
export function codeKey(code: string): string {
  return code.toLowerCase().replace(/[\s.]/g, '')
}

function indexed<T extends Searchable>(item: T): Indexed<T> {
  const folded = foldInPlace(item.name)
  const core = coreOf(folded)
  const synonyms = item.synonyms.map((text) => {
    const synonym = foldInPlace(text)
    return { text, folded: synonym, initials: initialsOf(synonym) }
  })
  return { item, folded, core, initials: initialsOf(core), words: wordsOf(folded), synonyms }
}

type Postings = Map<string, number[]>

function post(postings: Postings, key: string, at: number): void {
  const list = postings.get(key)
  if (!list) postings.set(key, [at])
  else if (list.at(-1) !== at) list.push(at)
}

export function buildSearchIndex<T extends Searchable>(items: readonly T[]): SearchIndex<T> {
  const entries = items.map(indexed)
  const byWord: Postings = new Map()
  const english: Postings = new Map()
  const bySynonym: Postings = new Map()
  const byCode: Postings = new Map()
  entries.forEach((entry, at) => {
    const text = [
      entry.folded,
      ...entry.synonyms.map((synonym) => synonym.folded),
      foldInPlace(entry.item.also ?? ''),
    ]
    for (const word of new Set(wordsOf(text.join(' ')).map((one) => one.text))) post(byWord, word, at)
    for (const word of new Set(wordsOf(foldInPlace(entry.item.nameEn)).map((one) => one.text)))
      post(english, word, at)
    for (const synonym of entry.synonyms) post(bySynonym, synonym.folded, at)
    post(byCode, codeKey(entry.item.code), at)
  })
  return {
    entries,
    vocabulary: [...byWord.keys()].sort(),
    byWord,
    english,
    englishVocabulary: [...english.keys()].sort(),
    bySynonym,
    codes: [...byCode.keys()].sort(),
    byCode,
  }
}

/** Sorted `words` that begin with `prefix`. */
export function beginningWith(words: readonly string[], prefix: string): readonly string[] {
  let low = 0
  let high = words.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((words[middle] ?? '') < prefix) low = middle + 1
    else high = middle
  }
  let end = low
  while (words[end]?.startsWith(prefix)) end++
  return words.slice(low, end)
}
