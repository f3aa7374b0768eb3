import type { Words } from '../kinds.ts'
import { type Caption, mirrored, type Region } from '../plan.ts'
import type { Svg } from '../svg.ts'

/** A part of the patient's right side as drawn on the left half of the sheet. */
export interface SidePart {
  readonly id: string
  readonly name: Words
  readonly d: string
  readonly at: readonly [number, number]
}

export const part = (id: string, vi: string, en: string, d: string, x: number, y: number): SidePart => ({
  id,
  name: { vi, en },
  d,
  at: [x, y],
})

interface SideWords {
  readonly right: Words
  readonly left: Words
}

/** The part on the right side and its mirror image on the left. */
export function pairOf(parts: readonly SidePart[], width: number, words: SideWords): readonly Region[] {
  const named = (side: Words, one: SidePart): Words => ({
    vi: `${side.vi}, ${one.name.vi}`,
    en: `${side.en}, ${one.name.en}`,
  })
  return [
    ...parts.map((one): Region => ({ ...one, id: `right.${one.id}`, name: named(words.right, one) })),
    ...parts.map(
      (one): Region => ({
        ...one,
        id: `left.${one.id}`,
        name: named(words.left, one),
        at: [width - one.at[0], one.at[1]],
        transform: `translate(${width} 0) scale(-1 1)`,
      }),
    ),
  ]
}

export const eyes: SideWords = {
  right: { vi: 'MP', en: 'right eye' },
  left: { vi: 'MT', en: 'left eye' },
}

export function eyeCaptions(x: number, width: number): readonly Caption[] {
  return [
    { at: [x, 20], text: { vi: 'MẮT PHẢI (MP)', en: 'RIGHT EYE' }, size: 14 },
    { at: [width - x, 20], text: { vi: 'MẮT TRÁI (MT)', en: 'LEFT EYE' }, size: 14 },
  ]
}

/** Both sides: what is drawn, and its mirror image. */
export const bothSides = (art: readonly Svg[], width: number): readonly Svg[] => [...art, mirrored(width, art)]
