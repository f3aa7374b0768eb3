import {
  circle,
  circlePath,
  commonStates,
  filled,
  fine,
  mirrored,
  outline,
  type Plan,
  type Region,
} from '../plan.ts'
import type { Svg } from '../svg.ts'

const width = 340
const half: readonly Svg[] = [
  outline('M170 46C104 46 76 98 76 168C76 236 100 300 140 334C150 342 160 346 170 346', 2),
  outline('M78 172C66 164 58 172 60 192C62 214 72 232 84 228', 1.5),
  fine('M66 182C72 180 74 196 74 212', 0.9),
  outline('M102 172C114 160 134 160 146 176C134 184 114 184 102 172Z', 1.3),
  circle(124, 172, 8, 1),
  filled(circlePath(124, 172, 3), '#222', 0.8),
  outline('M98 152C112 142 132 142 148 152', 1.6),
  fine('M157 168C158 196 150 216 144 232C144 246 156 248 162 244', 1.1),
  outline(
    'M128 282C144 274 158 268 164 272Q168 274 170 274M128 282C146 282 160 284 170 284M128 282C142 300 156 304 170 304',
    1.3,
  ),
  fine('M166 252L165 266M138 240C126 250 118 264 116 278', 0.8),
  fine('M76 150C84 118 108 92 170 84', 0.8),
]

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

/** The face from the front. */
export const faceFront: Plan = {
  title: { vi: 'Mặt thẳng', en: 'Face, front' },
  size: { width, height: 366 },
  art: [...half, mirrored(width, half)],
  captions: [
    { at: [170, 22], text: { vi: 'MẶT THẲNG', en: 'FACE, FRONT' } },
    { at: [16, 350], text: { vi: 'Phải', en: 'Right' }, anchor: 'start', size: 11 },
    { at: [324, 350], text: { vi: 'Trái', en: 'Left' }, anchor: 'end', size: 11 },
  ],
  regions: [
    one(
      'forehead',
      'trán',
      'forehead',
      'M80 138C88 78 122 46 170 46C218 46 252 78 260 138C220 140 120 140 80 138Z',
      170,
      112,
    ),
    ...both(
      'orbit',
      'hốc mắt',
      'orbit',
      'M92 160C102 142 142 142 154 160C156 184 148 196 126 196C104 196 92 184 92 160Z',
      124,
      190,
    ),
    one(
      'nose',
      'mũi',
      'nose',
      'M157 160H183C184 196 190 216 198 234C196 250 182 250 170 250C158 250 144 250 142 234C150 216 156 196 157 160Z',
      170,
      214,
    ),
    ...both(
      'cheek',
      'má, gò má',
      'cheek',
      'M78 190C92 196 130 198 148 204C146 222 140 232 142 244C126 252 118 268 116 284C100 268 82 232 78 190Z',
      106,
      230,
    ),
    one(
      'upper-lip',
      'môi trên',
      'upper lip',
      'M142 250C160 254 180 254 198 250C204 262 210 272 212 282C184 284 156 284 128 282C130 272 136 262 142 250Z',
      170,
      266,
    ),
    one(
      'lower-lip',
      'môi dưới',
      'lower lip',
      'M128 282C156 285 184 285 212 282C200 300 184 304 170 304C156 304 140 300 128 282Z',
      170,
      294,
    ),
    one(
      'chin',
      'cằm',
      'chin',
      'M142 304C160 310 180 310 198 304L204 330C192 342 182 346 170 346C158 346 148 342 136 330Z',
      170,
      328,
    ),
    ...both(
      'mandible',
      'hàm dưới',
      'mandible',
      'M84 228C92 262 102 276 116 284C120 292 130 300 142 304L136 330C112 308 92 270 84 228Z',
      116,
      300,
    ),
    ...both(
      'ear',
      'tai, khớp thái dương hàm',
      'ear, jaw joint',
      'M78 172C66 164 58 172 60 192C62 214 72 232 84 228C80 210 78 190 78 172Z',
      68,
      200,
    ),
  ],
  states: commonStates,
}
