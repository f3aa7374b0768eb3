import { fold } from '#kernel/fold.ts'
import { foldInPlace, nearlyBegins, type Word, wordsOf } from './folded-text.ts'
import { findMatches, type Match, mostUsed, type Reason, rank, reasons } from './match.ts'
import type { Indexed, Searchable, SearchIndex } from './search-index.ts'

type Range = readonly [from: number, to: number]

export interface Hit<T extends Searchable> {
  readonly item: T
  readonly reason: Reason
  /** The synonym or abbreviation that was meant. */
  readonly synonym?: string
  /** Places in the name that fit what was typed. */
  readonly ranges: readonly Range[]
  readonly uses: number
}

export interface SearchOptions {
  readonly limit: number
  /** How often each code is chosen here. */
  readonly uses?: ReadonlyMap<string, number>
}

interface Typed {
  readonly tokens: readonly string[]
  /** As it was typed, when it has accents. */
  readonly accented: string | undefined
}

interface Candidate<T extends Searchable> extends Match {
  readonly entry: Indexed<T>
  readonly uses: number
}

/** Places of the typed words in a name; the longest typed word wins. */
function rangesIn(words: readonly Word[], tokens: readonly string[]): readonly Range[] {
  const ranges: Range[] = []
  for (const { text, at } of words) {
    let length = 0
    for (const token of tokens) if (token.length > length && text.startsWith(token)) length = token.length
    if (length === 0 && tokens.some((token) => nearlyBegins(text, token))) length = text.length
    if (length > 0) ranges.push([at, at + length])
  }
  return ranges
}

/** Letters from the first to the last typed word in a name: words that stand together fit better. */
function spanIn(entry: Indexed<Searchable>, tokens: readonly string[]): number {
  const ranges = rangesIn(entry.words, tokens)
  const first = ranges[0]
  const last = ranges.at(-1)
  return first && last && ranges.length >= tokens.length ? last[1] - first[0] : entry.folded.length
}

/** Entries chosen here before go above those that only fit by name. */
function tierOf(match: Match, uses: number): number {
  const own = rank(match.reason)
  return uses > 0 && own > rank('usedHere') && match.reason !== 'spelling' ? rank('usedHere') : own
}

function orderOf<T extends Searchable>(candidate: Candidate<T>, typed: Typed): readonly number[] {
  const { entry, uses, reason } = candidate
  const { accented, tokens } = typed
  const { item } = entry
  const asTyped =
    accented === undefined ||
    item.name.toLowerCase().includes(accented) ||
    item.synonyms.some((text) => text.toLowerCase().includes(accented))
  return [
    asTyped ? 0 : 1,
    item.selectable === false ? 1 : 0,
    -uses,
    item.last ? 1 : 0,
    reason === 'words' || reason === 'spelling' ? spanIn(entry, tokens) : 0,
    // Codes that share an abbreviation, or a beginning of the code, stay in the order of the book.
    reason === 'synonym' || reason === 'codeStart' ? 0 : entry.folded.length,
  ]
}

function sorted<T extends Searchable>(candidates: readonly Candidate<T>[], typed: Typed): readonly Candidate<T>[] {
  return candidates
    .map((candidate) => ({ candidate, order: orderOf(candidate, typed) }))
    .sort((a, b) => {
      for (let i = 0; i < a.order.length; i++) {
        const difference = (a.order[i] ?? 0) - (b.order[i] ?? 0)
        if (difference !== 0) return difference
      }
      return a.candidate.entry.item.code < b.candidate.entry.item.code ? -1 : 1
    })
    .map(({ candidate }) => candidate)
}

/** Best first. Only as many tiers are put in order as are needed: a short word fits thousands of names. */
function best<T extends Searchable>(tiers: readonly Candidate<T>[][], typed: Typed, limit: number) {
  const list: Candidate<T>[] = []
  for (const tier of tiers) {
    if (list.length >= limit) break
    list.push(...sorted(tier, typed))
  }
  return list.slice(0, limit)
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
  const uses = options.uses ?? new Map<string, number>()
  const folded = fold(text)
  const found = folded === '' ? mostUsed(index, uses) : findMatches(index, folded)
  const lower = text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()
  const tokens = wordsOf(found.typed).map((word) => word.text)
  const typed = { tokens, accented: foldInPlace(lower) === lower ? undefined : lower }
  const tiers: Candidate<T>[][] = reasons.map(() => [])
  for (const [at, match] of found.matches) {
    const entry = index.entries[at]
    const times = entry ? (uses.get(entry.item.code) ?? 0) : 0
    if (entry) tiers[tierOf(match, times)]?.push({ ...match, entry, uses: times })
  }
  return best(tiers, typed, options.limit).map(({ entry, reason, synonym, uses: times }) => ({
    item: entry.item,
    reason,
    ...(synonym ? { synonym } : {}),
    ranges: rangesIn(entry.words, tokens),
    uses: times,
  }))
}
