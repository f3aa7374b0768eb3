import type { Words } from '../kinds.ts'
import { labourLines } from '../labour.ts'
import type { Caption, Plan } from '../plan.ts'
import { el, line, path, type Svg, textAt } from '../svg.ts'

/** Bands of the sheet from top to bottom, each with its own scale or rows. */
export const sheet = {
  left: 132,
  width: 576,
  heart: { top: 30, low: 80, high: 200, perTen: 10 },
  waters: { top: 158, row: 18 },
  cervix: { top: 206, perCm: 19 },
  clock: { top: 400, row: 18 },
  contractions: { top: 430, row: 14 },
  oxytocin: { top: 510, row: 18 },
  blood: { top: 576, low: 60, high: 180, perTen: 9 },
  other: { top: 692, row: 18 },
} as const
const halfHours = 24
const column = sheet.width / halfHours
const right = sheet.left + sheet.width

const thin = { stroke: '#bbb', 'stroke-width': 0.6 }
const frame = (top: number, height: number): Svg =>
  el('rect', { x: sheet.left, y: top, width: sheet.width, height, stroke: '#222', 'stroke-width': 1.1 })

function grid(top: number, rows: number, row: number): readonly Svg[] {
  const height = rows * row
  return [
    ...Array.from({ length: rows - 1 }, (_, at) =>
      line(sheet.left, top + (at + 1) * row, right, top + (at + 1) * row, thin),
    ),
    ...Array.from({ length: halfHours - 1 }, (_, at) =>
      line(sheet.left + (at + 1) * column, top, sheet.left + (at + 1) * column, top + height, thin),
    ),
    frame(top, height),
  ]
}

function scale(top: number, low: number, high: number, step: number, height: number): readonly Svg[] {
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, at) => {
    const y = top + height - (at * step * height) / (high - low) + 4
    return textAt(sheet.left - 6, y, String(low + at * step), {
      'text-anchor': 'end',
      'font-size': 10,
      fill: '#222',
    })
  })
}

const heartHeight = ((sheet.heart.high - sheet.heart.low) / 10) * sheet.heart.perTen
const bloodHeight = ((sheet.blood.high - sheet.blood.low) / 10) * sheet.blood.perTen
const cervixHeight = 10 * sheet.cervix.perCm
const cm = (value: number) => sheet.cervix.top + cervixHeight - value * sheet.cervix.perCm
const hour = sheet.width / 12
const { activeFromCm, fullCm, cmPerHour, actionAfterHours } = labourLines
const slope = (start: number) =>
  `M${sheet.left + start * hour} ${cm(activeFromCm)}L${sheet.left + (start + (fullCm - activeFromCm) / cmPerHour) * hour} ${cm(fullCm)}`

/** Both lines for twelve hours; a chart of a longer labour draws its own. */
export const alertLines: readonly Svg[] = [
  path(slope(0), { stroke: '#111', 'stroke-width': 1.8 }),
  path(slope(actionAfterHours), { stroke: '#111', 'stroke-width': 1.8, 'stroke-dasharray': '8 4' }),
]

const label = (y: number, vi: string, en: string): Caption => ({
  at: [8, y],
  text: { vi, en },
  anchor: 'start',
  size: 10,
})
const rowLabel = (band: { readonly top: number; readonly row: number }, at: number, words: Words): Caption => ({
  at: [8, band.top + at * band.row + 13],
  text: words,
  anchor: 'start',
  size: 11,
})

/** The partograph as Viet Nam uses it, data/labour/partograph.json: the alert line, and the action line to its right. */
export const partographPlan: Plan = {
  title: { vi: 'Biểu đồ chuyển dạ', en: 'Partograph' },
  size: { width: 720, height: 756 },
  art: [
    ...grid(sheet.heart.top, heartHeight / 10, 10),
    ...scale(sheet.heart.top, 80, 200, 20, heartHeight),
    ...grid(sheet.waters.top, 2, sheet.waters.row),
    ...grid(sheet.cervix.top, 10, sheet.cervix.perCm),
    ...scale(sheet.cervix.top, 0, 10, 1, cervixHeight),
    ...grid(sheet.clock.top, 1, sheet.clock.row),
    ...grid(sheet.contractions.top, 5, sheet.contractions.row),
    ...scale(sheet.contractions.top, 0, 5, 1, 70),
    ...grid(sheet.oxytocin.top, 3, sheet.oxytocin.row),
    ...grid(sheet.blood.top, bloodHeight / 9, 9),
    ...scale(sheet.blood.top, 60, 180, 20, bloodHeight),
    ...grid(sheet.other.top, 2, sheet.other.row),
  ],
  captions: [
    { at: [360, 18], text: { vi: 'BIỂU ĐỒ CHUYỂN DẠ', en: 'PARTOGRAPH' }, size: 14 },
    label(92, 'Tim thai', 'Fetal heart'),
    label(106, '(lần/phút)', '(per minute)'),
    rowLabel(sheet.waters, 0, { vi: 'Ối', en: 'Waters' }),
    rowLabel(sheet.waters, 1, { vi: 'Chồng khớp', en: 'Moulding' }),
    label(290, 'Cổ tử cung, cm (×)', 'Cervix, cm (×)'),
    label(308, 'Độ lọt, /5 (vòng)', 'Descent, /5 (ring)'),
    rowLabel(sheet.clock, 0, { vi: 'Giờ', en: 'Time' }),
    label(458, 'Cơn co', 'Contractions'),
    label(472, 'trong 10 phút', 'in 10 minutes'),
    rowLabel(sheet.oxytocin, 0, { vi: 'Oxytocin (UI/L)', en: 'Oxytocin (IU/L)' }),
    rowLabel(sheet.oxytocin, 1, { vi: 'giọt/phút', en: 'drops/min' }),
    rowLabel(sheet.oxytocin, 2, { vi: 'Thuốc, dịch', en: 'Drugs, fluids' }),
    label(626, 'Mạch (chấm)', 'Pulse (dots)'),
    label(642, 'Huyết áp (↕)', 'Pressure (↕)'),
    rowLabel(sheet.other, 0, { vi: 'Nhiệt độ', en: 'Temperature' }),
    rowLabel(sheet.other, 1, { vi: 'Nước tiểu', en: 'Urine' }),
    label(
      748,
      'Cơn co: chấm < 20 giây, gạch 20–40 giây, đặc > 40 giây. Ối: I còn, C trong, M phân su, B máu, A hết nước ối.',
      'Contractions: dots < 20 s, hatched 20–40 s, solid > 40 s. Waters: I intact, C clear, M meconium, B blood, A absent.',
    ),
  ],
  regions: [],
  states: [],
}
