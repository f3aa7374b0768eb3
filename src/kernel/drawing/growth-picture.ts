import { bodyMassClassOfChild, daysPerMonth, growthScore, lastYoungDay, lmsAt, valueAt } from '../growth/index.ts'
import type { GrowthChart, GrowthPoint } from './growth-chart.ts'
import type { DrawingLanguage, Words } from './kinds.ts'
import { growthArea } from './plans/growth.ts'
import type { ChartDrawing } from './spec.ts'
import { el, line, path, round, type Svg, textAt } from './svg.ts'

interface Axis {
  readonly from: number
  readonly to: number
}
interface Frame {
  readonly x: Axis
  readonly y: Axis
  /** Where curves are read from the table. */
  readonly at: readonly number[]
  readonly ticks: readonly { readonly x: number; readonly text: string }[]
}

const names: Readonly<Record<GrowthChart['measure'], Words>> = {
  weight: { vi: 'Cân nặng theo tuổi (kg)', en: 'Weight for age (kg)' },
  height: { vi: 'Chiều dài, chiều cao theo tuổi (cm)', en: 'Length or height for age (cm)' },
  head: { vi: 'Vòng đầu theo tuổi (cm)', en: 'Head circumference for age (cm)' },
  bmi: { vi: 'BMI theo tuổi (kg/m²)', en: 'BMI for age (kg/m²)' },
  weightForLength: { vi: 'Cân nặng theo chiều dài (kg)', en: 'Weight for length (kg)' },
  weightForHeight: { vi: 'Cân nặng theo chiều cao (kg)', en: 'Weight for height (kg)' },
}
const sexes: Readonly<Record<GrowthChart['sex'], Words>> = {
  male: { vi: 'trẻ trai', en: 'boys' },
  female: { vi: 'trẻ gái', en: 'girls' },
}
const classes: Readonly<Record<ReturnType<typeof bodyMassClassOfChild>, Words>> = {
  severeThin: { vi: 'Gầy còm nặng', en: 'Severely wasted' },
  thin: { vi: 'Gầy còm', en: 'Wasted' },
  normal: { vi: 'Bình thường', en: 'Normal' },
  atRisk: { vi: 'Nguy cơ thừa cân', en: 'Possible risk of overweight' },
  over: { vi: 'Thừa cân', en: 'Overweight' },
  obese: { vi: 'Béo phì', en: 'Obese' },
}
const lines = [-3, -2, -1, 0, 1, 2, 3]

const steps = (from: number, to: number, step: number) =>
  Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, at) => from + at * step)

/** The part of life, or of sizes, that the chart shows: below two years, below five, or from five on. */
function across({ measure, points }: GrowthChart): Omit<Frame, 'y'> {
  if (measure === 'weightForLength' || measure === 'weightForHeight') {
    const x = measure === 'weightForLength' ? { from: 45, to: 110 } : { from: 65, to: 120 }
    return {
      x,
      at: steps(x.from, x.to, 1),
      ticks: steps(x.from, x.to, 5).map((one) => ({ x: one, text: String(one) })),
    }
  }
  const oldest = points.at(-1)?.x ?? 0
  if (oldest > lastYoungDay) {
    const last = measure === 'weight' ? 120 : 228
    const at = steps(61, last, 1).map((month) => month * daysPerMonth)
    const ticks = steps(60, last, 12).map((month) => ({ x: month * daysPerMonth, text: String(month / 12) }))
    return { x: { from: 60 * daysPerMonth, to: last * daysPerMonth }, at, ticks }
  }
  const end = oldest <= 730 ? 730 : lastYoungDay
  const monthsPerTick = end === 730 ? 2 : 6
  return {
    x: { from: 0, to: end },
    at: steps(0, end, 10),
    ticks: steps(0, Math.round(end / daysPerMonth), monthsPerTick).map((month) => ({
      x: month * daysPerMonth,
      text: String(month),
    })),
  }
}

function frameOf(chart: GrowthChart): Frame {
  const frame = across(chart)
  const rows = frame.at.flatMap((x) => lmsAt(chart.measure, chart.sex, x) ?? [])
  const values = [
    ...rows.flatMap((row) => [valueAt(row, -3), valueAt(row, 3)]),
    ...chart.points.filter(({ x }) => x >= frame.x.from && x <= frame.x.to).map(({ y }) => y),
  ]
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const margin = (high - low) * 0.03
  return { ...frame, y: { from: low - margin, to: high + margin } }
}

const { left, top, width, height } = growthArea
const placeX = ({ x }: Frame, value: number) => left + ((value - x.from) / (x.to - x.from)) * width
const placeY = ({ y }: Frame, value: number) => top + height - ((value - y.from) / (y.to - y.from)) * height

const spacings = [0.5, 1, 2, 5, 10, 20]

