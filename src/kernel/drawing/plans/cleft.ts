import { type FindingState, fine, outline, type Plan, type Region } from '../plan.ts'
import type { Svg } from '../svg.ts'

const one = (id: string, vi: string, en: string, d: string, x: number, y: number): Region => ({
  id,
  name: { vi, en },
  d,
  at: [x, y],
})

/** The striped Y: 1 to 3 and 4 to 6 are lip, ridge and palate before the foramen, 7 to 9 the palate behind it. */
const regions: readonly Region[] = [
  one('right.lip', '1. môi phải', '1. right lip', 'M404 60L438 40L462 78L428 98Z', 433, 69),
  one('right.alveolus', '2. cung răng phải', '2. right ridge', 'M428 98L462 78L486 116L452 136Z', 457, 107),
  one(
    'right.premaxilla',
    '3. khẩu cái trước phải',
    '3. right primary palate',
    'M452 136L486 116L510 158L476 176Z',
    481,
    146,
  ),
  one('left.lip', '4. môi trái', '4. left lip', 'M636 60L602 40L578 78L612 98Z', 607, 69),
  one('left.alveolus', '5. cung răng trái', '5. left ridge', 'M612 98L578 78L554 116L588 136Z', 583, 107),
  one(
    'left.premaxilla',
    '6. khẩu cái trước trái',
    '6. left primary palate',
    'M588 136L554 116L530 158L564 176Z',
    559,
    146,
  ),
  one('hard-front', '7. khẩu cái cứng trước', '7. front of the hard palate', 'M498 182H542V220H498Z', 520, 201),
  one('hard-back', '8. khẩu cái cứng sau', '8. back of the hard palate', 'M498 220H542V258H498Z', 520, 239),
  one('soft', '9. khẩu cái mềm', '9. soft palate', 'M498 258H542V304C534 318 506 318 498 304Z', 520, 284),
]

const states: readonly FindingState[] = [
  { code: 'complete', name: { vi: 'khe hở toàn bộ', en: 'complete cleft' }, fill: 'solid' },
  { code: 'incomplete', name: { vi: 'khe hở không toàn bộ', en: 'incomplete cleft' }, fill: 'cross' },
  { code: 'microform', name: { vi: 'thể nhẹ, dưới niêm mạc', en: 'microform, submucous' }, fill: 'dots' },
  { code: 'repaired', name: { vi: 'đã phẫu thuật', en: 'repaired' }, fill: 'hatch' },
]

const mouth: readonly Svg[] = [
  outline('M60 96C76 60 96 50 112 56C124 40 156 40 168 56C184 50 204 60 220 96', 1.4),
  outline(
    'M92 96C96 82 116 80 124 92C132 100 148 100 156 92C164 80 184 82 188 96C176 104 164 100 158 104C148 112 132 112 122 104C116 100 104 104 92 96Z',
    1.4,
  ),
  fine('M132 110L128 138M148 110L152 138', 1),
  outline(
    'M50 166C84 152 116 136 130 140Q140 148 150 140C164 136 196 152 230 166C196 170 168 166 140 168C112 166 84 170 50 166Z',
    1.6,
  ),
  outline('M50 166C80 200 110 206 140 206C170 206 200 200 230 166', 1.6),
]

const palate: readonly Svg[] = [
  outline('M140 236C88 236 62 280 60 340M140 236C192 236 218 280 220 340', 1.8),
  outline('M140 258C104 258 86 292 86 340M140 258C176 258 194 292 194 340', 1.2),
  fine('M140 286V340M140 282a4 4 0 1 0 .1 0M86 322C110 330 170 330 194 322', 0.9),
  outline('M86 340C100 348 124 346 132 350Q136 366 140 366Q144 366 148 350C156 346 180 348 194 340', 1.4),
]

/** Clefts of lip and palate after Kernahan, beside lip and palate to draw on. */
export const cleft: Plan = {
  title: { vi: 'Khe hở môi, vòm miệng', en: 'Cleft lip and palate' },
  size: { width: 720, height: 380 },
  art: [...mouth, ...palate, ...regions.map(({ d }) => outline(d, 1.3)), outline('M520 160a9 9 0 1 0 .1 0', 1.2)],
  captions: [
    { at: [140, 24], text: { vi: 'MÔI VÀ VÒM MIỆNG', en: 'LIP AND PALATE' } },
    { at: [520, 24], text: { vi: 'PHÂN LOẠI (KERNAHAN)', en: 'CLASSIFICATION (KERNAHAN)' } },
    { at: [388, 130], text: { vi: 'Phải', en: 'Right' }, size: 12 },
    { at: [652, 130], text: { vi: 'Trái', en: 'Left' }, size: 12 },
    ...regions.map((each): Plan['captions'][number] => {
      const number = each.name.vi.slice(0, 1)
      return { at: [each.at[0], each.at[1] + 5], text: { vi: number, en: number }, size: 13 }
    }),
  ],
  regions,
  states,
}
