import type { DrawingLanguage, Words } from './kinds.ts'
import { type Labour, type LabourProgress, type LabourRow, progressOf, readLabour, startOf } from './labour.ts'
import { fillOf, type PatternName } from './patterns.ts'
import { alertLines, sheet } from './plans/partograph.ts'
import type { ChartSpec } from './spec.ts'
import { el, group, line, path, round, type Svg, textAt } from './svg.ts'

/** Hours across the sheet: twelve as on paper, twice that for a long labour. */
interface Place {
  readonly shift: number
  readonly alert: number
  readonly perHour: number
}

const ink = '#111'
const small = { 'text-anchor': 'middle', 'font-size': 10, fill: ink }

function placeOf(rows: readonly LabourRow[]): Place {
  const { first: shift, alert } = startOf(rows)
  const last = (rows.at(-1)?.h ?? 0) + shift
  return { shift, alert, perHour: sheet.width / (last > 12 ? 30 : 12) }
}

const x = ({ shift, perHour }: Place, h: number) => sheet.left + (h + shift) * perHour
const between = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

function scaled(
  band: { readonly top: number; readonly low: number; readonly high: number; readonly perTen: number },
  value: number,
) {
  const inside = between(value, band.low, band.high)
  return band.top + ((band.high - inside) / 10) * band.perTen
}
const cm = (value: number) => sheet.cervix.top + (10 - value) * sheet.cervix.perCm

type Spot = readonly [number, number]
const joined = (spots: readonly Spot[]): readonly Svg[] =>
  spots.length > 1
    ? [
        path(`M${spots.map(([px, py]) => `${round(px)} ${round(py)}`).join('L')}`, {
          stroke: ink,
          'stroke-width': 1.1,
        }),
      ]
    : []

function spotsOf(
  rows: readonly LabourRow[],
  place: Place,
  key: 'fetalHeart' | 'cervix' | 'descent' | 'pulse',
  y: (value: number) => number,
): readonly Spot[] {
  return rows.flatMap((row) => {
    const value = row[key]
    return value === undefined ? [] : [[x(place, row.h), y(value)] as const]
  })
}

const dot = ([px, py]: Spot): Svg => el('circle', { cx: px, cy: py, r: 3, fill: ink })
const ring = ([px, py]: Spot): Svg =>
  el('circle', { cx: px, cy: py, r: 4.5, stroke: ink, 'stroke-width': 1.6, fill: '#fff' })
const cross = ([px, py]: Spot): Svg =>
  path(`M${round(px - 5)} ${round(py - 5)}l10 10m0 -10l-10 10`, { stroke: ink, 'stroke-width': 1.8 })

function curves(rows: readonly LabourRow[], place: Place): readonly Svg[] {
  const heart = spotsOf(rows, place, 'fetalHeart', (value) => scaled(sheet.heart, value))
  const cervix = spotsOf(rows, place, 'cervix', cm)
  const descent = spotsOf(rows, place, 'descent', cm)
  const pulse = spotsOf(rows, place, 'pulse', (value) => scaled(sheet.blood, value))
  return [
    ...joined(heart),
    ...heart.map(dot),
    ...joined(descent),
    ...descent.map(ring),
    ...joined(cervix),
    ...cervix.map(cross),
    ...joined(pulse),
    ...pulse.map(dot),
  ]
}

const lengths: Readonly<Record<'short' | 'middle' | 'long', PatternName>> = {
  short: 'dots',
  middle: 'hatch',
  long: 'solid',
}

function contractions({ h, contractions: count, length = 'short' }: LabourRow, place: Place): readonly Svg[] {
  if (count === undefined || count === 0) return []
  const width = place.perHour / 2
  const height = Math.min(5, count) * sheet.contractions.row
  const top = sheet.contractions.top + 5 * sheet.contractions.row - height
  return [
    el('rect', {
      x: x(place, h),
      y: top,
      width,
      height,
      fill: fillOf(lengths[length]),
      stroke: ink,
      'stroke-width': 0.9,
    }),
  ]
}

