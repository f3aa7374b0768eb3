import {
  commonStates,
  type FindingState,
  filled,
  fine,
  mirrored,
  outline,
  type Plan,
  type Region,
} from '../plan.ts'
import type { Svg } from '../svg.ts'

const states: readonly FindingState[] = [
  ...commonStates.filter((one) =>
    ['swelling', 'redness', 'bleeding', 'ulcer', 'tumour', 'scar', 'other'].includes(one.code),
  ),
  { code: 'polyp', name: { vi: 'polyp', en: 'polyp' }, fill: 'cross' },
  { code: 'pus', name: { vi: 'mủ, dịch', en: 'pus, discharge' }, fill: 'vertical' },
]

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

const twice = (art: readonly Svg[]) => [...art, mirrored(340, art)]

const nostril = 'M152 96C150 66 128 54 108 70C80 94 62 150 66 206C68 240 92 256 122 250C142 246 152 236 152 220Z'
const inferior = 'M70 184C92 158 128 172 130 204C132 228 108 238 88 232C76 226 70 208 70 184Z'
const middle = 'M90 112C110 100 132 112 132 136C130 154 112 154 102 144C94 136 90 126 90 112Z'

const frontHalf: readonly Svg[] = [
  outline(nostril, 1.8),
  filled(inferior, '#fff', 1.3),
  filled(middle, '#fff', 1.3),
  fine('M80 196C94 184 114 188 120 204M98 120C108 114 122 122 124 134', 0.7),
  outline('M170 40C120 38 64 80 44 150C32 196 36 252 66 272C96 288 140 280 170 276', 1.6),
]

/** Both nasal cavities through the speculum; the septum in the middle. */
export const noseFront: Plan = {
  title: { vi: 'Mũi trước', en: 'Nose, front' },
  size: { width: 340, height: 310 },
  art: [...twice(frontHalf), outline('M160 92C162 140 162 190 160 234M180 92C178 140 178 190 180 234', 1.1)],
  captions: [
    { at: [170, 18], text: { vi: 'MŨI TRƯỚC', en: 'NOSE, FRONT' } },
    { at: [30, 300], text: { vi: 'Phải', en: 'Right' }, size: 11 },
    { at: [310, 300], text: { vi: 'Trái', en: 'Left' }, size: 11 },
  ],
  regions: [
    ...both('cavity', 'hốc mũi', 'nasal cavity', nostril, 140, 200),
    ...both('inferior-turbinate', 'cuốn dưới', 'inferior turbinate', inferior, 100, 208),
    ...both('middle-turbinate', 'cuốn giữa', 'middle turbinate', middle, 113, 130),
    {
      id: 'septum',
      name: { vi: 'vách ngăn', en: 'septum' },
      d: 'M160 92C162 140 162 190 160 234H180C178 190 178 140 180 92Z',
      at: [170, 160],
    },
  ],
  states,
}

const choana = 'M158 108C146 84 112 82 98 108C86 134 88 184 104 206C120 220 148 212 158 196Z'
const lower = 'M92 172C108 158 136 166 138 186C138 202 116 208 104 204C96 196 92 186 92 172Z'
const mid = 'M98 128C112 118 136 126 138 142C136 156 114 156 106 148C100 142 98 136 98 128Z'
const tube = 'M60 156C70 146 80 152 80 168C80 186 70 192 60 184C52 176 52 164 60 156Z'
const backHalf: readonly Svg[] = [
  outline(choana, 1.6),
  filled(lower, '#fff', 1.2),
  filled(mid, '#fff', 1.2),
  outline(tube, 1.3),
  fine('M62 164C68 160 72 166 70 176', 0.8),
  outline('M170 46C110 46 46 90 40 164C38 206 58 240 96 254C124 262 150 258 170 250', 1.6),
]

/** The back of the nose in the mirror: choanae, ends of the turbinates, openings of the tubes, vault. */
export const noseBack: Plan = {
  title: { vi: 'Mũi sau', en: 'Nose, back' },
  size: { width: 340, height: 310 },
  art: [
    ...twice(backHalf),
    outline('M164 104C166 140 166 170 162 204M176 104C174 140 174 170 178 204', 1.1),
    fine('M118 70C136 58 204 58 222 70M128 80C146 70 194 70 212 80', 0.8),
    outline('M152 250C154 276 162 290 170 290C178 290 186 276 188 250', 1.4),
  ],
  captions: [
    { at: [170, 18], text: { vi: 'MŨI SAU', en: 'NOSE, BACK' } },
    { at: [30, 300], text: { vi: 'Phải', en: 'Right' }, size: 11 },
    { at: [310, 300], text: { vi: 'Trái', en: 'Left' }, size: 11 },
  ],
  regions: [
    ...both('choana', 'cửa mũi sau', 'choana', choana, 146, 120),
    ...both('inferior-turbinate', 'đuôi cuốn dưới', 'end of the inferior turbinate', lower, 116, 188),
    ...both('middle-turbinate', 'đuôi cuốn giữa', 'end of the middle turbinate', mid, 118, 140),
    ...both('tube', 'loa vòi', 'opening of the tube', tube, 66, 172),
    {
      id: 'vault',
      name: { vi: 'vòm, VA', en: 'vault, adenoid' },
      d: 'M104 84C120 52 220 52 236 84C216 74 192 90 170 92C148 90 124 74 104 84Z',
      at: [170, 72],
    },
    {
      id: 'vomer',
      name: { vi: 'xương lá mía', en: 'vomer' },
      d: 'M164 104C166 140 166 170 162 204H178C174 170 174 140 176 104Z',
      at: [170, 156],
    },
  ],
  states,
}
