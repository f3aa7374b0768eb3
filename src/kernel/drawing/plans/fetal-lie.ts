import type { FetalPresentation } from '../fetal-chart.ts'
import { circle, ellipse, fine, outline, type Plan } from '../plan.ts'
import type { Svg } from '../svg.ts'

/** A fetus in flexion, head down, back on the viewer's right; middle at 0 0. */
export const fetus: readonly Svg[] = [
  outline(
    'M34 58C52 74 54 104 36 122C16 140 -20 138 -36 118C-46 106 -46 92 -42 84C-48 80 -52 76 -50 72C-46 70 -42 68 -40 62C-34 46 -16 38 4 42C16 44 28 50 34 58Z',
    1.8,
  ),
  outline('M34 58C62 40 76 -8 66 -52C58 -88 34 -116 6 -116C-20 -116 -34 -98 -32 -78', 1.8),
  outline('M-32 -78C-44 -60 -66 -36 -72 -18C-74 -8 -64 -2 -56 -8C-40 -20 -22 -40 -8 -54', 1.5),
  outline(
    'M-70 -14C-60 -34 -48 -62 -56 -92C-58 -102 -70 -106 -74 -98C-78 -76 -78 -50 -78 -30C-78 -20 -76 -16 -70 -14',
    1.4,
  ),
  outline('M-58 -92C-66 -98 -82 -100 -84 -94C-84 -88 -76 -86 -68 -86', 1.2),
  outline('M30 34C12 32 -8 24 -22 12C-30 6 -40 8 -42 16C-42 24 -34 26 -28 28C-10 40 8 48 26 50', 1.4),
  outline('M-40 12C-48 20 -54 32 -50 42C-46 46 -40 42 -38 36L-34 26', 1.2),
  fine('M-36 86C-30 84 -26 86 -24 90M-41 78L-46 76M-38 70C-34 70 -32 68 -30 66', 1),
  outline('M4 84C10 78 20 82 18 92C16 100 8 102 6 96C5 92 3 90 4 84Z', 1.1),
  fine('M-34 -70C-46 -30 -34 -4 -46 4C-62 14 -92 24 -96 44', 1.4),
]

const skull = 'M0 -74C34 -74 50 -44 50 -4C50 36 30 66 0 66C-30 66 -50 36 -50 -4C-50 -44 -34 -74 0 -74Z'

/** The leading part from below, its leading point upwards: where the pubis is when the position is anterior. */
export const presentingPart: Readonly<Record<FetalPresentation, readonly Svg[]>> = {
  vertex: [
    outline(skull, 1.8),
    outline('M0 -38V20M0 -38L-40 -58M0 -38L40 -58', 1.4),
    outline('M0 20L-12 38L0 56L12 38Z', 1.4),
    outline('M-12 38C-26 42 -38 44 -48 36M12 38C26 42 38 44 48 36M0 56V66', 1.2),
    outline('M-6 -44L6 -44L0 -34Z', 1.2),
    fine('M-6 -66L0 -74L6 -66', 1.4),
  ],
  brow: [
    outline(skull, 1.8),
    outline('M0 26V-10L-14 -30L0 -52L14 -30L0 -10', 1.3),
    fine('M-28 -62C-18 -70 18 -70 28 -62', 1),
    outline('M-30 40C-22 34 -14 34 -8 40M8 40C14 34 22 34 30 40M0 44V60', 1.3),
    fine('M-6 -66L0 -74L6 -66', 1.4),
  ],
  face: [
    outline(skull, 1.8),
    outline('M-30 14C-22 22 -14 22 -8 14M8 14C14 22 22 22 30 14', 1.4),
    outline('M0 12V-12M-10 -14C-4 -20 4 -20 10 -14', 1.3),
    outline('M-18 -34C-8 -42 8 -42 18 -34C8 -28 -8 -28 -18 -34Z', 1.3),
    fine('M-12 -58C-4 -64 4 -64 12 -58M-6 -66L0 -74L6 -66', 1.2),
  ],
  breech: [
    outline('M0 -60C40 -66 62 -30 58 6C54 44 26 60 0 58C-26 60 -54 44 -58 6C-62 -30 -40 -66 0 -60Z', 1.8),
    outline('M0 -40V54', 1.4),
    circle(0, 6, 5, 1.2),
    outline('M-12 -56C-6 -46 6 -46 12 -56', 1.3),
    fine('M-6 -50L0 -60L6 -50', 1.4),
  ],
  shoulder: [
    outline('M-60 -20C-40 -50 40 -50 60 -20C66 20 40 50 0 50C-40 50 -66 20 -60 -20Z', 1.8),
    outline('M-14 -42C-22 -10 -10 40 6 74C14 84 24 78 20 68C10 40 8 0 18 -42', 1.5),
    fine('M-30 -10C-34 8 -32 26 -24 38M30 -10C34 8 32 26 26 38', 0.9),
  ],
}

const womb: readonly Svg[] = [
  outline(
    'M190 22C286 22 330 110 322 200C316 268 270 322 230 346H150C110 322 64 268 58 200C50 110 94 22 190 22Z',
    2,
  ),
  outline('M150 346C158 360 158 368 154 380M230 346C222 360 222 368 226 380', 1.6),
  fine('M72 300C96 340 118 362 142 372M308 300C284 340 262 362 238 372', 1),
]

const pelvis: readonly Svg[] = [
  outline(
    'M540 66C590 66 654 96 660 170C664 230 628 300 574 316C560 304 552 300 540 300C528 300 520 304 506 316C452 300 416 230 420 170C426 96 490 66 540 66Z',
    2,
  ),
  ellipse(540, 62, 12, 20, 1.4),
  outline('M506 316C516 330 528 336 540 336C552 336 564 330 574 316', 1.4),
]

/** The womb from the front and the pelvic inlet from below, the pubis at the top. */
export const fetalLiePlan: Plan = {
  title: { vi: 'Ngôi, thế, kiểu thế', en: 'Fetal lie, presentation, position' },
  size: { width: 720, height: 388 },
  art: [...womb, ...pelvis],
  captions: [
    { at: [28, 200], text: { vi: 'Phải', en: 'Right' } },
    { at: [352, 200], text: { vi: 'Trái', en: 'Left' } },
    { at: [540, 34], text: { vi: 'xương mu', en: 'pubis' }, size: 11 },
    { at: [540, 330], text: { vi: 'xương cùng', en: 'sacrum' }, size: 10 },
    { at: [396, 196], text: { vi: 'Phải', en: 'Right' } },
    { at: [688, 196], text: { vi: 'Trái', en: 'Left' } },
  ],
  regions: [],
  states: [],
}
