import { fold } from '#kernel/fold.ts'
import { foldInPlace, nearlyBegins, untelex, wordsOf } from './folded-text.ts'
import { beginningWith, codeKey, type Indexed, type Searchable, type SearchIndex } from './search-index.ts'

/** How an entry was found, best first. */
export const reasons = [
  'code',
  'synonym',
  'codeStart',
  'usedHere',
  'nameStart',
  'synonymStart',
  'initials',
  'words',
  'english',
  'spelling',
] as const
export type Reason = (typeof reasons)[number]

export interface Hit<T extends Searchable> {
  readonly item: T
  readonly reason: Reason
  /** The synonym or abbreviation that was meant. */
  readonly synonym?: string
  /** Places in the name that fit what was typed: from, to. */
  readonly ranges: readonly (readonly [number, number])[]
  readonly uses: number
}

export interface SearchOptions {
  readonly limit: number
  /** How often each code is chosen here. */
  readonly uses?: ReadonlyMap<string, number>
}

interface Match {
  readonly reason: Reason
  readonly synonym?: string
}
type Matches = Map<number, Match>

const rank = (reason: Reason) => reasons.indexOf(reason)

function better(matches: Matches, at: number, match: Match): void {
  const known = matches.get(at)
  if (!known || rank(match.reason) < rank(known.reason)) matches.set(at, match)
}

/** Entries that have, for each typed word, one of the words it may stand for. */
function withAllWords(
  postings: ReadonlyMap<string, readonly number[]>,
  alternatives: readonly (readonly string[])[],
): readonly number[] {
  const sets = alternatives.map((words) => new Set(words.flatMap((word) => postings.get(word) ?? [])))
  const [smallest, ...rest] = sets.sort((a, b) => a.size - b.size)
  return [...(smallest ?? [])].filter((at) => rest.every((set) => set.has(at)))
}

function byCode<T extends Searchable>(index: SearchIndex<T>, typed: string, matches: Matches): void {
  const key = codeKey(typed)
  for (const at of index.byCode.get(key) ?? []) better(matches, at, { reason: 'code' })
  if (!/\d/.test(key) && key.length < 3) return
  for (const code of beginningWith(index.codes, key))
    for (const at of index.byCode.get(code) ?? []) better(matches, at, { reason: 'codeStart' })
}

function bySynonym<T extends Searchable>(index: SearchIndex<T>, typed: string, matches: Matches): void {
  for (const at of index.bySynonym.get(typed) ?? []) {
    const synonym = index.entries[at]?.synonyms.find((one) => one.folded === typed)?.text
    better(matches, at, { reason: 'synonym', ...(synonym ? { synonym } : {}) })
  }
}

function sameWords(folded: string, wanted: ReadonlySet<string>): boolean {
  const words = wordsOf(folded)
  return words.length === wanted.size && words.every((word) => wanted.has(word.text))
}

/** How one entry, known to hold all the words, fits the whole of what was typed. */
function fit<T extends Searchable>(entry: Indexed<T>, typed: string, tokens: readonly string[]): Match {
  if (entry.core.startsWith(typed) || entry.folded.startsWith(typed)) return { reason: 'nameStart' }
  const wanted = new Set(tokens)
  const synonym = entry.synonyms.find((one) => one.folded.startsWith(typed) || sameWords(one.folded, wanted))
  if (synonym) return { reason: 'synonymStart', synonym: synonym.text }
  const words = wordsOf(entry.folded)
  const inName = tokens.every((token) => words.some((word) => word.text.startsWith(token)))
  const through = inName
    ? undefined
    : entry.synonyms.find((one) =>
        tokens.some((token) => wordsOf(one.folded).some((word) => word.text.startsWith(token))),
      )
  return { reason: 'words', ...(through ? { synonym: through.text } : {}) }
}

function byWords<T extends Searchable>(index: SearchIndex<T>, typed: string, matches: Matches): void {
  const tokens = wordsOf(typed).map((word) => word.text)
  if (tokens.length === 0) return
  const found = withAllWords(
    index.byWord,
    tokens.map((token) => beginningWith(index.vocabulary, token)),
  )
  for (const at of found) {
    const entry = index.entries[at]
    if (entry) better(matches, at, fit(entry, typed, tokens))
  }
  const english = withAllWords(
    index.english,
    tokens.map((token) => beginningWith(index.englishVocabulary, token)),
  )
  for (const at of english) better(matches, at, { reason: 'english' })
}

function byInitials<T extends Searchable>(index: SearchIndex<T>, typed: string, matches: Matches): void {
  if (!/^[a-z]{3,8}$/.test(typed)) return
  index.entries.forEach((entry, at) => {
    if (entry.initials.startsWith(typed)) better(matches, at, { reason: 'initials' })
    const synonym = entry.synonyms.find((one) => one.initials === typed)
    if (synonym) better(matches, at, { reason: 'initials', synonym: synonym.text })
  })
}

