import { fold } from '#kernel/fold.ts'

export interface Part {
  readonly text: string
  readonly hit: boolean
}

/** Folds letter by letter, so that places in the folded text are places in the text. */
function foldLetters(text: string): string {
  return [...text].map((letter) => (letter === ' ' ? ' ' : fold(letter).slice(0, 1) || ' ')).join('')
}

/** Cuts a text where the words of a query match it, accents forgiven. */
export function matchParts(text: string, query: string): readonly Part[] {
  const letters = [...text.normalize('NFC')]
  const folded = foldLetters(letters.join(''))
  const marked = new Array<boolean>(letters.length).fill(false)
  const whole = fold(query)
  const words = whole && folded.includes(whole) ? [whole] : whole.split(' ').filter(Boolean)
  for (const word of words) {
    const at = folded.indexOf(word)
    if (at >= 0) marked.fill(true, at, at + word.length)
  }
  const parts: { text: string; hit: boolean }[] = []
  letters.forEach((letter, at) => {
    const hit = marked[at] ?? false
    const last = parts.at(-1)
    if (last?.hit === hit) last.text += letter
    else parts.push({ text: letter, hit })
  })
  return parts
}
