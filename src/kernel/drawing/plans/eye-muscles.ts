import { circle, circlePath, type FindingState, filled, fine, outline, type Plan } from '../plan.ts'
import type { Svg } from '../svg.ts'
import { bothSides, eyeCaptions, eyes, pairOf, part } from './pair.ts'

const width = 720
const [x, y] = [180, 176]
const strap = (d: string): Svg => filled(d, '#f4f4f4', 1.4)

const superior = 'M162 108L158 44C170 38 190 38 202 44L198 108C186 104 174 104 162 108Z'
const inferior = 'M162 244L158 308C170 314 190 314 202 308L198 244C186 248 174 248 162 244Z'
const medial = 'M248 158L314 152C320 164 320 188 314 200L248 194C252 182 252 170 248 158Z'
const lateral = 'M112 158L46 152C40 164 40 188 46 200L112 194C108 182 108 170 112 158Z'
const superiorOblique = 'M208 112C238 104 268 88 292 66L302 78C276 104 246 122 214 128Z'
const inferiorOblique = 'M146 236C170 262 222 272 276 262L278 276C220 288 160 278 134 246Z'

/** The globe from the front with its four straight and two oblique muscles; nose on the right for the right eye. */
const art: readonly Svg[] = [
  strap(superiorOblique),
  strap(inferiorOblique),
  circle(x, y, 76, 1.8),
  circle(x, y, 38, 1.4),
  filled(circlePath(x, y, 14), '#222', 1),
  strap(superior),
  strap(inferior),
  strap(medial),
  strap(lateral),
  outline('M290 60a9 9 0 1 0 14 12', 1.4),
  fine(
    'M168 106L166 46M176 105L175 41M184 105L185 41M192 106L194 46M168 246L166 306M176 247L175 311M184 247L185 311M192 246L194 306',
    0.6,
  ),
  fine(
    'M250 164L314 159M251 172L317 171M251 180L317 182M250 188L315 194M110 164L46 159M109 172L43 171M109 180L43 182M110 188L45 194',
    0.6,
  ),
  fine('M180 138V112M180 214V240M218 176H248M142 176H112', 0.6),
]

const parts = [
  part('superior-rectus', 'cơ thẳng trên', 'superior rectus', superior, 180, 72),
  part('inferior-rectus', 'cơ thẳng dưới', 'inferior rectus', inferior, 180, 280),
  part('medial-rectus', 'cơ thẳng trong', 'medial rectus', medial, 284, 176),
  part('lateral-rectus', 'cơ thẳng ngoài', 'lateral rectus', lateral, 76, 176),
  part('superior-oblique', 'cơ chéo lớn', 'superior oblique', superiorOblique, 262, 98),
  part('inferior-oblique', 'cơ chéo bé', 'inferior oblique', inferiorOblique, 236, 270),
]

const states: readonly FindingState[] = [
  { code: 'recession', name: { vi: 'lùi cơ', en: 'recession' }, fill: 'hatch' },
  { code: 'resection', name: { vi: 'rút, cắt ngắn cơ', en: 'resection' }, fill: 'cross' },
  { code: 'tenotomy', name: { vi: 'cắt buông, cắt bờ', en: 'tenotomy, myotomy' }, fill: 'solid' },
  { code: 'transposition', name: { vi: 'di chuyển chỗ bám', en: 'transposition' }, fill: 'grid' },
  {
    code: 'posterior-fixation',
    name: { vi: 'khâu cố định sau (Faden)', en: 'posterior fixation' },
    fill: 'vertical',
  },
  { code: 'plication', name: { vi: 'gấp cơ', en: 'plication' }, fill: 'horizontal' },
]

/** Muscles of both eyes for operations on squint; dashes show how far each inserts from the limbus. */
export const eyeMuscles: Plan = {
  title: { vi: 'Hình vẽ cơ vận nhãn', en: 'Eye muscles' },
  size: { width, height: 330 },
  art: bothSides(art, width),
  captions: [
    ...eyeCaptions(x, width),
    { at: [180, 130], text: { vi: '7,7', en: '7.7' }, size: 9 },
    { at: [180, 232], text: { vi: '6,5', en: '6.5' }, size: 9 },
    { at: [233, 172], text: { vi: '5,5', en: '5.5' }, size: 9 },
    { at: [127, 172], text: { vi: '6,9', en: '6.9' }, size: 9 },
    {
      at: [360, 322],
      text: { vi: 'số trong hình: mm từ rìa giác mạc', en: 'figures: mm from the limbus' },
      size: 10,
    },
  ],
  regions: pairOf(parts, width, eyes),
  states,
}
