import type { Words } from '../kinds.ts'
import { type Outline, sidePath, wholePath } from '../outline.ts'
import { fine, moved, outline, type Region } from '../plan.ts'
import type { Svg } from '../svg.ts'

/** The standing figure: the half on the viewer's right, middle at x = 0, crown at y = 0. */
const head: Outline = {
  start: [0, 0],
  curves: [
    [17, 0, 28, 13, 28, 34],
    [33, 33, 33, 46, 27, 50],
    [25, 62, 12, 76, 0, 77],
  ],
}
const neck: Outline = {
  start: [0, 77],
  curves: [
    [7, 76, 13, 72, 17, 67],
    [16, 76, 17, 83, 23, 91],
    [16, 98, 8, 101, 0, 101],
  ],
}
const shoulderToHip: Outline['curves'] = [
  [34, 97, 46, 96, 58, 101],
  [57, 116, 55, 132, 52, 150],
  [48, 168, 43, 188, 43, 206],
  [44, 226, 51, 240, 53, 260],
]
const trunkFront: Outline = {
  start: [0, 101],
  curves: [[8, 101, 16, 98, 23, 91], ...shoulderToHip, [42, 271, 28, 279, 15, 285], [10, 278, 5, 274, 0, 273]],
}
const chest: Outline = {
  start: [0, 101],
  curves: [
    [8, 101, 16, 98, 23, 91],
    ...shoulderToHip.slice(0, 2),
    [50, 160, 47, 172, 45, 184],
    [30, 182, 15, 180, 0, 180],
  ],
}
const abdomen: Outline = {
  start: [0, 180],
  curves: [
    [15, 180, 30, 182, 45, 184],
    [43, 192, 43, 199, 43, 206],
    [44, 226, 51, 240, 53, 260],
    [42, 271, 28, 279, 15, 285],
    [10, 278, 5, 274, 0, 273],
  ],
}
const genitals: Outline = {
  start: [0, 273],
  curves: [
    [5, 274, 10, 278, 15, 285],
    [13, 292, 9, 297, 4, 301],
    [3, 302, 1, 302, 0, 302],
  ],
}
const trunkBack: Outline = {
  start: [0, 101],
  curves: [[8, 101, 16, 98, 23, 91], ...shoulderToHip, [38, 246, 18, 242, 0, 244]],
}
const upperBack: Outline = chest
const loin: Outline = {
  start: [0, 180],
  curves: [
    [15, 180, 30, 182, 45, 184],
    [43, 192, 43, 199, 43, 206],
    [44, 226, 51, 240, 53, 260],
    [38, 246, 18, 242, 0, 244],
  ],
}
const buttock: Outline = {
  start: [0, 244],
  curves: [
    [18, 242, 38, 246, 53, 260],
    [57, 272, 58, 284, 57, 292],
    [46, 304, 20, 309, 4, 303],
    [2, 300, 0, 296, 0, 290],
    [0, 275, 0, 260, 0, 244],
  ],
}
const upperArm: Outline = {
  start: [58, 101],
  curves: [
    [70, 105, 77, 116, 78, 132],
    [79, 158, 84, 184, 89, 208],
    [82, 213, 75, 213, 68, 211],
    [62, 192, 56, 170, 52, 150],
    [55, 132, 57, 116, 58, 101],
  ],
}
const forearm: Outline = {
  start: [89, 208],
  curves: [
    [98, 228, 104, 252, 109, 273],
    [104, 277, 100, 279, 95, 279],
    [84, 258, 73, 236, 68, 211],
    [75, 213, 82, 213, 89, 208],
  ],
}
const hand: Outline = {
  start: [109, 273],
  curves: [
    [117, 279, 124, 291, 129, 302],
    [131, 307, 125, 310, 122, 305],
    [120, 302, 118, 299, 116, 298],
    [119, 308, 121, 320, 121, 331],
    [121, 336, 116, 336, 115, 331],
    [114, 326, 113, 321, 112, 317],
    [113, 324, 113, 330, 113, 336],
    [113, 342, 107, 342, 107, 336],
    [106, 330, 106, 324, 105, 318],
    [105, 324, 105, 330, 104, 336],
    [103, 341, 98, 340, 98, 335],
    [98, 329, 98, 323, 98, 317],
    [97, 322, 96, 327, 95, 331],
    [93, 335, 89, 333, 89, 329],
    [91, 318, 93, 307, 94, 297],
    [93, 290, 93, 284, 95, 279],
    [100, 279, 104, 277, 109, 273],
  ],
}
const thighFront: Outline = {
  start: [53, 260],
  curves: [
    [60, 292, 57, 350, 45, 402],
    [34, 406, 22, 406, 12, 402],
    [4, 370, 1, 330, 4, 301],
    [9, 297, 13, 292, 15, 285],
    [28, 279, 42, 271, 53, 260],
  ],
}
const thighBack: Outline = {
  start: [57, 292],
  curves: [
    [58, 330, 53, 368, 45, 402],
    [34, 406, 22, 406, 12, 402],
    [5, 370, 2, 335, 4, 303],
    [20, 309, 46, 304, 57, 292],
  ],
}
const leg: Outline = {
  start: [45, 402],
  curves: [
    [52, 440, 38, 480, 31, 526],
    [26, 529, 20, 529, 15, 526],
    [15, 486, 4, 448, 12, 402],
    [22, 406, 34, 406, 45, 402],
  ],
}
const foot: Outline = {
  start: [31, 526],
  curves: [
    [33, 540, 42, 548, 45, 557],
    [46, 565, 34, 567, 24, 566],
    [14, 566, 9, 562, 11, 553],
    [14, 545, 15, 536, 15, 526],
    [20, 529, 26, 529, 31, 526],
  ],
}

