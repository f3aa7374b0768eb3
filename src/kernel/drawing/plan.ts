import type { DrawingLanguage, Words } from './kinds.ts'
import type { PatternName } from './patterns.ts'
import { el, group, path, type Size, type Svg, textAt } from './svg.ts'

/** A named part of the picture that can carry a finding: the way in for a keyboard. */
export interface Region {
  readonly id: string
  readonly name: Words
  readonly d: string
  /** Where its number stands. */
  readonly at: readonly [number, number]
  readonly transform?: string
}

export interface FindingState {
  readonly code: string
  readonly name: Words
  readonly fill: PatternName
}

export interface Caption {
  readonly at: readonly [number, number]
  readonly text: Words
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly size?: number
}

/** The printed part of a drawing: lines, captions, named parts and what can be said of them. */
export interface Plan {
  readonly title: Words
  readonly size: Size
  readonly art: readonly Svg[]
  readonly captions: readonly Caption[]
  readonly regions: readonly Region[]
  readonly states: readonly FindingState[]
}

const ink = '#222'

/** The edge of a body or an organ. */
export const outline = (d: string, width = 1.8): Svg => path(d, { stroke: ink, 'stroke-width': width })
/** Folds, vessels, borders between parts. */
export const fine = (d: string, width = 0.8): Svg => path(d, { stroke: '#555', 'stroke-width': width })
export const dashed = (d: string): Svg =>
  path(d, { stroke: '#777', 'stroke-width': 0.8, 'stroke-dasharray': '4 3' })
/** A shape with a fill of its own, such as the pupil. */
export const filled = (d: string, fill: string, width = 1.2): Svg =>
  path(d, { fill, stroke: ink, 'stroke-width': width })
export const circle = (cx: number, cy: number, r: number, width = 1.2): Svg =>
  el('circle', { cx, cy, r, stroke: ink, 'stroke-width': width })
export const ellipse = (cx: number, cy: number, rx: number, ry: number, width = 1.2): Svg =>
  el('ellipse', { cx, cy, rx, ry, stroke: ink, 'stroke-width': width })

/** The same parts at another place. */
export const moved = (x: number, y: number, children: readonly Svg[]): Svg =>
  group({ transform: `translate(${x} ${y})` }, children)
/** The same parts as seen in a mirror whose right edge becomes `width`. */
export const mirrored = (width: number, children: readonly Svg[]): Svg =>
  group({ transform: `translate(${width} 0) scale(-1 1)` }, children)

/** A circle as path data, for regions. */
export function circlePath(cx: number, cy: number, r: number): string {
  return `M${cx - r} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`
}

/** The band between two circles. */
export function ringPath(cx: number, cy: number, outer: number, inner: number): string {
  return `${circlePath(cx, cy, outer)}M${cx - inner} ${cy}a${inner} ${inner} 0 1 1 ${2 * inner} 0a${inner} ${inner} 0 1 1 ${-2 * inner} 0Z`
}

export function drawCaption({ at, text, anchor = 'middle', size = 13 }: Caption, language: DrawingLanguage): Svg {
  return textAt(at[0], at[1], text[language], { 'text-anchor': anchor, 'font-size': size, fill: ink })
}

const state = (code: string, vi: string, en: string, fill: PatternName): FindingState => ({
  code,
  name: { vi, en },
  fill,
})

/** What can be said of any part of the skin or of an organ. */
export const commonStates: readonly FindingState[] = [
  state('wound', 'vết thương', 'wound', 'cross'),
  state('swelling', 'sưng nề', 'swelling', 'hatch'),
  state('redness', 'sung huyết, đỏ', 'redness', 'dots'),
  state('bleeding', 'chảy máu, tụ máu', 'bleeding, haematoma', 'dense'),
  state('ulcer', 'loét', 'ulcer', 'grid'),
  state('tumour', 'khối u', 'mass', 'back-hatch'),
  state('scar', 'sẹo', 'scar', 'horizontal'),
  state('pain', 'đau', 'pain', 'vertical'),
  state('other', 'tổn thương khác', 'other lesion', 'solid'),
]
