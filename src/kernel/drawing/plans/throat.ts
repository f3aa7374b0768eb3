import { commonStates, filled, fine, mirrored, outline, type Plan, type Region } from '../plan.ts'
import type { Svg } from '../svg.ts'

const states = commonStates.filter((one) => one.code !== 'pain')
const twice = (art: readonly Svg[]) => [...art, mirrored(340, art)]
const both = (id: string, vi: string, en: string, d: string, x: number, y: number): readonly Region[] => [
  { id: `right.${id}`, name: { vi: `${vi} phải`, en: `right ${en}` }, d, at: [x, y] },
  {
    id: `left.${id}`,
    name: { vi: `${vi} trái`, en: `left ${en}` },
    d,
    at: [340 - x, y],
    transform: 'translate(340 0) scale(-1 1)',
  },
]
const one = (id: string, vi: string, en: string, d: string, x: number, y: number): Region => ({
  id,
  name: { vi, en },
  d,
  at: [x, y],
})

const tonsil = 'M104 150C122 146 130 168 126 192C122 212 106 212 98 198C92 182 92 156 104 150Z'
const wall =
  'M170 160C158 176 156 184 150 176C140 160 134 148 128 146C134 176 130 206 124 222C150 230 190 230 216 222C210 206 206 176 212 146C206 148 200 160 190 176C184 184 182 176 170 160Z'
const palate =
  'M170 74C124 74 92 98 84 132C100 122 122 126 134 142C144 154 150 176 156 178C160 178 164 170 166 164L168 196Q170 202 172 196L174 164C176 170 180 178 184 178C190 176 196 154 206 142C218 126 240 122 256 132C248 98 216 74 170 74Z'
const tongue =
  'M70 232C96 214 132 222 170 224C208 222 244 214 270 232C272 270 232 290 170 290C108 290 68 270 70 232Z'

const throatHalf: readonly Svg[] = [
  outline('M170 36C96 34 40 70 32 150C26 226 72 300 170 302', 2),
  outline('M170 52C108 50 56 84 50 152C46 216 84 284 170 286', 1.1),
  fine('M84 132C80 160 82 196 92 222', 1.1),
  fine('M128 146C134 172 130 204 122 222', 1.1),
  filled(tonsil, '#fff', 1.4),
  fine('M108 160l6 6M106 174l8 4M108 190l7 2M116 158l2 8', 0.7),
  fine('M100 62L104 76M122 55L125 69M146 51L147 66', 0.8),
]

/** The open mouth: palate, uvula, tonsils between their pillars, back wall, tongue. */
export const throat: Plan = {
  title: { vi: 'Họng', en: 'Throat' },
  size: { width: 340, height: 314 },
  art: [
    ...twice(throatHalf),
    outline(
      'M84 132C100 122 122 126 134 142C144 154 150 176 158 178C162 178 164 168 166 164L168 196Q170 202 172 196L174 164C176 168 178 178 182 178C190 176 196 154 206 142C218 126 240 122 256 132',
      1.5,
    ),
    filled(tongue, '#fff', 1.5),
    fine('M170 228V284', 0.7),
    fine('M156 200C164 206 176 206 184 200M150 210C162 216 178 216 190 210', 0.6),
  ],
  captions: [
    { at: [170, 18], text: { vi: 'HỌNG', en: 'THROAT' } },
    { at: [16, 306], text: { vi: 'Phải', en: 'Right' }, anchor: 'start', size: 11 },
    { at: [324, 306], text: { vi: 'Trái', en: 'Left' }, anchor: 'end', size: 11 },
  ],
  regions: [
    one('palate', 'màn hầu, lưỡi gà', 'soft palate, uvula', palate, 170, 110),
    one('back-wall', 'thành sau họng', 'back wall', wall, 170, 214),
    ...both('tonsil', 'amiđan', 'tonsil', tonsil, 111, 180),
    one('tongue', 'lưỡi', 'tongue', tongue, 170, 258),
  ],
  states,
}

const fold = 'M166 112L128 206C124 212 130 214 134 210L168 132Z'
const falseFold = 'M160 106C136 126 116 164 110 204L122 208C128 172 144 140 162 118Z'
const arytenoid = 'M104 212C112 202 140 208 148 220C150 232 132 242 116 236C102 230 98 222 104 212Z'
const epiglottis = 'M84 86C100 46 240 46 256 86C240 100 204 96 170 108C136 96 100 100 84 86Z'
const pyriform = 'M72 130C58 168 60 214 84 244C94 236 98 226 98 214C100 176 112 140 132 116C110 112 84 110 72 130Z'
const larynxHalf: readonly Svg[] = [
  outline('M84 86C58 118 48 196 70 240C88 268 134 276 170 268', 1.8),
  filled(falseFold, '#fff', 1.1),
  filled(fold, '#fff', 1.4),
  filled(arytenoid, '#fff', 1.4),
  fine('M94 100C76 134 72 190 88 226', 0.8),
  fine('M136 212C148 222 160 226 170 226', 1),
]

/** The larynx from above in the mirror: epiglottis at the top, vocal folds open. */
export const larynx: Plan = {
  title: { vi: 'Thanh quản', en: 'Larynx' },
  size: { width: 340, height: 314 },
  art: [
    ...twice(larynxHalf),
    filled(epiglottis, '#fff', 1.8),
    fine('M170 60V100M110 74C140 66 200 66 230 74', 0.7),
    fine('M152 168H188M147 182H193M142 196H198', 0.6),
  ],
  captions: [
    { at: [170, 18], text: { vi: 'THANH QUẢN (soi gương)', en: 'LARYNX (mirror)' } },
    { at: [16, 306], text: { vi: 'Phải', en: 'Right' }, anchor: 'start', size: 11 },
    { at: [324, 306], text: { vi: 'Trái', en: 'Left' }, anchor: 'end', size: 11 },
  ],
  regions: [
    ...both('pyriform', 'xoang lê', 'pyriform sinus', pyriform, 82, 170),
    ...both('false-fold', 'băng thanh thất', 'false fold', falseFold, 122, 160),
    ...both('vocal-fold', 'dây thanh', 'vocal fold', fold, 148, 166),
    ...both('arytenoid', 'sụn phễu', 'arytenoid', arytenoid, 124, 224),
    one('epiglottis', 'nắp thanh môn', 'epiglottis', epiglottis, 170, 78),
    one(
      'glottis',
      'thanh môn, hạ thanh môn',
      'glottis, subglottis',
      'M170 126L136 210C150 222 190 222 204 210Z',
      170,
      190,
    ),
  ],
  states: [...states, { code: 'paralysed', name: { vi: 'liệt, kém di động', en: 'paralysed' }, fill: 'vertical' }],
}
