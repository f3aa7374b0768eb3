export interface Abbreviation {
  readonly short: string
  readonly text: string
}

const inWord = /[\p{L}\p{N}]/u

/** Whether the letters stand in a text as a word of their own, written just so. */
function standsIn(text: string, short: string): boolean {
  for (let at = text.indexOf(short); at >= 0; at = text.indexOf(short, at + 1)) {
    const [before, after] = [text[at - 1] ?? ' ', text[at + short.length] ?? ' ']
    if (!inWord.test(before) && !inWord.test(after)) return true
  }
  return false
}

const plain = (text: string): string => text.normalize('NFC').toLocaleLowerCase('vi').replace(/\s+/g, ' ')

/** Abbreviations of a list that stand in a text without their meaning beside them: `tăng huyết áp (THA)` is explained. */
export function unexplained(text: string, list: readonly Abbreviation[]): readonly Abbreviation[] {
  const lower = plain(text)
  return list.filter(({ short, text: meaning }) => standsIn(text, short) && !lower.includes(plain(meaning)))
}
