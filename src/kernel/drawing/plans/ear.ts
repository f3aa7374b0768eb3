import {
  circle,
  commonStates,
  type FindingState,
  fine,
  mirrored,
  moved,
  outline,
  type Plan,
  type Region,
  ringPath,
} from '../plan.ts'
import type { Svg } from '../svg.ts'

const width = 340
const states: readonly FindingState[] = [
  { code: 'perforation', name: { vi: 'thủng', en: 'perforation' }, fill: 'solid' },
  { code: 'retraction', name: { vi: 'lõm, co kéo', en: 'retraction' }, fill: 'back-hatch' },
  { code: 'bulging', name: { vi: 'phồng, ứ dịch', en: 'bulging, effusion' }, fill: 'hatch' },
  ...commonStates.filter((one) => ['redness', 'bleeding', 'scar', 'other'].includes(one.code)),
  { code: 'cholesteatoma', name: { vi: 'cholesteatoma', en: 'cholesteatoma' }, fill: 'cross' },
  { code: 'granulation', name: { vi: 'polyp, mô hạt', en: 'polyp, granulation' }, fill: 'grid' },
]

/** Drum of the right ear: the handle of the malleus runs down and back, the cone of light down and forward (right). */
export const drum: readonly Svg[] = [
  circle(170, 176, 132, 2),
  circle(170, 176, 124, 0.8),
  outline('M112 82C128 96 150 92 166 78C184 92 206 98 222 88', 1.3),
  outline(
    'M178 84C186 80 194 86 190 96C184 118 172 150 162 180C158 188 148 186 150 176C158 146 168 116 174 96Z',
    1.4,
  ),
  circle(184, 88, 6, 1.1),
  fine('M160 186L196 266L232 240Z', 1),
  fine('M160 186L206 262M160 186L218 254', 0.6),
  fine('M158 188C120 180 86 164 60 140M158 190C140 220 120 250 104 280', 0.5),
  fine('M120 120C132 128 138 140 138 152', 1),
]

const quarter = (sx: number, sy: number) => {
  const sweep = sx * sy > 0 ? 1 : 0
  return `M156 182H${170 + sx * 124}A124 124 0 0 ${sweep} 170 ${176 + sy * 124}L156 182Z`
}

const place = (id: string, vi: string, en: string, d: string, x: number, y: number): Region => ({
  id,
  name: { vi, en },
  d,
  at: [x, y],
})

export const drumRegions: readonly Region[] = [
  place('posterior-superior', 'góc sau trên', 'posterosuperior quadrant', quarter(-1, -1), 92, 140),
  place('anterior-superior', 'góc trước trên', 'anterosuperior quadrant', quarter(1, -1), 240, 144),
  place('anterior-inferior', 'góc trước dưới', 'anteroinferior quadrant', quarter(1, 1), 238, 226),
  place('posterior-inferior', 'góc sau dưới', 'posteroinferior quadrant', quarter(-1, 1), 100, 228),
  place(
    'pars-flaccida',
    'màng chùng',
    'pars flaccida',
    'M112 82C128 96 150 92 166 78C184 92 206 98 222 88C206 62 134 56 112 82Z',
    150,
    72,
  ),
  place(
    'malleus',
    'cán xương búa',
    'handle of the malleus',
    'M178 84C186 80 194 86 190 96C184 118 172 150 162 180C158 188 148 186 150 176C158 146 168 116 174 96Z',
    170,
    140,
  ),
  place('canal', 'ống tai', 'ear canal', ringPath(170, 176, 146, 132), 170, 316),
]

const front = (x: number, y: number): Plan['captions'][number] => ({
  at: [x, y],
  text: { vi: 'trước', en: 'front' },
  size: 11,
})

export const earRight: Plan = {
  title: { vi: 'Màng nhĩ phải', en: 'Right ear drum' },
  size: { width, height: 330 },
  art: drum,
  captions: [{ at: [170, 18], text: { vi: 'MÀNG NHĨ PHẢI', en: 'RIGHT EAR DRUM' } }, front(306, 312)],
  regions: drumRegions,
  states,
}

/** The left drum is the mirror image of the right one. */
export const earLeft: Plan = {
  ...earRight,
  title: { vi: 'Màng nhĩ trái', en: 'Left ear drum' },
  art: [moved(0, 0, [mirrored(width, drum)])],
  captions: [{ at: [170, 18], text: { vi: 'MÀNG NHĨ TRÁI', en: 'LEFT EAR DRUM' } }, front(34, 312)],
  regions: drumRegions.map((one) => ({
    ...one,
    at: [width - one.at[0], one.at[1]],
    transform: `translate(${width} 0) scale(-1 1)`,
  })),
}
