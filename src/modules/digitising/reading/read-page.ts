import type { Words } from './engine.ts'
import { type GrayPage, isBlank, type Turn, turned } from './gray.ts'

export interface PageReading {
  readonly state: 'read' | 'blank' | 'unclear' | 'failed'
  readonly text: string
  readonly confidence: number
  readonly turned: Turn
}

/** Below this the page is tried the other ways up. */
const sure = 70
/** Below this what was read is guessed: nothing of it is kept. */
const usable = 55
/** Fewer letters than a short word are a stain. */
const leastLetters = 3

const letters = (text: string) => (text.match(/\p{L}/gu) ?? []).length

/** Reads a page, the other ways up too when it reads badly as it stands. */
export function readPage(page: GrayPage, read: (page: GrayPage) => Words): PageReading {
  const nothing = { text: '', confidence: 0, turned: 0 } as const
  if (isBlank(page)) return { state: 'blank', ...nothing }
  let best: Words & { readonly turned: Turn } = { ...read(page), turned: 0 }
  for (const by of [180, 90, 270] as const) {
    if (best.confidence >= sure && letters(best.text) >= leastLetters) break
    const other = read(turned(page, by))
    if (other.confidence > best.confidence && letters(other.text) >= leastLetters) best = { ...other, turned: by }
  }
  if (best.confidence < usable || letters(best.text) < leastLetters)
    return { state: 'unclear', ...nothing, confidence: Math.max(0, best.confidence) }
  return { state: 'read', ...best }
}
