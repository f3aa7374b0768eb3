import { fold } from '#kernel/fold.ts'

/** A short form that a person types and the text that it stands for. */
export interface Phrase {
  readonly short: string
  readonly text: string
}

export interface Expanded {
  readonly text: string
  /** Where the writing goes on. */
  readonly caret: number
}

/** The word that ends at the caret. */
function wordBefore(text: string, caret: number): string {
  return /[^\s,;.:()]+$/.exec(text.slice(0, caret))?.[0] ?? ''
}

/** Puts the phrase in the place of its short form before the caret; undefined when no short form stands there. */
export function expand(text: string, caret: number, phrases: readonly Phrase[]): Expanded | undefined {
  const word = wordBefore(text, caret)
  if (word === '') return undefined
  const lower = word.toLowerCase()
  const phrase =
    phrases.find(({ short }) => short === word) ?? phrases.find(({ short }) => short.toLowerCase() === lower)
  return phrase && insert(text, caret - word.length, caret, phrase.text)
}

/** Puts a text between two places of another; a blank is kept between words. */
export function insert(text: string, from: number, to: number, added: string): Expanded {
  const before = text.slice(0, from)
  const gap = before === '' || /\s$/.test(before) ? '' : ' '
  return { text: before + gap + added + text.slice(to), caret: from + gap.length + added.length }
}

/** Phrases whose short form or text has all the words that were typed, accents forgiven. */
export function findPhrases(phrases: readonly Phrase[], typed: string): readonly Phrase[] {
  const words = fold(typed).split(' ').filter(Boolean)
  return phrases.filter(({ short, text }) => {
    const whole = fold(`${short} ${text}`)
    return words.every((word) => whole.includes(word))
  })
}
