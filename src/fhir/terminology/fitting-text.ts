import { fold } from '#kernel/fold.ts'
import type { Concept } from './concept.ts'

/** Words as a search compares them: small letters without accents. */
export function searchWords(text: string): readonly string[] {
  const folded = fold(text)
  const between = /^[\x20-\x7e]*$/.test(folded) ? /[^a-z0-9.]+/ : /[^\p{L}\p{N}.]+/u
  return folded.split(between).filter((word) => word !== '')
}

/** Each typed word begins a word of the code, the display or a designation. */
export function fitsText(concept: Concept, typed: readonly string[]): boolean {
  if (typed.length === 0) return true
  const texts = [concept.code, concept.display ?? '', ...concept.designations.map((one) => one.value)]
  const words = searchWords(texts.join(' ')).concat(fold(concept.code))
  return typed.every((one) => words.some((word) => word.startsWith(one)))
}
