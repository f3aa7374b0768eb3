import { fold } from '#kernel/fold.ts'

export interface Word {
  readonly text: string
  readonly at: number
}

/** Folds so that a place in the result is the same place in `text` (NFC). */
export function foldInPlace(text: string): string {
  const folded = text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/đ/g, 'd')
    .replace(/\s/g, ' ')
  if (folded.length === text.length) return folded
  return Array.from(text, (char) => (fold(char) || ' ').padEnd(char.length).slice(0, char.length)).join('')
}

/** Words of a folded text with their places. */
export function wordsOf(folded: string): readonly Word[] {
  return Array.from(folded.matchAll(/[a-z0-9]+/g), (found) => ({ text: found[0], at: found.index }))
}

/** Words that begin many names and say little: people leave them out. */
const opening =
  /^(benh ly|benh|cac benh|cac|chung|hoi chung|su|phuong|xa|thi tran|dac khu|tinh|thanh pho|quan|huyen) /

/** The name without its opening word: `Bệnh đái tháo đường` is looked for as `đái tháo đường`. */
export function coreOf(folded: string): string {
  return folded.replace(opening, '')
}

/** First letters of the words: `đái tháo đường` gives `dtd`. */
export function initialsOf(folded: string): string {
  return wordsOf(folded)
    .map((word) => word.text[0])
    .join('')
}

/** Text whose Telex keys were typed without an input method: `daais thaos dduwowngf` gives `dai thao duong`. */
export function untelex(folded: string): string {
  return folded
    .split(' ')
    .map((word) =>
      word
        .replace(/dd/g, 'd')
        .replace(/([aeo])\1/g, '$1')
        .replace(/([aou])w/g, '$1')
        .replace(/w/g, 'u')
        .replace(/^(.*[aeiouy].*?)[sfrxj]$/, '$1')
        .replace(/([aeiouy])[sfrxj](?=(c|ch|m|n|ng|nh|p|t)?$)/, '$1'),
    )
    .join(' ')
}

/** Whether `token` is the beginning of `word` but for one wrong, missing, extra or swapped letter. */
export function nearlyBegins(word: string, token: string): boolean {
  if (token.length < 4 || word.length < token.length - 1) return false
  if (word[0] !== token[0] && word[1] !== token[1] && word[0] !== token[1]) return false
  for (let length = token.length - 1; length <= token.length + 1; length++)
    if (length <= word.length && oneApart(word.slice(0, length), token)) return true
  return false
}

function oneApart(a: string, b: string): boolean {
  let from = 0
  while (from < a.length && from < b.length && a[from] === b[from]) from++
  if (a.length === b.length) {
    if (a.slice(from + 1) === b.slice(from + 1)) return true
    return a[from] === b[from + 1] && a[from + 1] === b[from] && a.slice(from + 2) === b.slice(from + 2)
  }
  return a.length > b.length ? a.slice(from + 1) === b.slice(from) : a.slice(from) === b.slice(from + 1)
}
