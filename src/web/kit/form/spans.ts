import type { ScreenItem } from './model.ts'
import { wordsIn } from './words.ts'

const short: ReadonlySet<string> = new Set(['date', 'time', 'integer', 'decimal', 'quantity', 'boolean'])

/** Letters that the options need side by side. */
function optionLetters(item: ScreenItem, language: 'vi' | 'en'): number {
  return item.options.reduce((sum, option) => sum + wordsIn(option.words, language).length + 5, 0)
}

function byKind(item: ScreenItem, language: 'vi' | 'en'): number {
  if (item.kind === 'text' || item.kind === 'group' || item.kind === 'display') return 12
  if (short.has(item.kind)) return 3
  if (item.kind === 'dateTime') return 4
  if (item.readOnly) return 4
  if (item.options.length === 0) return 6
  if (item.repeats) return 12
  const letters = optionLetters(item, language)
  if (item.options.length > 6) return 6
  return letters > 60 ? 12 : letters > 26 ? 6 : 4
}

/** How many of twelve columns an item takes: as wide as its answer and its label want. */
export function spanOf(item: ScreenItem, language: 'vi' | 'en'): number {
  const label = wordsIn(item.words, language).length + (item.unit?.display.length ?? 0)
  const wanted = byKind(item, language)
  if (label > 110) return 12
  if (label > 56) return Math.max(wanted, 6)
  return label > 30 ? Math.max(wanted, 4) : wanted
}
