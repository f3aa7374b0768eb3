import { circle, circlePath, commonStates, type FindingState, filled, fine, outline, type Plan } from '../plan.ts'
import type { Svg } from '../svg.ts'
import { bothSides, eyeCaptions, eyes, pairOf, part } from './pair.ts'

const width = 720
const [x, y] = [180, 118]

/** Upper and lower lid margin; the inner corner of the right eye lies on the right. */
const upperLid = 'M52 132C84 78 132 58 182 60C232 62 282 92 312 134'
const lowerLid = 'M52 132C84 172 134 186 186 184C236 182 276 160 312 134'
const lashes = Array.from({ length: 15 }, (_, at) => {
  const along = at / 14
  const px = 66 + along * 216
  const py = 116 - Math.sin(Math.PI * (0.08 + along * 0.84)) * 56
  const lean = (along - 0.5) * 16
  return `M${px.toFixed(0)} ${py.toFixed(0)}q${(lean * 0.2).toFixed(1)} -9 ${lean.toFixed(1)} -17`
}).join('')

const frontView: readonly Svg[] = [
  outline(upperLid, 2),
  outline(lowerLid, 1.6),
  fine('M62 108C92 60 136 42 182 43C236 44 284 70 314 112', 1),
  fine(lashes, 0.9),
  outline('M312 134C304 128 298 128 292 132C298 142 306 142 312 134', 1.1),
  circle(x, y + 4, 52, 1.8),
  circle(x, y + 4, 47, 0.7),
  circle(x, y + 4, 32, 0.7),
  filled(circlePath(x, y + 4, 16), '#fff', 1.5),
]

/** Section through the front of the eye: cornea, chamber, iris, lens; the light comes from the left. */
const section: readonly Svg[] = [
  outline('M150 226C92 250 92 330 150 354', 2),
  outline('M156 236C112 256 112 324 156 344', 1.4),
  outline('M150 226C176 212 214 206 244 208M150 354C176 368 214 374 244 372', 2),
  outline('M156 236C182 224 214 218 244 220M156 344C182 356 214 362 244 360', 1.2),
  filled('M158 242L168 244L164 276L158 276ZM158 338L168 336L164 304L158 304Z', '#ddd', 1.1),
  outline('M172 246C182 254 186 252 192 244M172 334C182 326 186 328 192 336', 1.1),
  outline('M186 258C164 270 164 310 186 322C208 310 208 270 186 258Z', 1.6),
  fine('M186 268C174 278 174 302 186 312C198 302 198 278 186 268Z', 0.8),
  fine('M184 258L178 250M188 258L190 248M184 322L178 330M188 322L190 332', 0.7),
]

const limbus = circlePath(x, y + 4, 52)
const parts = [
  part(
    'conjunctiva-temporal',
    'kết mạc thái dương',
    'temporal conjunctiva',
    'M58 132C76 106 102 82 134 70C118 98 118 148 134 176C102 168 76 152 58 132Z',
    92,
    130,
  ),
  part(
    'conjunctiva-nasal',
    'kết mạc mũi',
    'nasal conjunctiva',
    'M228 72C262 84 286 106 304 132C284 156 260 170 228 178C242 148 242 98 228 72Z',
    266,
    124,
  ),
  part('cornea', 'giác mạc', 'cornea', limbus, 180, 86),
  part('iris', 'mống mắt', 'iris', circlePath(x, y + 4, 38), 152, 122),
  part('pupil', 'đồng tử, thể thủy tinh', 'pupil and lens', circlePath(x, y + 4, 16), 180, 122),
  part(
    'upper-lid',
    'mi trên',
    'upper lid',
    'M52 132C84 78 132 58 182 60C232 62 282 92 312 134L314 112C284 70 236 44 182 43C136 42 92 60 62 108Z',
    180,
    51,
  ),
  part(
    'lower-lid',
    'mi dưới',
    'lower lid',
    'M52 132C84 172 134 186 186 184C236 182 276 160 312 134L310 156C276 186 236 200 186 202C134 202 84 186 56 154Z',
    180,
    193,
  ),
  part(
    'section-cornea',
    'giác mạc (lát cắt)',
    'cornea, section',
    'M150 226C92 250 92 330 150 354L156 344C112 324 112 256 156 236Z',
    110,
    290,
  ),
  part(
    'chamber',
    'tiền phòng',
    'anterior chamber',
    'M156 240C114 258 114 322 156 340L160 304L164 290L160 276Z',
    140,
    290,
  ),
  part(
    'section-lens',
    'thể thủy tinh (lát cắt)',
    'lens, section',
    'M186 258C164 270 164 310 186 322C208 310 208 270 186 258Z',
    187,
    290,
  ),
]

const states: readonly FindingState[] = [
  ...commonStates.filter((one) => ['wound', 'redness', 'bleeding', 'ulcer', 'scar', 'other'].includes(one.code)),
  { code: 'oedema', name: { vi: 'phù', en: 'oedema' }, fill: 'hatch' },
  { code: 'opacity', name: { vi: 'đục', en: 'opacity' }, fill: 'back-hatch' },
  { code: 'deposit', name: { vi: 'tủa, mủ, máu', en: 'deposits, pus, blood' }, fill: 'vertical' },
]

/** Front of both eyes and a section through each. */
export const eyeFront: Plan = {
  title: { vi: 'Hình vẽ bán phần trước', en: 'Front of the eyes' },
  size: { width, height: 384 },
  art: bothSides([...frontView, ...section], width),
  captions: eyeCaptions(x, width),
  regions: pairOf(parts, width, eyes),
  states,
}
