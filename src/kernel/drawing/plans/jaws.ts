import { commonStates, fine, mirrored, outline, type Plan, type Region } from '../plan.ts'
import { el, round, type Svg, textAt } from '../svg.ts'

const width = 340
const middle = { x: 170, y: 196 }
const arch = { rx: 112, ry: 148 }
/** Degrees from the middle line, and half width and depth of the tooth, for places 1 to 8. */
const places = [
  [6, 11, 7],
  [18, 9, 7],
  [30, 9, 9],
  [42, 9, 10],
  [54, 9, 11],
  [68, 13, 13],
  [84, 13, 13],
  [99, 11, 12],
] as const

function spot(degrees: number, grow = 1): readonly [number, number] {
  const angle = (degrees * Math.PI) / 180
  return [round(middle.x - arch.rx * grow * Math.sin(angle)), round(middle.y - arch.ry * grow * Math.cos(angle))]
}

/** The arch from the biting side, front teeth at the top; the half on the viewer's left. */
const halfArch: readonly Svg[] = [
  ...places.map(([degrees, halfWidth, depth]) => {
    const [x, y] = spot(degrees)
    return el(
      'g',
      { transform: `translate(${x} ${y}) rotate(${-degrees})` },
      el('rect', {
        x: -halfWidth,
        y: -depth,
        width: 2 * halfWidth,
        height: 2 * depth,
        rx: 5,
        stroke: '#222',
        'stroke-width': 1.3,
      }),
    )
  }),
  outline('M170 32C90 32 38 110 38 206C38 240 50 262 70 262', 1.6),
  outline('M170 72C116 72 80 130 80 204C80 224 76 244 70 262', 1.1),
]

/** Numbers outside the arch; the upper jaw is seen from below, so the patient's right is on the left in both. */
function numbers(right: number, left: number, flip: boolean): readonly Svg[] {
  return places.flatMap(([degrees], at) => {
    const [x, y] = spot(degrees, degrees < 40 ? 1.21 : 1.28)
    const shownAt = (flip ? 2 * 186 - y : y) + 4
    const style = { 'text-anchor': 'middle', 'font-size': 11, fill: '#222' }
    return [textAt(x, shownAt, `${right}${at + 1}`, style), textAt(width - x, shownAt, `${left}${at + 1}`, style)]
  })
}

const both = (id: string, vi: string, en: string, d: string, x: number, y: number): readonly Region[] => [
  { id: `right.${id}`, name: { vi: `${vi} phải`, en: `right ${en}` }, d, at: [x, y] },
  {
    id: `left.${id}`,
    name: { vi: `${vi} trái`, en: `left ${en}` },
    d,
    at: [width - x, y],
    transform: `translate(${width} 0) scale(-1 1)`,
  },
]
const one = (id: string, vi: string, en: string, d: string, x: number, y: number): Region => ({
  id,
  name: { vi, en },
  d,
  at: [x, y],
})

const states = commonStates
const captions = (vi: string, en: string): Plan['captions'] => [
  { at: [8, 16], text: { vi, en }, anchor: 'start', size: 12 },
  { at: [14, 380], text: { vi: 'Phải', en: 'Right' }, anchor: 'start', size: 11 },
  { at: [326, 380], text: { vi: 'Trái', en: 'Left' }, anchor: 'end', size: 11 },
]

const throatHalf: readonly Svg[] = [
  outline('M70 262C96 256 132 264 150 286C158 298 160 316 164 330Q166 338 170 338', 1.4),
  outline('M70 262C62 296 78 346 118 366', 1.3),
  outline('M96 296C112 292 122 308 118 326C114 342 98 342 90 328C86 316 86 302 96 296Z', 1.3),
]