function bySpelling<T extends Searchable>(index: SearchIndex<T>, typed: string, matches: Matches): void {
  const alternatives = wordsOf(typed).map(({ text }) => {
    const exact = beginningWith(index.vocabulary, text)
    return [...exact, ...index.vocabulary.filter((word) => nearlyBegins(word, text))]
  })
  if (alternatives.length === 0) return
  for (const at of withAllWords(index.byWord, alternatives)) better(matches, at, { reason: 'spelling' })
}

function findMatches<T extends Searchable>(index: SearchIndex<T>, typed: string): Matches {
  const matches: Matches = new Map()
  byCode(index, typed, matches)
  bySynonym(index, typed, matches)
  byWords(index, typed, matches)
  byInitials(index, typed, matches)
  if (matches.size > 0) return matches
  const decoded = untelex(typed)
  if (decoded !== typed) {
    bySynonym(index, decoded, matches)
    byWords(index, decoded, matches)
  }
  if (matches.size === 0) bySpelling(index, typed, matches)
  return matches
}

function rangesIn(folded: string, typed: string): readonly (readonly [number, number])[] {
  const tokens = wordsOf(typed).map((word) => word.text)
  return wordsOf(folded).flatMap(({ text, at }) => {
    const token = tokens.filter((one) => text.startsWith(one)).sort((a, b) => b.length - a.length)[0]
    if (token) return [[at, at + token.length] as const]
    return tokens.some((one) => nearlyBegins(text, one)) ? [[at, at + text.length] as const] : []
  })
}

/** Letters from the first to the last typed word in a name: words that stand together fit better. */
function spanIn(folded: string, typed: string): number {
  const ranges = rangesIn(folded, typed)
  const from = Math.min(...ranges.map(([start]) => start))
  const to = Math.max(...ranges.map(([, end]) => end))
  return ranges.length < wordsOf(typed).length ? folded.length : to - from
}

interface Typed {
  readonly folded: string
  /** As it was typed, when it has accents. */
  readonly accented: string | undefined
}

interface Ranked<T extends Searchable> extends Match {
  readonly entry: Indexed<T>
  readonly uses: number
  readonly order: readonly number[]
}

/** Entries chosen here before go above those that only fit by name. */
function effective(match: Match, uses: number): number {
  const own = rank(match.reason)
  return uses > 0 && own > rank('usedHere') && match.reason !== 'spelling' ? rank('usedHere') : own
}

function ranked<T extends Searchable>(entry: Indexed<T>, match: Match, uses: number, typed: Typed): Ranked<T> {
  const { item } = entry
  const texts = [item.name, ...item.synonyms]
  const exactAccents =
    typed.accented !== undefined && texts.some((text) => text.toLowerCase().includes(typed.accented ?? ''))
  const order = [
    effective(match, uses),
    typed.accented === undefined || exactAccents ? 0 : 1,
    item.selectable === false ? 1 : 0,
    -uses,
    item.last ? 1 : 0,
    match.reason === 'words' || match.reason === 'spelling' ? spanIn(entry.folded, typed.folded) : 0,
    // Codes that share an abbreviation stay in the order of the book.
    match.reason === 'synonym' ? 0 : entry.folded.length,
  ]
  return { ...match, entry, uses, order }
}

function compare<T extends Searchable>(a: Ranked<T>, b: Ranked<T>): number {
  for (let i = 0; i < a.order.length; i++) {
    const difference = (a.order[i] ?? 0) - (b.order[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.entry.item.code < b.entry.item.code ? -1 : 1
}

/**
 * Finds entries by code with or without dot, abbreviation, words in any order, initials, with or without
 * accents; by raw Telex keys and with one wrong letter when nothing else fits. Nothing typed: most used here.
 */
export function search<T extends Searchable>(
  index: SearchIndex<T>,
  text: string,
  options: SearchOptions,
): readonly Hit<T>[] {
  const typed = fold(text)
  const uses = options.uses ?? new Map<string, number>()
  const matches = typed === '' ? mostUsed(index, uses) : findMatches(index, typed)
  const lower = text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()
  const accented = foldInPlace(lower) === lower ? undefined : lower
  const wanted = { folded: typed, accented }
  const list: Ranked<T>[] = []
  for (const [at, match] of matches) {
    const entry = index.entries[at]
    if (entry) list.push(ranked(entry, match, uses.get(entry.item.code) ?? 0, wanted))
  }
  return list
    .sort(compare)
    .slice(0, options.limit)
    .map(({ entry, reason, synonym, uses: times }) => ({
      item: entry.item,
      reason,
      ...(synonym ? { synonym } : {}),
      ranges: rangesIn(entry.folded, typed),
      uses: times,
    }))
}

function mostUsed<T extends Searchable>(index: SearchIndex<T>, uses: ReadonlyMap<string, number>): Matches {
  const matches: Matches = new Map()
  for (const code of uses.keys())
    for (const at of index.byCode.get(codeKey(code)) ?? []) matches.set(at, { reason: 'usedHere' })
  return matches
}
