import { createHash } from 'node:crypto'
import { searchWords } from '#fhir/terminology/fitting-text.ts'

const tags = new Map<string, string>()

/** What stands before the words of a list, so that the words of one list are found without those of others. */
export function listTag(list: string): string {
  const known = tags.get(list)
  if (known) return known
  const made = `${createHash('md5').update(list).digest('hex').slice(0, 6)}:`
  tags.set(list, made)
  return made
}

const longestWord = 100
/** Written words that are remembered folded: most words of a list come again and again. */
const mostRemembered = 50_000

/** Words under which an entry is found, parted by blanks, for column `words`. */
export type WordsOf = (code: string, texts: readonly string[]) => string

/** Makes the words of the entries of one list. */
export function wordsOfList(list: string): WordsOf {
  const tag = listTag(list)
  const folded = new Map<string, readonly string[]>()
  const fold = (written: string) => searchWords(written).map((word) => tag + word.slice(0, longestWord))
  const remembered = (written: string) => {
    const known = folded.get(written)
    if (known) return known
    if (folded.size >= mostRemembered) folded.clear()
    const made = fold(written)
    folded.set(written, made)
    return made
  }
  return (code, texts) => {
    const words = new Set(fold(code))
    for (const text of texts)
      for (const written of text.split(' ')) for (const word of remembered(written)) words.add(word)
    return [...words].join(' ')
  }
}

/** Typed words as a tsquery: each begins a word of the list; undefined when nothing was typed. */
export function prefixQuery(list: string, text: string | undefined): string | undefined {
  const words = searchWords(text ?? '').slice(0, 20)
  if (words.length === 0) return undefined
  return words.map((word) => `'${listTag(list)}${word.slice(0, longestWord)}':*`).join(' & ')
}
