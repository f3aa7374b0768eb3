import { type Caption, type FindingState, fine, outline, type Plan, type Region } from '../plan.ts'
import { el, round, type Svg } from '../svg.ts'

interface Vertebra {
  readonly name: string
  readonly y: number
  readonly height: number
  readonly body: number
  readonly wing: number
}

const kinds = [
  { letter: 'C', count: 7, height: 12, step: 15, body: 12, wing: 20 },
  { letter: 'T', count: 12, height: 14, step: 18, body: 14, wing: 24 },
  { letter: 'L', count: 5, height: 19, step: 24, body: 19, wing: 34 },
] as const
const middle = 150
const top = 34

function vertebrae(): readonly Vertebra[] {
  let y = top
  return kinds.flatMap(({ letter, count, height, step, body, wing }) =>
    Array.from({ length: count }, (_, at) => {
      const one = { name: `${letter}${at + 1}`, y, height, body: body + at * 0.4, wing: wing + at * 0.5 }
      y += step
      return one
    }),
  )
}
const all = vertebrae()
const end = (all.at(-1)?.y ?? 0) + 24

/** From behind: body, transverse processes, spinous process. */
function behind({ y, height, body, wing }: Vertebra): string {
  const [l, r, m] = [middle - body, middle + body, y + height / 2]
  return `M${l} ${y + 1}Q${middle} ${y - 2} ${r} ${y + 1}L${r - 2} ${m - 3}Q${middle + wing} ${m - 4} ${middle + wing + 2} ${m}Q${middle + wing} ${m + 4} ${r - 2} ${m + 3}L${r} ${y + height - 1}Q${middle} ${y + height + 2} ${l} ${y + height - 1}L${l + 2} ${m + 3}Q${middle - wing} ${m + 4} ${middle - wing - 2} ${m}Q${middle - wing} ${m - 4} ${l + 2} ${m - 3}Z`
}

const sacrum = `M${middle - 32} ${end}Q${middle} ${end - 8} ${middle + 32} ${end}C${middle + 28} ${end + 34} ${middle + 16} ${end + 54} ${middle + 9} ${end + 62}H${middle - 9}C${middle - 16} ${end + 54} ${middle - 28} ${end + 34} ${middle - 32} ${end}Z`
const coccyx = `M${middle - 8} ${end + 66}H${middle + 8}L${middle + 2} ${end + 92}Q${middle} ${end + 96} ${middle - 2} ${end + 92}Z`

/** How far the body of a vertebra lies before the plumb line when seen from the side: neck and loin forward, chest back. */
function bend(y: number): number {
  const along = (y - top) / (end - top)
  return round(330 + 16 * Math.sin(along * 2.6 * Math.PI + 0.35) + (along > 0.7 ? (along - 0.7) * 30 : 0))
}

function fromSide({ y, height, body }: Vertebra): Svg {
  const lean = Math.atan2(bend(y + height) - bend(y), height) * (180 / Math.PI)
  return el(
    'g',
    { transform: `translate(${bend(y + height / 2)} ${y + height / 2}) rotate(${round(-lean)})` },
    outline(
      `M${-body} ${-height / 2 + 1}H${body}Q${body - 3} 0 ${body} ${height / 2 - 1}H${-body}Q${-body + 3} 0 ${-body} ${-height / 2 + 1}Z`,
      1.1,
    ),
    fine(`M${-body} -2L${-body - 12} ${height / 3}L${-body - 11} ${height / 2}L${-body} 3`, 0.9),
  )
}

const sideSacrum = `M${bend(end) - 18} ${end}L${bend(end) + 20} ${end + 4}C${bend(end) + 6} ${end + 34} ${bend(end) - 26} ${end + 56} ${bend(end) - 36} ${end + 92}L${bend(end) - 44} ${end + 88}C${bend(end) - 38} ${end + 50} ${bend(end) - 32} ${end + 20} ${bend(end) - 18} ${end}Z`

const regions: readonly Region[] = [
  ...all.map(
    (one): Region => ({
      id: one.name,
      name: { vi: `đốt sống ${one.name}`, en: `vertebra ${one.name}` },
      d: behind(one),
      at: [middle + one.wing + 16, one.y + one.height / 2],
    }),
  ),
  { id: 'S', name: { vi: 'xương cùng', en: 'sacrum' }, d: sacrum, at: [middle + 44, end + 22] },
  { id: 'Co', name: { vi: 'xương cụt', en: 'coccyx' }, d: coccyx, at: [middle + 24, end + 80] },
]

const label = (text: string, y: number, wing: number): Caption => ({
  at: [middle - wing - 8, y],
  text: { vi: text, en: text },
  anchor: 'end',
  size: 10,
})

const states: readonly FindingState[] = [
  { code: 'fracture', name: { vi: 'gãy, lún', en: 'fracture, collapse' }, fill: 'cross' },
  { code: 'slip', name: { vi: 'trượt', en: 'slipped' }, fill: 'hatch' },
  { code: 'disc', name: { vi: 'thoát vị đĩa đệm (dưới đốt này)', en: 'disc prolapse (below it)' }, fill: 'solid' },
  { code: 'degeneration', name: { vi: 'thoái hóa', en: 'degeneration' }, fill: 'grid' },
  { code: 'destroyed', name: { vi: 'hủy xương, lao, di căn', en: 'destroyed' }, fill: 'dense' },
  { code: 'pain', name: { vi: 'đau', en: 'pain' }, fill: 'vertical' },
  { code: 'operated', name: { vi: 'đã phẫu thuật', en: 'operated' }, fill: 'dots' },
  { code: 'other', name: { vi: 'tổn thương khác', en: 'other lesion' }, fill: 'back-hatch' },
]

/** The spine from behind and from the side. */
export const spine: Plan = {
  title: { vi: 'Cột sống', en: 'Spine' },
  size: { width: 460, height: end + 106 },
  art: [
    ...all.map((one) => outline(behind(one), 1.1)),
    outline(sacrum, 1.3),
    outline(coccyx, 1.2),
    fine(
      `M${middle - 10} ${end + 14}h.1M${middle + 10} ${end + 14}h.1M${middle - 8} ${end + 30}h.1M${middle + 8} ${end + 30}h.1M${middle - 6} ${end + 46}h.1M${middle + 6} ${end + 46}h.1`,
      4,
    ),
    ...all.map((one) => fine(`M${middle} ${one.y + 3}V${one.y + one.height + 3}`, 2.2)),
    ...all.map(fromSide),
    outline(sideSacrum, 1.3),
  ],
  captions: [
    { at: [middle, 20], text: { vi: 'NHÌN SAU', en: 'FROM BEHIND' } },
    { at: [330, 20], text: { vi: 'NHÌN NGHIÊNG', en: 'FROM THE SIDE' } },
    { at: [60, 20], text: { vi: 'Trái', en: 'Left' }, size: 11 },
    { at: [240, 20], text: { vi: 'Phải', en: 'Right' }, size: 11 },
    ...all.map((one) => label(one.name, one.y + one.height / 2 + 4, one.wing)),
    label('S', end + 20, 34),
  ],
  regions,
  states,
}
