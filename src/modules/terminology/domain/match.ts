import { nearlyBegins, untelex, wordsOf } from './folded-text.ts'
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

export interface Match {
  readonly reason: Reason
  /** The synonym or abbreviation that was meant. */
  readonly synonym?: string
}

/** Entries by their place in the index. */
export type Matches = Map<number, Match>

export interface Found {
  readonly matches: Matches
  /** What was searched for in the end: with Telex keys read or a wrong letter set right. */
  readonly typed: string
}

export const rank = (reason: Reason): number => reasons.indexOf(reason)

/** Beyond this many names in the first language, English ones add nothing. */
const enough = 50

function better(matches: Matches, at: number, match: Match): void {
  const known = matches.get(at)
  if (!known || rank(match.reason) < rank(known.reason)) matches.set(at, match)
}

/** Entries that have, for each typed word, one of the words it may stand for. */
function withAllWords(
  postings: ReadonlyMap<string, readonly number[]>,
  size: number,
  alternatives: readonly (readonly string[])[],
): readonly number[] {
  const had = new Uint8Array(size)
  alternatives.forEach((words, before) => {
    for (const word of words)
      for (const at of postings.get(word) ?? []) if (had[at] === before) had[at] = before + 1
  })
  const found: number[] = []
  for (let at = 0; at < size; at++) if (had[at] === alternatives.length) found.push(at)
  return found
}

function byCode<T extends Searchable>(index: SearchIndex<T>, typed: string, matches: Matches): void {
  const key = codeKey(typed)
  for (const at of index.byCode.get(key) ?? []) better(matches, at, { reason: 'code' })
  if (!/\d/.test(key) && key.length !== 1) return
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
  const inName = tokens.every((token) => entry.words.some((word) => word.text.startsWith(token)))
  if (inName) return { reason: 'words' }
  const through = entry.synonyms.find((one) =>
    wordsOf(one.folded).some((word) => tokens.some((token) => word.text.startsWith(token))),
  )
  return { reason: 'words', ...(through ? { synonym: through.text } : {}) }
}

function byWords<T extends Searchable>(index: SearchIndex<T>, typed: string, matches: Matches): void {
  const tokens = wordsOf(typed).map((word) => word.text)
  if (tokens.length === 0 || tokens.length > 20) return
  const size = index.entries.length
  const alternatives = tokens.map((token) => beginningWith(index.vocabulary, token))
  for (const at of withAllWords(index.byWord, size, alternatives)) {
    const entry = index.entries[at]
    if (entry) better(matches, at, fit(entry, typed, tokens))
  }
  if (matches.size >= enough) return
  const english = tokens.map((token) => beginningWith(index.englishVocabulary, token))
  for (const at of withAllWords(index.english, size, english)) better(matches, at, { reason: 'english' })
}

function byInitials<T extends Searchable>(index: SearchIndex<T>, typed: string, matches: Matches): void {
  if (!/^[a-z]{3,8}$/.test(typed)) return
  index.entries.forEach((entry, at) => {
    if (entry.initials.startsWith(typed)) better(matches, at, { reason: 'initials' })
    const synonym = entry.synonyms.find((one) => one.initials === typed)
    if (synonym) better(matches, at, { reason: 'initials', synonym: synonym.text })
  })
}

/** What was typed with every unknown word set right by its most frequent neighbour. */
function respelt<T extends Searchable>(index: SearchIndex<T>, typed: string): string {
  const often = (word: string) => index.byWord.get(word)?.length ?? 0
  return wordsOf(typed)
    .map(({ text }) => {
      if (beginningWith(index.vocabulary, text).length > 0) return text
      const near = index.vocabulary.filter((word) => nearlyBegins(word, text))
      return near.sort((a, b) => often(b) - often(a))[0] ?? text
    })
    .join(' ')
}

function bySpelling<T extends Searchable>(index: SearchIndex<T>, typed: string, matches: Matches): void {
  const alternatives = wordsOf(typed)
    .slice(0, 20)
    .map(({ text }) => [
      ...beginningWith(index.vocabulary, text),
      ...index.vocabulary.filter((word) => nearlyBegins(word, text)),
    ])
  if (alternatives.length === 0) return
  for (const at of withAllWords(index.byWord, index.entries.length, alternatives))
    better(matches, at, { reason: 'spelling' })
}

/** All that fits; the ways that guess are tried only when nothing fits as it was typed. */
export function findMatches<T extends Searchable>(index: SearchIndex<T>, typed: string): Found {
  const matches: Matches = new Map()
  byCode(index, typed, matches)
  bySynonym(index, typed, matches)
  byWords(index, typed, matches)
  byInitials(index, typed, matches)
  if (matches.size > 0) return { matches, typed }
  for (const read of [untelex, (text: string) => respelt(index, text)]) {
    const meant = read(typed)
    if (meant === typed) continue
    bySynonym(index, meant, matches)
    byWords(index, meant, matches)
    if (matches.size > 0) return { matches, typed: meant }
  }
  bySpelling(index, typed, matches)
  return { matches, typed }
}

/** What is chosen most, when nothing was typed. */
export function mostUsed<T extends Searchable>(index: SearchIndex<T>, uses: ReadonlyMap<string, number>): Found {
  const matches: Matches = new Map()
  for (const code of uses.keys())
    for (const at of index.byCode.get(codeKey(code)) ?? []) matches.set(at, { reason: 'usedHere' })
  return { matches, typed: '' }
}
