import { circle, circlePath, commonStates, type FindingState, filled, fine, outline, type Plan } from '../plan.ts'
import type { Svg } from '../svg.ts'
import { bothSides, eyeCaptions, eyes, pairOf, part } from './pair.ts'

const width = 720

/** Closed-up view of lids, brow and tear passages, and below it the lids turned out. */
const art: readonly Svg[] = [
  outline('M40 66C96 34 190 30 286 56C298 60 296 68 284 66C196 48 104 52 46 76C38 78 34 70 40 66Z', 1.2),
  fine('M60 62l8 -8M84 54l8 -8M110 48l8 -8M138 45l7 -8M166 44l7 -8M194 45l6 -8M222 49l5 -7M250 54l4 -6', 0.8),
  fine('M58 128C96 88 146 78 186 80C238 82 284 104 312 142', 1),
  outline('M56 152C90 112 138 98 184 100C236 102 282 124 312 156', 2),
  outline('M56 152C90 184 138 198 188 196C238 194 280 178 312 156', 1.7),
  circle(182, 146, 40, 1.4),
  filled(circlePath(182, 146, 14), '#222', 1),
  outline('M312 156C304 149 297 150 291 155C297 165 306 164 312 156', 1),
  fine('M296 141a2 2 0 1 0 .1 0M296 171a2 2 0 1 0 .1 0', 1),
  fine('M298 141C310 134 322 142 326 154M298 172C310 176 320 168 326 158', 0.9),
  outline('M326 146C336 144 340 152 338 166L334 206', 1.3),
  outline('M326 146C322 156 326 166 327 172L325 206', 1.3),
  outline('M70 262C110 230 250 228 292 260C286 292 240 306 182 306C122 306 76 294 70 262Z', 1.6),
  fine('M84 268C124 288 240 288 280 266M92 276C130 298 234 298 272 274', 0.8),
  fine('M110 254v24M134 248v32M158 245v37M182 244v38M206 245v37M230 248v32M254 254v24', 0.6),
  outline('M70 356C112 332 250 332 292 356C250 400 112 400 70 356Z', 1.6),
  fine('M86 358C124 346 238 346 276 358M96 370C132 384 230 384 266 370', 0.8),
]

const parts = [
  part(
    'brow',
    'cung mày',
    'brow',
    'M40 66C96 34 190 30 286 56C298 60 296 68 284 66C196 48 104 52 46 76C38 78 34 70 40 66Z',
    165,
    47,
  ),
  part(
    'upper-skin',
    'da mi trên',
    'skin of the upper lid',
    'M58 128C96 88 146 78 186 80C238 82 284 104 312 142L312 156C282 124 236 102 184 100C138 98 90 112 56 152Z',
    184,
    90,
  ),
  part(
    'lower-skin',
    'da mi dưới',
    'skin of the lower lid',
    'M56 152C90 184 138 198 188 196C238 194 280 178 312 156L308 182C276 206 236 218 188 220C138 220 86 206 58 178Z',
    184,
    208,
  ),
  part(
    'lacrimal-sac',
    'túi lệ, lệ đạo',
    'lacrimal sac and passages',
    'M326 146C336 144 340 152 338 166L334 206H325L327 172C326 166 322 156 326 146Z',
    331,
    176,
  ),
  part(
    'upper-tarsal',
    'kết mạc mi trên',
    'upper tarsal conjunctiva',
    'M70 262C110 230 250 228 292 260C286 292 240 306 182 306C122 306 76 294 70 262Z',
    182,
    262,
  ),
  part(
    'lower-tarsal',
    'kết mạc mi dưới, cùng đồ',
    'lower tarsal conjunctiva and fornix',
    'M70 356C112 332 250 332 292 356C250 400 112 400 70 356Z',
    182,
    362,
  ),
]

const states: readonly FindingState[] = [
  ...commonStates.filter((one) => one.code !== 'pain'),
  { code: 'follicles', name: { vi: 'hột, nhú gai', en: 'follicles, papillae' }, fill: 'vertical' },
]

/** Lids, brow and tear passages of both eyes; the lids turned out below. */
export const eyeLids: Plan = {
  title: { vi: 'Hình vẽ mi, kết mạc', en: 'Eyelids and conjunctiva' },
  size: { width, height: 404 },
  art: bothSides(art, width),
  captions: [
    ...eyeCaptions(182, width),
    { at: [360, 270], text: { vi: 'mi trên lật', en: 'upper lid, turned' }, size: 11 },
    { at: [360, 362], text: { vi: 'mi dưới lật', en: 'lower lid, turned' }, size: 11 },
  ],
  regions: pairOf(parts, width, eyes),
  states,
}
