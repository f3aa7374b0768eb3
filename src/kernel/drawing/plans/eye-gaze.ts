import type { Words } from '../kinds.ts'
import { circlePath, type FindingState, filled, fine, outline, type Plan, type Region } from '../plan.ts'
import type { Svg } from '../svg.ts'

/** Where the patient looks, as the examiner sees it: the patient's right is on the left. */
const gazes: readonly (readonly [id: string, name: Words, dx: number, dy: number])[] = [
  ['up-right', { vi: 'lên phải', en: 'up right' }, -1, -1],
  ['up', { vi: 'lên', en: 'up' }, 0, -1],
  ['up-left', { vi: 'lên trái', en: 'up left' }, 1, -1],
  ['right', { vi: 'phải', en: 'right' }, -1, 0],
  ['primary', { vi: 'nhìn thẳng', en: 'straight ahead' }, 0, 0],
  ['left', { vi: 'trái', en: 'left' }, 1, 0],
  ['down-right', { vi: 'xuống phải', en: 'down right' }, -1, 1],
  ['down', { vi: 'xuống', en: 'down' }, 0, 1],
  ['down-left', { vi: 'xuống trái', en: 'down left' }, 1, 1],
]

const eyesOf = { right: -52, left: 52 } as const
const cell = { width: 236, height: 118 }
const middleOf = (dx: number, dy: number) => [360 + dx * cell.width, 76 + (dy + 1) * cell.height] as const

function lids(x: number, y: number): string {
  return `M${x - 40} ${y}C${x - 24} ${y - 24} ${x + 24} ${y - 24} ${x + 40} ${y}C${x + 24} ${y + 22} ${x - 24} ${y + 22} ${x - 40} ${y}Z`
}

const art = gazes.flatMap(([, , dx, dy]): readonly Svg[] => {
  const [cx, y] = middleOf(dx, dy)
  return Object.values(eyesOf).flatMap((shift) => {
    const x = cx + shift
    return [
      outline(lids(x, y), 1.3),
      filled(circlePath(x + dx * 18, y + dy * 7, 11), '#fff', 1.1),
      filled(circlePath(x + dx * 18, y + dy * 7, 4.5), '#222', 0.8),
    ]
  })
})

const sides = { right: { vi: 'MP', en: 'right eye' }, left: { vi: 'MT', en: 'left eye' } } as const
const regions = gazes.flatMap(([id, name, dx, dy]) => {
  const [cx, y] = middleOf(dx, dy)
  return (['right', 'left'] as const).map(
    (side): Region => ({
      id: `${side}.${id}`,
      name: { vi: `${sides[side].vi}, ${name.vi}`, en: `${sides[side].en}, ${name.en}` },
      d: lids(cx + eyesOf[side], y),
      at: [cx + eyesOf[side], y + 28],
    }),
  )
})

const states: readonly FindingState[] = [
  { code: 'under1', name: { vi: 'hạn chế −1', en: 'underaction −1' }, fill: 'dots' },
  { code: 'under2', name: { vi: 'hạn chế −2', en: 'underaction −2' }, fill: 'horizontal' },
  { code: 'under3', name: { vi: 'hạn chế −3', en: 'underaction −3' }, fill: 'grid' },
  { code: 'under4', name: { vi: 'hạn chế −4', en: 'underaction −4' }, fill: 'solid' },
  { code: 'over1', name: { vi: 'quá hoạt +1', en: 'overaction +1' }, fill: 'hatch' },
  { code: 'over2', name: { vi: 'quá hoạt +2', en: 'overaction +2' }, fill: 'back-hatch' },
  { code: 'over3', name: { vi: 'quá hoạt +3', en: 'overaction +3' }, fill: 'cross' },
  { code: 'over4', name: { vi: 'quá hoạt +4', en: 'overaction +4' }, fill: 'dense' },
  { code: 'nystagmus', name: { vi: 'rung giật', en: 'nystagmus' }, fill: 'vertical' },
]

/** Eye movements in nine positions of gaze, as the examiner sees them. */
export const eyeGaze: Plan = {
  title: { vi: 'Vận nhãn chín hướng', en: 'Nine positions of gaze' },
  size: { width: 720, height: 366 },
  art: [...art, fine('M242 20V350M478 20V350M20 136H700M20 254H700', 0.6)],
  captions: gazes.map(([, name, dx, dy]) => {
    const [cx, y] = middleOf(dx, dy)
    return { at: [cx, y - 36] as const, text: name, size: 11 }
  }),
  regions,
  states,
}
