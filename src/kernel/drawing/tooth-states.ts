import type { Words } from './kinds.ts'
import type { PatternName } from './patterns.ts'
import type { Surface } from './tooth-numbers.ts'

/** What can be said of a whole tooth. */
export const toothStates = {
  missing: { vi: 'mất do sâu', en: 'missing, caries' },
  'missing-other': { vi: 'mất do nguyên nhân khác', en: 'missing, other reason' },
  unerupted: { vi: 'chưa mọc', en: 'unerupted' },
  impacted: { vi: 'mọc ngầm, lệch', en: 'impacted' },
  root: { vi: 'còn chân răng', en: 'root left' },
  crown: { vi: 'chụp răng', en: 'crown' },
  bridge: { vi: 'cầu răng', en: 'bridge' },
  implant: { vi: 'cấy ghép', en: 'implant' },
  'root-filled': { vi: 'đã điều trị tủy', en: 'root filled' },
  mobile1: { vi: 'lung lay độ 1', en: 'mobile, grade 1' },
  mobile2: { vi: 'lung lay độ 2', en: 'mobile, grade 2' },
  mobile3: { vi: 'lung lay độ 3', en: 'mobile, grade 3' },
  extract: { vi: 'cần nhổ', en: 'to be extracted' },
} as const satisfies Readonly<Record<string, Words>>
export type ToothState = keyof typeof toothStates

/** What can be said of one surface. */
export const surfaceStates = {
  caries: { vi: 'sâu', en: 'caries' },
  filled: { vi: 'hàn', en: 'filled' },
  recurrent: { vi: 'sâu tái phát', en: 'filled, with caries' },
  sealed: { vi: 'trám bít hố rãnh', en: 'sealed' },
  worn: { vi: 'mòn, mẻ', en: 'worn, chipped' },
} as const satisfies Readonly<Record<string, Words>>
export type SurfaceState = keyof typeof surfaceStates

export const surfacePatterns: Readonly<Record<SurfaceState, PatternName>> = {
  caries: 'solid',
  filled: 'hatch',
  recurrent: 'cross',
  sealed: 'dots',
  worn: 'horizontal',
}

export interface Tooth {
  readonly states: readonly ToothState[]
  readonly surfaces: Readonly<Partial<Record<Surface, SurfaceState>>>
  readonly note?: string
}

export interface TeethChart {
  readonly teeth: Readonly<Record<string, Tooth>>
}
