import { type BurnDegree, burnAreaOf, burnColumn, burnDegrees, deepDegrees } from './burn-areas.ts'
import { drawingErrors } from './errors.ts'
import type { DrawingLanguage } from './kinds.ts'
import { boxOf } from './outline.ts'
import { fillOf, type PatternName } from './patterns.ts'
import type { Region } from './plan.ts'
import { burnBody } from './plans/body.ts'
import type { ChartSpec } from './spec.ts'
import { el, group, path, round, type Svg, textAt } from './svg.ts'
import { fieldsOf, numberIn } from './values.ts'

type Areas = Readonly<Partial<Record<BurnDegree, number>>>

/** Burned areas in per cent of the body, by part and degree. */
export interface BurnChart {
  /** Completed months; chooses the column of the table. */
  readonly ageMonths?: number
  readonly areas: Readonly<Record<string, Areas>>
}

export const burnPatterns: Readonly<Record<BurnDegree, PatternName>> = {
  I: 'dots',
  II: 'hatch',
  III: 'cross',
  IV: 'dense',
  V: 'solid',
}

const adultMonths = 216
const longestLife = 1560
export const monthsOf = ({ ageMonths }: BurnChart) => ageMonths ?? adultMonths
const sum = (numbers: readonly number[]) => round(numbers.reduce((total, one) => total + one, 0))
const noBurn: BurnChart = { areas: {} }

function readAreas(region: string, value: unknown, ageMonths: number): Areas {
  if (!burnBody.regions.some((one) => one.id === region))
    throw drawingErrors.unknownRegion({ kind: 'burn-body', region })
  const limit = burnAreaOf(region, ageMonths)
  const entries = Object.entries(fieldsOf(value, `areas.${region}`)).map(([degree, area]) => {
    if (!(burnDegrees as readonly string[]).includes(degree))
      throw drawingErrors.unknownState({ region, state: degree.slice(0, 40) })
    return [degree as BurnDegree, numberIn(area, `areas.${region}.${degree}`, 0, 100)] as const
  })
  const total = sum(entries.map(([, area]) => area))
  if (total > limit) throw drawingErrors.areaTooLarge({ region, limit, value: total })
  return Object.fromEntries(entries.filter(([, area]) => area > 0))
}

function read(value: unknown): BurnChart {
  if (value === undefined) return noBurn
  const raw = fieldsOf(value, 'chart')
  const age = raw['ageMonths'] === undefined ? undefined : numberIn(raw['ageMonths'], 'ageMonths', 0, longestLife)
  const areas = Object.entries(fieldsOf(raw['areas'] ?? {}, 'areas'))
    .map(([region, one]) => [region, readAreas(region, one, age ?? adultMonths)] as const)
    .filter(([, one]) => Object.keys(one).length > 0)
  return { ...(age === undefined ? {} : { ageMonths: age }), areas: Object.fromEntries(areas) }
}

/** Burned area of every degree, in per cent of the body. */
export function burnByDegree({ areas }: BurnChart): Readonly<Record<BurnDegree, number>> {
  const of = (degree: BurnDegree) => sum(Object.values(areas).map((one) => one[degree] ?? 0))
  return { I: of('I'), II: of('II'), III: of('III'), IV: of('IV'), V: of('V') }
}

/** Totals: all degrees, without redness of the skin (degree I), and deep. */
export function burnTotals(chart: BurnChart) {
  const by = burnByDegree(chart)
  return {
    total: sum(burnDegrees.map((degree) => by[degree])),
    withoutFirst: sum(burnDegrees.filter((degree) => degree !== 'I').map((degree) => by[degree])),
    deep: sum(deepDegrees.map((degree) => by[degree])),
  }
}

/** Bands over a part, as tall as the share of the part that each degree takes. */
function bands(region: Region, areas: Areas, ageMonths: number): readonly Svg[] {
  const box = boxOf(region.d)
  const whole = burnAreaOf(region.id, ageMonths)
  let top = box.y
  return burnDegrees.flatMap((degree) => {
    const area = areas[degree]
    if (area === undefined) return []
    const height = (box.height * area) / whole
    const band = el('rect', { x: box.x, y: top, width: box.width, height, fill: fillOf(burnPatterns[degree]) })
    top += height
    return [band]
  })
}

const decimal = (value: number, language: DrawingLanguage) =>
  language === 'vi' ? String(value).replace('.', ',') : String(value)

function drawRegion(region: Region, areas: Areas, ageMonths: number, language: DrawingLanguage): readonly Svg[] {
  const clip = `lo-burn-${region.id.replaceAll('.', '-')}`
  const text = decimal(sum(Object.values(areas)), language)
  const [x, y] = region.at
  const width = text.length * 6.4 + 6
  return [
    el('clipPath', { id: clip }, path(region.d)),
    group({ 'clip-path': `url(#${clip})` }, bands(region, areas, ageMonths)),
    path(region.d, { stroke: '#222', 'stroke-width': 1.3 }),
    el('rect', {
      x: x - width / 2,
      y: y - 8,
      width,
      height: 16,
      rx: 3,
      fill: '#fff',
      stroke: '#222',
      'stroke-width': 0.6,
    }),
    textAt(x, y + 4, text, { 'text-anchor': 'middle', 'font-size': 11, fill: '#111' }),
  ]
}

function key(language: DrawingLanguage, by: Readonly<Record<BurnDegree, number>>): readonly Svg[] {
  const degree = { vi: 'Độ', en: 'Degree' }[language]
  return burnDegrees.flatMap((one, at) => [
    el('rect', {
      x: 306,
      y: 470 + at * 22,
      width: 18,
      height: 14,
      fill: fillOf(burnPatterns[one]),
      stroke: '#222',
      'stroke-width': 0.8,
    }),
    textAt(330, 482 + at * 22, `${degree} ${one}: ${decimal(by[one], language)} %`, {
      fill: '#111',
      'font-size': 12,
    }),
  ])
}

function summary(chart: BurnChart, language: DrawingLanguage): string {
  const { total, withoutFirst, deep } = burnTotals(chart)
  const { title } = burnColumn(monthsOf(chart))
  const n = (value: number) => decimal(value, language)
  return language === 'vi'
    ? `Diện tích bỏng chung ${n(total)} % (không kể độ I: ${n(withoutFirst)} %), bỏng sâu (độ IV, V) ${n(deep)} %. Bảng Lund–Browder, ${title.vi}.`
    : `Burned area ${n(total)} % (without degree I: ${n(withoutFirst)} %), deep (degrees IV, V) ${n(deep)} %. Lund–Browder, ${title.en}.`
}

/** Burns by part and degree, summed by the table for the patient's age. */
export const burnChart: ChartSpec<BurnChart> = {
  read,
  isEmpty: ({ areas }) => Object.keys(areas).length === 0,
  draw: (chart, language) => ({
    svg: [
      ...burnBody.regions.flatMap((region) => {
        const areas = chart.areas[region.id]
        return areas ? drawRegion(region, areas, monthsOf(chart), language) : []
      }),
      ...key(language, burnByDegree(chart)),
    ],
    patterns: Object.values(burnPatterns),
    lines: [summary(chart, language)],
  }),
  figures: (chart) => {
    const by = burnByDegree(chart)
    return {
      ...burnTotals(chart),
      ...Object.fromEntries(burnDegrees.map((degree) => [`degree${degree}`, by[degree]])),
    }
  },
}
