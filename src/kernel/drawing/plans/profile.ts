import { commonStates, fine, mirrored, outline, type Plan, type Region } from '../plan.ts'
import type { Svg } from '../svg.ts'

const size = { width: 340, height: 400 }

/** Head and neck from the right: the face looks to the viewer's right. */
const head: readonly Svg[] = [
  outline(
    'M214 374C212 346 206 330 217 318C221 310 216 302 222 292C236 292 252 291 262 284C274 278 276 266 270 255C276 252 278 247 273 242C280 239 282 232 277 226C275 222 276 219 279 217C292 219 302 212 297 204C290 192 278 174 273 158C272 152 277 148 276 140C274 84 232 46 170 46C100 46 56 96 60 160C62 200 80 232 96 256C106 284 102 316 84 342C70 356 56 364 40 372',
    2,
  ),
  outline(
    'M150 160C146 148 160 142 170 150C180 160 178 184 166 200C160 212 150 208 152 196C154 184 146 180 150 160Z',
    1.3,
  ),
  fine('M158 158C164 156 170 164 168 176C166 186 160 190 158 194', 0.9),
  outline('M246 160C254 154 264 154 270 160C262 168 254 168 246 160Z', 1.1),
  fine('M240 148C250 140 264 140 272 146M256 157a4 4 0 1 0 .1 0', 1),
  fine('M284 214C278 212 274 206 276 200', 1),
  fine('M273 242C262 244 256 243 250 246', 1),
  fine('M160 212C164 236 176 254 192 268C208 280 228 290 240 290', 1),
  fine(
    'M60 150C84 150 100 168 112 196C118 214 112 236 100 254M112 196C124 170 132 120 170 96C210 78 250 84 272 112',
    0.7,
  ),
]

const neckLines: readonly Svg[] = [
  fine('M140 230C146 280 158 330 172 372M172 240C182 284 198 330 212 366', 1.2),
  fine('M88 380C120 366 160 366 214 374', 1.1),
]

const place = (id: string, vi: string, en: string, d: string, x: number, y: number): Region => ({
  id,
  name: { vi, en },
  d,
  at: [x, y],
})

const neckRegions: readonly Region[] = [
  place(
    'parotid',
    'tuyến mang tai',
    'parotid',
    'M150 212L178 210C186 230 188 246 186 258L172 240L142 232Z',
    166,
    226,
  ),
  place(
    'level-1',
    'nhóm I (dưới cằm, dưới hàm)',
    'level I',
    'M186 258C206 280 228 290 262 286L222 292L217 304L192 300L176 262Z',
    206,
    290,
  ),
  place('level-2', 'nhóm II (cảnh trên)', 'level II', 'M140 232L172 240L186 286L152 286Z', 162, 262),
  place('level-3', 'nhóm III (cảnh giữa)', 'level III', 'M152 286L186 286L198 326L160 328Z', 174, 307),
  place('level-4', 'nhóm IV (cảnh dưới)', 'level IV', 'M160 328L198 326L212 366L172 372Z', 186, 348),
  place(
    'level-5',
    'nhóm V (tam giác sau)',
    'level V',
    'M140 232L172 372L88 380L86 342C102 316 106 284 98 258L112 236Z',
    126,
    320,
  ),
  place(
    'level-6',
    'nhóm VI (trước, tuyến giáp)',
    'level VI',
    'M188 290L192 300L217 304C218 310 217 316 212 324L213 366L198 326Z',
    204,
    328,
  ),
  place(
    'occipital',
    'chẩm, gáy',
    'nape',
    'M60 160C62 200 80 232 98 258L112 236C116 220 114 206 108 190C96 168 82 152 60 150Z',
    88,
    200,
  ),
]

const faceRegions: readonly Region[] = [
  place(
    'forehead',
    'trán',
    'forehead',
    'M276 140C275 106 262 80 240 66L212 84C224 104 232 124 238 148C250 140 264 140 272 146Z',
    250,
    110,
  ),
  place(
    'temple',
    'thái dương',
    'temple',
    'M212 84C224 104 232 124 238 148L178 160C178 134 188 106 212 84Z',
    206,
    130,
  ),
  place(
    'orbit',
    'hốc mắt',
    'orbit',
    'M238 148C250 140 264 140 273 148L273 158L276 166L262 176L240 172Z',
    256,
    162,
  ),
  place(
    'nose',
    'mũi',
    'nose',
    'M276 166L262 176L264 212L279 217C292 219 302 212 297 204C290 192 282 180 276 166Z',
    280,
    200,
  ),
  place(
    'cheek',
    'má, gò má',
    'cheek',
    'M178 160L238 148L240 172L262 176L264 212L250 246L206 262L180 236Z',
    220,
    206,
  ),
  place(
    'upper-lip',
    'môi trên',
    'upper lip',
    'M264 212L279 217C276 219 275 222 277 226C282 232 280 239 273 242L250 246Z',
    266,
    230,
  ),
  place(
    'lower-lip',
    'môi dưới, cằm',
    'lower lip, chin',
    'M250 246L273 242C278 247 276 252 270 255C276 266 274 278 262 284L238 290L234 254Z',
    254,
    268,
  ),
  place(
    'mandible',
    'góc hàm, hàm dưới',
    'mandible',
    'M160 212L180 236L206 262L234 254L238 290C208 284 170 250 160 212Z',
    200,
    262,
  ),
  place(
    'ear',
    'tai, khớp thái dương hàm',
    'ear, jaw joint',
    'M148 152C156 142 176 144 178 162C180 184 170 204 158 210C148 208 148 200 148 192Z',
    163,
    178,
  ),
]

const states = commonStates

interface Side {
  readonly title: Plan['title']
  readonly caption: Plan['title']
}

const seen = (side: Side, art: readonly Svg[], regions: readonly Region[]): Plan => ({
  title: side.title,
  size,
  art,
  captions: [{ at: [170, 20], text: side.caption }],
  regions,
  states,
})

const turned = (regions: readonly Region[]): readonly Region[] =>
  regions.map((one) => ({
    ...one,
    at: [size.width - one.at[0], one.at[1]],
    transform: `translate(${size.width} 0) scale(-1 1)`,
  }))

const words = (vi: string, en: string): Side => ({
  title: { vi, en },
  caption: { vi: vi.toUpperCase(), en: en.toUpperCase() },
})

const neckArt = [...head, ...neckLines]
export const neckRight = seen(words('Cổ nghiêng phải', 'Neck, right'), neckArt, neckRegions)
export const neckLeft = seen(
  words('Cổ nghiêng trái', 'Neck, left'),
  [mirrored(size.width, neckArt)],
  turned(neckRegions),
)
export const faceRight = seen(words('Mặt bên phải', 'Face, right'), head, faceRegions)
export const faceLeft = seen(
  words('Mặt bên trái', 'Face, left'),
  [mirrored(size.width, head)],
  turned(faceRegions),
)