function pressure({ h, systolic, diastolic }: LabourRow, place: Place): readonly Svg[] {
  if (systolic === undefined || diastolic === undefined) return []
  const [px, high, low] = [x(place, h), scaled(sheet.blood, systolic), scaled(sheet.blood, diastolic)]
  return [
    line(px, high, px, low, { stroke: ink, 'stroke-width': 1.3 }),
    path(`M${round(px - 4)} ${round(high + 6)}l4 -6l4 6M${round(px - 4)} ${round(low - 6)}l4 6l4 -6`, {
      stroke: ink,
      'stroke-width': 1.3,
    }),
  ]
}

interface Band {
  readonly top: number
  readonly row: number
}
const inRow = (band: Band, at: number, px: number, text: string | number | undefined): readonly Svg[] =>
  text === undefined || text === '' ? [] : [textAt(px, band.top + at * band.row + 13, String(text), small)]

function texts(row: LabourRow, place: Place): readonly Svg[] {
  const px = x(place, row.h)
  return [
    ...inRow(sheet.waters, 0, px, row.fluid),
    ...inRow(sheet.waters, 1, px, row.moulding),
    ...inRow(sheet.oxytocin, 0, px, row.oxytocin),
    ...inRow(sheet.oxytocin, 1, px, row.drops),
    ...inRow(sheet.oxytocin, 2, px, row.drug),
    ...inRow(sheet.other, 0, px, row.temperature),
    ...inRow(sheet.other, 1, px, row.urine),
  ]
}

/** Clock times under the hours, when the time of the first examination is known. */
function clock({ start }: Labour, place: Place): readonly Svg[] {
  const hours = Math.round(sheet.width / place.perHour)
  const [from = 0, minutes = 0] = (start ?? '').split(':').map(Number)
  return Array.from({ length: hours }, (_, at) => {
    const total = from * 60 + minutes + Math.round((at - place.shift) * 60)
    const day = ((total % 1440) + 1440) % 1440
    const time = `${Math.floor(day / 60)}:${String(day % 60).padStart(2, '0')}`
    const text = start === undefined || hours > 12 ? String(at) : time
    return textAt(sheet.left + at * place.perHour + 2, sheet.clock.top + 13, text, {
      ...small,
      'text-anchor': 'start',
    })
  })
}

/** The lines of alert and action where the sheet is narrower than twelve hours a page. */
function linesOf({ alert, perHour }: Place): readonly Svg[] {
  const scale = (perHour * 12) / sheet.width
  const move = sheet.left * (1 - scale) + alert * perHour
  return [group({ transform: `translate(${round(move)} 0) scale(${scale} 1)` }, alertLines)]
}

const progressWords: Readonly<Record<LabourProgress, Words>> = {
  before: { vi: 'Chưa vào pha tích cực.', en: 'Not yet in the active phase.' },
  onTime: { vi: 'Cổ tử cung mở bên trái hoặc trên đường báo động.', en: 'On or to the left of the alert line.' },
  beyondAlert: { vi: 'Đã vượt đường báo động.', en: 'The alert line is crossed.' },
  beyondAction: { vi: 'Đã vượt đường hành động.', en: 'The action line is crossed.' },
}

/** Progress of labour over the alert and action lines, with mother and child. */
export const labourChart: ChartSpec<Labour> = {
  read: readLabour,
  isEmpty: ({ rows }) => rows.length === 0,
  draw(labour: Labour, language: DrawingLanguage) {
    const { rows } = labour
    const place = placeOf(rows)
    return {
      svg: [
        ...linesOf(place),
        ...clock(labour, place),
        ...rows.flatMap((row) => [...contractions(row, place), ...pressure(row, place), ...texts(row, place)]),
        ...curves(rows, place),
      ],
      patterns: Object.values(lengths),
      lines: rows.length > 0 ? [progressWords[progressOf(rows)][language]] : [],
    }
  },
  figures({ rows }): Readonly<Record<string, number>> {
    const cervix = rows.findLast((row) => row.cervix !== undefined)?.cervix
    return cervix === undefined ? {} : { cervix }
  },
}
