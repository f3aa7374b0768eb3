import { foldForSearch } from './index-values.ts'

/** Most different words of one narrative that are kept. */
const mostWords = 5000

/** The different words of a text, folded. */
export function wordsOf(text: string): readonly string[] {
  const found = new Set<string>()
  for (const word of foldForSearch(text).match(/[\p{L}\p{N}]+/gu) ?? []) {
    found.add(word)
    if (found.size >= mostWords) break
  }
  return [...found]
}

/** The text of a narrative's XHTML without its tags. */
export function narrativeText(div: string): string {
  return div.replace(/<[^<>]*>/g, ' ').replace(/&(?:#?\w+);/g, ' ')
}

/** A condition over words: `(bone OR liver) AND metastases`. */
export type WordQuery =
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly WordQuery[] }
  | { readonly kind: 'not'; readonly part: WordQuery }

const mostDepth = 20

/**
 * Reads the text of `_text` and `_content`: words, all of which are asked for, with AND, OR, NOT, brackets and
 * "quoted words", each taken apart by `read`. Signs between words ask for nothing. Undefined when it is none, or where signs
 * alone would stand for a condition.
 */
export function readWordQuery(
  text: string,
  read: (token: string) => readonly string[] = wordsOf,
): WordQuery | undefined {
  const tokens = text.match(/"[^"]*"|[()]|[^\s()"]+/g) ?? []
  let at = 0
  function either(depth: number): WordQuery | undefined {
    const parts = [every(depth)]
    while (/^or$/i.test(tokens[at] ?? '')) {
      at++
      parts.push(every(depth))
    }
    return joined('or', parts)
  }
  function every(depth: number): WordQuery | undefined {
    const parts = [one(depth)]
    while (at < tokens.length && tokens[at] !== ')' && !/^or$/i.test(tokens[at] ?? '')) {
      if (/^and$/i.test(tokens[at] ?? '')) at++
      parts.push(one(depth))
    }
    return joined('and', parts)
  }
  function one(depth: number): WordQuery | undefined {
    const token = tokens[at++]
    if (token === undefined || token === ')' || depth > mostDepth) return undefined
    if (/^not$/i.test(token)) {
      const part = one(depth + 1)
      return part && !isBare(part) ? { kind: 'not', part } : undefined
    }
    if (token !== '(') return { kind: 'word', words: read(token) }
    const inner = either(depth + 1)
    return tokens[at++] === ')' ? inner : undefined
  }
  const whole = either(0)
  return at === tokens.length && whole && !isBare(whole) ? whole : undefined
}

/** Signs without a word. */
const isBare = (query: WordQuery): boolean => query.kind === 'word' && query.words.length === 0

function joined(kind: 'and' | 'or', parts: readonly (WordQuery | undefined)[]): WordQuery | undefined {
  const known = parts.filter((part) => part !== undefined)
  if (known.length < parts.length) return undefined
  const asking = known.filter((part) => !isBare(part))
  if (kind === 'or' && known.length > 1 && asking.length < known.length) return undefined
  const [first = known[0]] = asking
  return asking.length > 1 ? { kind, parts: asking } : first
}

/** Most lists that a query is taken apart into. */
const mostLists = 20

/** Lists of words, all of one of which stand in whatever meets the query; undefined when it may hold none of its words. */
export function wordsNeeded(query: WordQuery): readonly (readonly string[])[] | undefined {
  const lists = listsOf(query)
  return lists.length > mostLists || lists.some((list) => list.length === 0) ? undefined : lists
}

function listsOf(query: WordQuery): readonly (readonly string[])[] {
  if (query.kind === 'word') return [query.words]
  if (query.kind === 'not') return [[]]
  const parts = query.parts.map(listsOf)
  if (query.kind === 'or') return parts.flat().slice(0, mostLists + 1)
  // Whatever meets all parts meets each: where there are too many ways to go together, one part is enough.
  return parts.reduce((one, other) =>
    one.length * other.length > mostLists
      ? fewer(one, other)
      : one.flatMap((left) => other.map((right) => [...left, ...right])),
  )
}

const fewer = (one: readonly (readonly string[])[], other: readonly (readonly string[])[]) => {
  const open = (lists: readonly (readonly string[])[]) => lists.some((list) => list.length === 0)
  return open(one) || (!open(other) && other.length < one.length) ? other : one
}