/** Upper jaw and throat from below: teeth, hard and soft palate, uvula, tonsils. */
export const jawUpper: Plan = {
  title: { vi: 'Hàm trên và họng', en: 'Upper jaw and throat' },
  size: { width, height: 386 },
  art: [
    ...halfArch,
    mirrored(width, halfArch),
    ...throatHalf,
    mirrored(width, throatHalf),
    fine(
      'M170 78V252M170 92C150 88 136 98 128 110M170 92C190 88 204 98 212 110M170 108C152 106 138 116 130 128M170 108C188 106 202 116 210 128M170 124C154 124 144 130 136 142M170 124C186 124 196 130 204 142',
      0.8,
    ),
    fine('M84 226C120 240 220 240 256 226', 0.8),
    ...numbers(1, 2, false),
  ],
  captions: captions('HÀM TRÊN', 'UPPER JAW'),
  regions: [
    one(
      'front-ridge',
      'lợi, xương ổ răng cửa trên',
      'upper front ridge',
      'M104 54C124 38 146 32 170 32C194 32 216 38 236 54L218 90C204 78 188 72 170 72C152 72 136 78 122 90Z',
      170,
      52,
    ),
    ...both(
      'ridge',
      'lợi, xương ổ răng sau',
      'back ridge',
      'M104 54L122 90C96 116 80 156 80 204C80 224 76 244 70 262C50 262 38 240 38 206C38 142 64 84 104 54Z',
      62,
      170,
    ),
    ...both(
      'hard-palate',
      'khẩu cái cứng',
      'hard palate',
      'M170 72C116 72 80 130 80 204L82 226C110 238 140 238 170 236Z',
      126,
      176,
    ),
    one(
      'soft-palate',
      'khẩu cái mềm, lưỡi gà',
      'soft palate, uvula',
      'M82 226C120 240 220 240 258 226L270 262C244 256 208 264 190 286C182 298 180 316 176 330Q170 344 164 330C160 316 158 298 150 286C132 264 96 256 70 262Z',
      170,
      262,
    ),
    ...both(
      'tonsil',
      'amiđan',
      'tonsil',
      'M96 296C112 292 122 308 118 326C114 342 98 342 90 328C86 316 86 302 96 296Z',
      104,
      316,
    ),
  ],
  states,
}

const tongue =
  'M170 88C124 92 100 150 100 214C98 262 104 306 110 320H230C236 306 242 262 240 214C240 150 216 92 170 88Z'
const lower = [
  ...halfArch,
  mirrored(width, halfArch),
  outline(tongue, 1.3),
  fine('M170 100V300M150 300a8 8 0 1 0 .1 0M190 300a8 8 0 1 0 .1 0M170 286a8 8 0 1 0 .1 0', 0.8),
]
const upsideDown = 'translate(0 372) scale(1 -1)'

/** Lower jaw from above, front teeth at the bottom: teeth, tongue, floor of the mouth. */
export const jawLower: Plan = {
  title: { vi: 'Hàm dưới', en: 'Lower jaw' },
  size: { width, height: 386 },
  art: [el('g', { transform: upsideDown }, ...lower), ...numbers(4, 3, true)],
  captions: captions('HÀM DƯỚI', 'LOWER JAW'),
  regions: [
    {
      ...one(
        'front-ridge',
        'lợi, xương ổ răng cửa dưới',
        'lower front ridge',
        'M104 54C124 38 146 32 170 32C194 32 216 38 236 54L218 90C204 78 188 72 170 72C152 72 136 78 122 90Z',
        170,
        320,
      ),
      transform: upsideDown,
    },
    {
      ...one(
        'right.ridge',
        'lợi, xương ổ răng sau phải',
        'right back ridge',
        'M104 54L122 90C96 116 80 156 80 204C80 224 76 244 70 262C50 262 38 240 38 206C38 142 64 84 104 54Z',
        62,
        202,
      ),
      transform: upsideDown,
    },
    {
      ...one(
        'left.ridge',
        'lợi, xương ổ răng sau trái',
        'left back ridge',
        'M236 54L218 90C244 116 260 156 260 204C260 224 264 244 270 262C290 262 302 240 302 206C302 142 276 84 236 54Z',
        278,
        202,
      ),
      transform: upsideDown,
    },
    {
      ...one(
        'floor',
        'sàn miệng',
        'floor of the mouth',
        'M170 72C128 72 96 104 84 160C82 190 82 230 76 256L104 256C98 200 106 100 170 90C234 100 242 200 236 256L264 256C258 230 258 190 256 160C244 104 212 72 170 72Z',
        90,
        180,
      ),
      transform: upsideDown,
    },
    { ...one('tongue', 'lưỡi', 'tongue', tongue, 170, 180), transform: upsideDown },
  ],
  states,
}
