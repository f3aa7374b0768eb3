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

/** Words under which an entry is found, for column `words`. */
export function conceptWords(list: string, texts: readonly string[]): readonly string[] {
  const tag = listTag(list)
  const words = new Set<string>()
  for (const word of searchWords(texts.join(' '))) words.add(tag + word.slice(0, longestWord))
  return [...words]
}

/** Typed words as a tsquery: each begins a word of the list; undefined when nothing was typed. */
export function prefixQuery(list: string, text: string | undefined): string | undefined {
  const words = searchWords(text ?? '').slice(0, 20)
  if (words.length === 0) return undefined
  return words.map((word) => `'${listTag(list)}${word.slice(0, longestWord)}':*`).join(' & ')
}
