import { type Drawing, readDrawing } from './drawing.ts'
import type { DrawingKind, DrawingLanguage } from './kinds.ts'
import { drawMark, type Mark } from './marks.ts'
import { fillOf, type PatternName, patternDefs } from './patterns.ts'
import { drawCaption, type FindingState, type Plan, type Region } from './plan.ts'
import { specs } from './specs.ts'
import { el, group, linesOf, path, picture, type Svg, textAt } from './svg.ts'

interface Found {
  readonly region: Region
  readonly state: FindingState
  readonly note?: string
}

function foundIn(plan: Plan, drawing: Drawing): readonly Found[] {
  return plan.regions.flatMap((region) => {
    const finding = drawing.regions[region.id]
    const state = finding && plan.states.find((one) => one.code === finding.state)
    return state ? [{ region, state, ...(finding.note ? { note: finding.note } : {}) }] : []
  })
}

const number = (at: readonly [number, number], value: number): Svg =>
  group({ transform: `translate(${at[0]} ${at[1]})` }, [
    el('circle', { r: 8, fill: '#fff', stroke: '#222', 'stroke-width': 1 }),
    textAt(0, 4, String(value), { 'text-anchor': 'middle', 'font-size': 11, fill: '#222' }),
  ])

const filledRegion = ({ region, state }: Found): Svg =>
  path(region.d, {
    fill: fillOf(state.fill),
    stroke: '#222',
    'stroke-width': 0.8,
    ...(region.transform ? { transform: region.transform } : {}),
  })

function sentence({ region, state, note }: Found, index: number, language: DrawingLanguage): string {
  return `${index + 1}. ${region.name[language]}: ${state.name[language]}${note ? ` (${note})` : ''}`
}

const lineHeight = 18
const legendSize = 13
const legendLeft = 8

function legend(lines: readonly string[], plan: Plan): readonly Svg[] {
  return lines.map((text, at) =>
    textAt(legendLeft, plan.size.height + (at + 1) * lineHeight - 3, text, {
      'font-size': legendSize,
      fill: '#111',
    }),
  )
}

function patternsOf(found: readonly Found[], marks: readonly Mark[]): readonly PatternName[] {
  return [...found.map((one) => one.state.fill), ...marks.flatMap((one) => (one.t === 'area' ? [one.k] : []))]
}

/** Draws a checked drawing. */
export function drawPicture(kind: DrawingKind, drawing: Drawing, language: DrawingLanguage = 'vi'): string {
  const { plan, chart } = specs[kind]
  const found = foundIn(plan, drawing)
  const drawn = chart?.draw(drawing.chart, language)
  const told = [...(drawn?.lines ?? []), ...found.map((one, index) => sentence(one, index, language))]
  const lines = told.flatMap((text) => linesOf(text, plan.size.width - 2 * legendLeft, legendSize))
  const height = plan.size.height + (lines.length > 0 ? lines.length * lineHeight + 6 : 0)
  return picture({ width: plan.size.width, height }, plan.title[language], [
    patternDefs([...patternsOf(found, drawing.marks), ...(drawn?.patterns ?? [])]),
    group({}, plan.art),
    ...found.map(filledRegion),
    ...(drawn?.svg ?? []),
    ...plan.captions.map((one) => drawCaption(one, language)),
    ...drawing.marks.map((mark) => drawMark(mark, plan.size)),
    ...found.map((one, index) => number(one.region.at, index + 1)),
    ...legend(lines, plan),
  ])
}

/**
 * The picture of a stored drawing as SVG: stored beside the data, shown and printed.
 *
 * @param data JSON text or its value; checked here, so the answer is safe whatever was sent
 */
export function drawingSvg(kind: string, data: unknown, language: DrawingLanguage = 'vi'): string {
  const drawing = readDrawing(kind, data)
  return drawPicture(kind as DrawingKind, drawing, language)
}
