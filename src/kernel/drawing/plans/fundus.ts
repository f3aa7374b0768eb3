import type { Words } from '../kinds.ts'
import {
  type Caption,
  circle,
  circlePath,
  dashed,
  ellipse,
  type FindingState,
  filled,
  fine,
  mirrored,
  moved,
  outline,
  type Plan,
  type Region,
} from '../plan.ts'
import { round, type Svg } from '../svg.ts'

const width = 720
const eye = { x: 178, y: 190, pole: 82, equator: 122, ora: 152 }

const corner = (r: number, degrees: number) => {
  const angle = (degrees * Math.PI) / 180
  return `${round(eye.x + r * Math.cos(angle))} ${round(eye.y + r * Math.sin(angle))}`
}

/** Part of a ring; degrees clockwise from three o'clock. */
function sector(inner: number, outer: number, from: number, to: number): string {
  return `M${corner(outer, from)}A${outer} ${outer} 0 0 1 ${corner(outer, to)}L${corner(inner, to)}A${inner} ${inner} 0 0 0 ${corner(inner, from)}Z`
}

function clock(): readonly Svg[] {
  return Array.from({ length: 12 }, (_, hour) =>
    fine(`M${corner(eye.ora, hour * 30)}L${corner(eye.ora + 6, hour * 30)}`),
  )
}

const disc = { x: 214, y: 186 }

/** Right eye as it is looked at: nose on the right. The vessels leave the disc and arch round the macula. */
const rightEye: readonly Svg[] = [
  circle(eye.x, eye.y, eye.ora, 1.8),
  dashed(circlePath(eye.x, eye.y, eye.equator)),
  dashed(circlePath(eye.x, eye.y, eye.pole)),
  ...clock(),
  ellipse(disc.x, disc.y, 12, 14, 1.4),
  ellipse(disc.x - 2, disc.y, 5, 6, 0.8),
  fine('M212 180C208 150 190 128 160 124C132 121 104 136 84 160', 1.8),
  fine('M214 178C214 150 200 118 168 112C138 107 112 116 94 132', 1.1),
  fine('M160 124C140 104 128 84 120 62', 1.1),
  fine('M212 194C208 226 190 250 160 255C132 258 104 244 84 220', 1.8),
  fine('M214 196C214 228 200 260 168 267C138 272 112 264 94 248', 1.1),
  fine('M160 255C140 276 128 296 120 318', 1.1),
  fine('M217 178C226 150 246 122 272 108', 1.6),
  fine('M236 140C240 116 244 90 240 66', 1),
  fine('M219 180C234 160 256 148 284 144', 0.9),
  fine('M217 195C226 224 246 254 272 270', 1.6),
  fine('M236 236C240 262 244 288 240 314', 1),
  fine('M219 192C234 212 256 226 284 232', 0.9),
  circle(150, 190, 17, 0.8),
  filled(circlePath(150, 190, 3), '#222', 0.6),
]

const states: readonly FindingState[] = [
  { code: 'haemorrhage', name: { vi: 'xuất huyết', en: 'haemorrhage' }, fill: 'dense' },
  { code: 'exudate', name: { vi: 'xuất tiết', en: 'exudates' }, fill: 'dots' },
  { code: 'oedema', name: { vi: 'phù', en: 'oedema' }, fill: 'horizontal' },
  { code: 'detachment', name: { vi: 'bong võng mạc', en: 'retinal detachment' }, fill: 'hatch' },
  { code: 'tear', name: { vi: 'rách, lỗ võng mạc', en: 'retinal tear or hole' }, fill: 'solid' },
  { code: 'degeneration', name: { vi: 'thoái hóa', en: 'degeneration' }, fill: 'grid' },
  { code: 'scar', name: { vi: 'sẹo, vết laser', en: 'scar, laser burns' }, fill: 'cross' },
  { code: 'vessels', name: { vi: 'tân mạch, bất thường mạch', en: 'new or abnormal vessels' }, fill: 'vertical' },
  { code: 'pale', name: { vi: 'bạc màu, lõm gai', en: 'pale or cupped disc' }, fill: 'back-hatch' },
]

interface Part {
  readonly id: string
  readonly name: Words
  readonly d: string
  readonly at: readonly [number, number]
}

const quadrant = (id: string, vi: string, en: string, from: number, x: number, y: number): readonly Part[] => [
  {
    id: `pole-${id}`,
    name: { vi: `cực sau ${vi}`, en: `posterior pole, ${en}` },
    d: sector(30, eye.equator, from, from + 90),
    at: [eye.x + x * 60, eye.y + y * 60],
  },
  {
    id: `periphery-${id}`,
    name: { vi: `chu biên ${vi}`, en: `periphery, ${en}` },
    d: sector(eye.equator, eye.ora, from, from + 90),
    at: [eye.x + x * 97, eye.y + y * 97],
  },
]

/** Parts of the right eye as drawn; the left eye is its mirror image. */
const parts: readonly Part[] = [
  ...quadrant('superior-temporal', 'trên thái dương', 'superotemporal', 180, -1, -1),
  ...quadrant('superior-nasal', 'trên mũi', 'superonasal', 270, 1, -1),
  ...quadrant('inferior-nasal', 'dưới mũi', 'inferonasal', 0, 1, 1),
  ...quadrant('inferior-temporal', 'dưới thái dương', 'inferotemporal', 90, -1, 1),
  { id: 'macula', name: { vi: 'hoàng điểm', en: 'macula' }, d: circlePath(150, 190, 17), at: [150, 190] },
  {
    id: 'disc',
    name: { vi: 'gai thị', en: 'optic disc' },
    d: circlePath(disc.x, disc.y, 13),
    at: [disc.x, disc.y],
  },
]

const right = (part: Part): Region => ({
  ...part,
  id: `right.${part.id}`,
  name: { vi: `MP, ${part.name.vi}`, en: `right eye, ${part.name.en}` },
})
const left = (part: Part): Region => ({
  ...part,
  id: `left.${part.id}`,
  name: { vi: `MT, ${part.name.vi}`, en: `left eye, ${part.name.en}` },
  at: [width - part.at[0], part.at[1]],
  transform: `translate(${width} 0) scale(-1 1)`,
})

const captions: readonly Caption[] = [
  { at: [eye.x, 22], text: { vi: 'MẮT PHẢI (MP)', en: 'RIGHT EYE' }, size: 14 },
  { at: [width - eye.x, 22], text: { vi: 'MẮT TRÁI (MT)', en: 'LEFT EYE' }, size: 14 },
  { at: [360, 186], text: { vi: 'mũi', en: 'nose' }, size: 11 },
]

/** Retina of both eyes: rings are the arcades, the equator and the ora serrata; ticks are the hours. */
export const fundus: Plan = {
  title: { vi: 'Hình vẽ võng mạc', en: 'Retina of both eyes' },
  size: { width, height: 360 },
  art: [moved(0, 0, rightEye), mirrored(width, rightEye), outline('M360 194V204', 0.8)],
  captions,
  regions: [...parts.map(right), ...parts.map(left)],
  states,
}
