import { type Caption, dashed, fine, outline, type Plan } from '../plan.ts'
import { group, join, type Svg } from '../svg.ts'
import { isUpper, type ToothShape, toothRows, toothShape } from '../tooth-numbers.ts'

/** Where a tooth stands: middle of its column, and the top of its square of surfaces. */
export interface ToothPlace {
  readonly x: number
  readonly square: number
  readonly number: number
}

export const squareSize = 30
const step = 43
const middle = 360
const tops = { permanentUpper: 104, deciduousUpper: 170, deciduousLower: 218, permanentLower: 284 } as const

function places(): ReadonlyMap<string, ToothPlace> {
  const all = Object.entries(toothRows).flatMap(([name, row]) => {
    const top = tops[name as keyof typeof tops]
    return row.map((tooth, at): [string, ToothPlace] => {
      const gap = at < row.length / 2 ? -5 : 5
      const x = middle + (at + 0.5 - row.length / 2) * step + gap
      return [tooth, { x, square: top, number: isUpper(tooth) ? top - 5 : top + squareSize + 13 }]
    })
  })
  return new Map(all)
}
const placeOf = places()

export function toothPlace(tooth: string): ToothPlace {
  return placeOf.get(tooth) ?? { x: 0, square: 0, number: 0 }
}

/** Crown and roots of an upper tooth seen from the cheek, biting edge at y = 0, tip of the root at -66. */
const shapes: Readonly<Record<ToothShape, readonly [crown: string, roots: string]>> = {
  incisor: [
    'M-11 0C-12 -10 -9 -19 -6 -24Q0 -29 6 -24C9 -19 12 -10 11 0Q0 3 -11 0Z',
    'M-6 -24C-6 -40 -4 -56 0 -64C4 -56 6 -40 6 -24',
  ],
  canine: [
    'M-10 -5C-12 -13 -9 -20 -6 -25Q0 -30 6 -25C9 -20 12 -13 10 -5Q4 0 0 4Q-4 0 -10 -5Z',
    'M-6 -25C-6 -42 -4 -60 0 -70C4 -60 6 -42 6 -25',
  ],
  premolar: [
    'M-11 -2C-13 -10 -10 -18 -7 -22Q0 -26 7 -22C10 -18 13 -10 11 -2Q6 1 0 -2Q-6 1 -11 -2Z',
    'M-7 -22C-7 -38 -5 -54 -2 -62Q0 -64 1 -60C4 -52 7 -38 7 -22',
  ],
  molar: [
    'M-16 -2C-18 -10 -16 -17 -13 -21Q0 -25 13 -21C16 -17 18 -10 16 -2Q10 1 5 -2Q0 1 -5 -2Q-10 1 -16 -2Z',
    'M-13 -21C-15 -36 -15 -50 -11 -60C-8 -58 -6 -48 -3 -36Q0 -32 3 -36C6 -48 8 -58 11 -60C15 -50 15 -36 13 -21',
  ],
}

/** The side view stands above the square in the upper jaw and hangs below it in the lower jaw. */
export function toothSide(tooth: string): { readonly x: number; readonly y: number; readonly flip: 1 | -1 } {
  const { x, square } = toothPlace(tooth)
  return isUpper(tooth) ? { x, y: square - 22, flip: 1 } : { x, y: square + squareSize + 22, flip: -1 }
}

function sideView(tooth: string): Svg {
  const { x, y, flip } = toothSide(tooth)
  const [crown, roots] = shapes[toothShape(tooth)]
  const transform = `translate(${x} ${y}) scale(1 ${flip})`
  return group({ transform }, [outline(roots, 1), outline(crown, 1.3)])
}

/** Corners of the square and of the smaller one inside it. */
function squareLines(tooth: string): Svg {
  const { x, square } = toothPlace(tooth)
  const [half, inner] = [squareSize / 2, squareSize / 4.6]
  const y = square + half
  return join([
    outline(`M${x - half} ${y - half}h${squareSize}v${squareSize}h${-squareSize}Z`, 1.1),
    fine(
      `M${x - inner} ${y - inner}h${2 * inner}v${2 * inner}h${-2 * inner}ZM${x - half} ${y - half}L${x - inner} ${y - inner}M${x + half} ${y - half}L${x + inner} ${y - inner}M${x - half} ${y + half}L${x - inner} ${y + inner}M${x + half} ${y + half}L${x + inner} ${y + inner}`,
      0.9,
    ),
  ])
}

const permanent = [...toothRows.permanentUpper, ...toothRows.permanentLower]
const all = Object.values(toothRows).flat()

const captions: readonly Caption[] = [
  { at: [8, 204], text: { vi: 'Phải', en: 'Right' }, anchor: 'start' },
  { at: [712, 204], text: { vi: 'Trái', en: 'Left' }, anchor: 'end' },
  { at: [74, 190], text: { vi: 'Răng sữa', en: 'Deciduous' }, size: 11 },
  ...all.map((tooth): Caption => {
    const { x, number } = toothPlace(tooth)
    return { at: [x, number], text: { vi: tooth, en: tooth }, size: 12 }
  }),
]

/** Both dentitions by FDI numbers: side view of the permanent teeth, five surfaces of every tooth. */
export const teethPlan: Plan = {
  title: { vi: 'Sơ đồ răng', en: 'Teeth' },
  size: { width: 720, height: 420 },
  art: [...permanent.map(sideView), ...all.map(squareLines), dashed('M360 8V412M16 209H100M620 209H704')],
  captions,
  regions: [],
  states: [],
}