const across = (id: string, vi: string, en: string, shape: Outline, at: readonly [number, number]) => ({
  id,
  name: { vi, en },
  shape,
  at,
})

/** Parts as seen from the front; those of one side are drawn twice. */
const middleFront = [across('head', 'đầu mặt', 'head', head, [0, 22]), across('neck', 'cổ', 'neck', neck, [0, 89])]
const sides = [
  across('upper-arm', 'cánh tay', 'upper arm', upperArm, [68, 160]),
  across('forearm', 'cẳng tay', 'forearm', forearm, [87, 242]),
  across('hand', 'bàn tay', 'hand', hand, [106, 303]),
  across('leg', 'cẳng chân', 'lower leg', leg, [29, 455]),
  across('foot', 'bàn chân', 'foot', foot, [27, 548]),
]
const burnTrunkFront = [across('trunk', 'thân trước', 'front of the trunk', trunkFront, [0, 170])]
const bodyTrunkFront = [
  across('chest', 'ngực', 'chest', chest, [0, 140]),
  across('abdomen', 'bụng', 'abdomen', abdomen, [0, 225]),
]
const groin = [across('genitals', 'sinh dục', 'genitals', genitals, [0, 287])]
const burnTrunkBack = [across('trunk', 'thân sau', 'back of the trunk', trunkBack, [0, 170])]
const bodyTrunkBack = [
  across('upper-back', 'lưng', 'upper back', upperBack, [0, 140]),
  across('loin', 'thắt lưng, cùng', 'loin and sacrum', loin, [0, 215]),
]
const thighs = {
  front: across('thigh', 'đùi', 'thigh', thighFront, [30, 345]),
  back: across('thigh', 'đùi', 'thigh', thighBack, [30, 350]),
}
const buttocks = across('buttock', 'mông', 'buttock', buttock, [28, 278])

type Part = ReturnType<typeof across>
const faces: Readonly<Record<'front' | 'back', Words>> = {
  front: { vi: 'mặt trước', en: 'front' },
  back: { vi: 'mặt sau', en: 'back' },
}

export interface FigureAt {
  readonly face: 'front' | 'back'
  readonly x: number
  readonly y: number
}

function middleRegion({ face, x, y }: FigureAt, { id, name, shape, at }: Part): Region {
  return {
    id: `${face}.${id}`,
    name: { vi: `${name.vi} ${faces[face].vi}`, en: `${name.en}, ${faces[face].en}` },
    d: wholePath(shape, x, y),
    at: [x + at[0], y + at[1]],
  }
}

/** From the front the patient's right is on the viewer's left, from behind on the right. */
function sideRegions({ face, x, y }: FigureAt, { id, name, shape, at }: Part): readonly Region[] {
  return ([1, -1] as const).map((side) => {
    const isRight = (side === 1) === (face === 'back')
    return {
      id: `${face}.${isRight ? 'right' : 'left'}.${id}`,
      name: {
        vi: `${name.vi} ${isRight ? 'phải' : 'trái'} ${faces[face].vi}`,
        en: `${isRight ? 'right' : 'left'} ${name.en}, ${faces[face].en}`,
      },
      d: sidePath(shape, x, y, side),
      at: [x + side * at[0], y + at[1]],
    }
  })
}

/** The named parts of a figure; for burns the trunk is one part, as in the table of areas. */
export function figureRegions(at: FigureAt, forBurns: boolean): readonly Region[] {
  const isFront = at.face === 'front'
  const trunk = isFront
    ? [...(forBurns ? burnTrunkFront : bodyTrunkFront), ...groin]
    : forBurns
      ? burnTrunkBack
      : bodyTrunkBack
  const paired = isFront ? [thighs.front, ...sides] : [buttocks, thighs.back, ...sides]
  return [
    ...[...middleFront, ...trunk].map((part) => middleRegion(at, part)),
    ...paired.flatMap((part) => sideRegions(at, part)),
  ]
}

const marksFront =
  'M-16 33Q-10 29 -5 33M16 33Q10 29 5 33M0 36V49Q-4 52 -5 49M-9 60Q0 64 9 60M-20 101Q-8 104 -2 108M20 101Q8 104 2 108M0 112V176M-24 150a3 3 0 1 0 .1 0M24 150a3 3 0 1 0 .1 0M-36 160Q-20 172 -4 164M36 160Q20 172 4 164M0 226a2.5 3 0 1 0 .1 0M-26 392Q-30 402 -26 411M26 392Q30 402 26 411M17 560L18 566M24 560L25 566M31 559L32 566M37 557L40 564M-17 560L-18 566M-24 560L-25 566M-31 559L-32 566M-37 557L-40 564'
const marksBack =
  'M0 88V240M-40 122Q-22 118 -14 130Q-14 152 -24 164Q-36 150 -40 122M40 122Q22 118 14 130Q14 152 24 164Q36 150 40 122M0 250V300M-20 396Q-28 402 -36 396M20 396Q28 402 36 396M-80 205Q-76 201 -73 206M80 205Q76 201 73 206M-23 505V524M23 505V524'

/** The lines of a figure: edges of its parts, and what tells front from back. */
export function figureArt(at: FigureAt, forBurns: boolean): readonly Svg[] {
  return [
    ...figureRegions(at, forBurns).map(({ d }) => outline(d, 1.3)),
    moved(at.x, at.y, [fine(at.face === 'front' ? marksFront : marksBack, 0.9)]),
  ]
}