function grid(frame: Frame): readonly Svg[] {
  const span = frame.y.to - frame.y.from
  const spacing = spacings.find((one) => span / one <= 16) ?? 20
  const first = Math.ceil(frame.y.from / spacing) * spacing
  const thin = { stroke: '#ccc', 'stroke-width': 0.6 }
  const small = { 'font-size': 11, fill: '#222' }
  return [
    ...frame.ticks.flatMap(({ x, text }) => [
      line(placeX(frame, x), top, placeX(frame, x), top + height, thin),
      textAt(placeX(frame, x), top + height + 15, text, { ...small, 'text-anchor': 'middle' }),
    ]),
    ...steps(first, frame.y.to, spacing).flatMap((value) => [
      line(left, placeY(frame, value), left + width, placeY(frame, value), thin),
      textAt(left - 6, placeY(frame, value) + 4, String(round(value)), { ...small, 'text-anchor': 'end' }),
    ]),
    el('rect', { x: left, y: top, width, height, stroke: '#222', 'stroke-width': 1 }),
  ]
}

function curve(chart: GrowthChart, frame: Frame, z: number): readonly Svg[] {
  const spots = frame.at.flatMap((x) => {
    const row = lmsAt(chart.measure, chart.sex, x)
    return row ? [[round(placeX(frame, x)), round(placeY(frame, valueAt(row, z)))] as const] : []
  })
  const last = spots.at(-1)
  if (!last) return []
  const dash = Math.abs(z) === 1 ? '2 3' : Math.abs(z) === 2 ? '7 4' : undefined
  return [
    path(`M${spots.map(([x, y]) => `${x} ${y}`).join('L')}`, {
      stroke: '#222',
      'stroke-width': z === 0 ? 2 : 1.2,
      'stroke-dasharray': dash,
    }),
    textAt(last[0] + 5, last[1] + 4, z > 0 ? `+${z}` : String(z), { 'font-size': 11, fill: '#222' }),
  ]
}

function track({ points }: GrowthChart, frame: Frame): readonly Svg[] {
  const inside = points.filter(({ x }) => x >= frame.x.from && x <= frame.x.to)
  if (inside.length === 0) return []
  const spots = inside.map(({ x, y }) => `${round(placeX(frame, x))} ${round(placeY(frame, y))}`)
  return [
    path(`M${spots.join('L')}`, { stroke: '#c81e1e', 'stroke-width': 1.6 }),
    ...inside.map(({ x, y }) =>
      el('circle', {
        cx: placeX(frame, x),
        cy: placeY(frame, y),
        r: 4,
        fill: '#c81e1e',
        stroke: '#fff',
        'stroke-width': 1,
      }),
    ),
  ]
}

const decimal = (value: number, digits: number, language: DrawingLanguage) => {
  const text = value.toFixed(digits).replace('-', '−')
  return language === 'vi' ? text.replace('.', ',') : text
}

function sentence(chart: GrowthChart, { x, y }: GrowthPoint, language: DrawingLanguage): readonly string[] {
  if (!lmsAt(chart.measure, chart.sex, x)) return []
  const { z, centile } = growthScore(chart.measure, chart.sex, x, y)
  const bySize = chart.measure.startsWith('weightFor')
  const months = decimal(x / daysPerMonth, 1, language)
  const at = bySize ? `${decimal(x, 1, language)} cm` : { vi: `${months} tháng`, en: `${months} months` }[language]
  const [shownY, shownZ] = [decimal(y, 1, language), decimal(z, 2, language)]
  const shownCentile = decimal(centile, centile < 1 || centile > 99 ? 1 : 0, language)
  const nutrition = chart.measure === 'bmi' ? ` ${classes[bodyMassClassOfChild(z, x)][language]}.` : ''
  return [
    language === 'vi'
      ? `Lần đo cuối: ${at}, ${shownY}; z = ${shownZ} SD, bách phân vị ${shownCentile}.${nutrition}`
      : `Last measured: ${at}, ${shownY}; z = ${shownZ} SD, percentile ${shownCentile}.${nutrition}`,
  ]
}

/** The curves of -3 to +3 standard deviations with the child's own line. */
export function drawGrowth(chart: GrowthChart | undefined, language: DrawingLanguage): ChartDrawing {
  if (!chart) return { svg: [], patterns: [], lines: [] }
  const frame = frameOf(chart)
  const last = chart.points.at(-1)
  const isYears = frame.x.from > 0 && !chart.measure.startsWith('weightFor')
  const unit: Words = chart.measure.startsWith('weightFor')
    ? { vi: 'cm', en: 'cm' }
    : isYears
      ? { vi: 'tuổi (năm)', en: 'age (years)' }
      : { vi: 'tuổi (tháng)', en: 'age (months)' }
  const source = isYears ? 'WHO 2007' : 'WHO 2006'
  return {
    svg: [
      ...grid(frame),
      ...lines.flatMap((z) => curve(chart, frame, z)),
      ...track(chart, frame),
      textAt(
        left + width / 2,
        22,
        `${names[chart.measure][language]}, ${sexes[chart.sex][language]} (${source})`,
        {
          'text-anchor': 'middle',
          'font-size': 14,
          fill: '#111',
        },
      ),
      textAt(left + width / 2, top + height + 32, unit[language], { 'text-anchor': 'middle', fill: '#222' }),
    ],
    patterns: [],
    lines: last ? sentence(chart, last, language) : [],
  }
}
