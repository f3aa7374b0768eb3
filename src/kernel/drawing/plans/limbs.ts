import type { Words } from '../kinds.ts'
import { commonStates, fine, mirrored, moved, outline, type Plan, type Region } from '../plan.ts'
import type { Svg } from '../svg.ts'

const cell = 180

interface View {
  readonly id: string
  readonly name: Words
  readonly mirror: boolean
  readonly marks: readonly Svg[]
}

interface Part {
  readonly id: string
  readonly name: Words
  readonly d: string
  readonly at: readonly [number, number]
}

const part = (id: string, vi: string, en: string, d: string, x: number, y: number): Part => ({
  id,
  name: { vi, en },
  d,
  at: [x, y],
})

/** Four views side by side, made of one drawing and its mirror image. */
function fourViews(
  title: Words,
  height: number,
  edge: string,
  parts: readonly Part[],
  views: readonly View[],
): Plan {
  const art = views.map((view, at) => {
    const drawn = [outline(edge, 1.8), ...view.marks]
    return moved(at * cell, 0, view.mirror ? [mirrored(cell, drawn)] : drawn)
  })
  const regions = views.flatMap((view, at) =>
    parts.map((one): Region => {
      const x = view.mirror ? cell - one.at[0] : one.at[0]
      return {
        id: `${view.id}.${one.id}`,
        name: { vi: `${view.name.vi}, ${one.name.vi}`, en: `${view.name.en}, ${one.name.en}` },
        d: one.d,
        at: [at * cell + x, one.at[1]],
        transform: view.mirror ? `translate(${(at + 1) * cell} 0) scale(-1 1)` : `translate(${at * cell} 0)`,
      }
    }),
  )
  const captions = views.map((view, at) => ({
    at: [at * cell + cell / 2, 18] as const,
    text: { vi: view.name.vi.toUpperCase(), en: view.name.en.toUpperCase() },
    size: 12,
  }))
  return { title, size: { width: 720, height }, art, captions, regions, states: commonStates }
}

const handEdge =
  'M58 290C58 262 48 244 46 216C44 200 42 190 38 172L27 134C23 120 38 115 43 128L56 168C58 172 59 168 58 162L53 100C52 86 69 84 71 98L76 158C77 162 79 162 80 158L82 82C83 67 99 67 99 82L98 158C98 163 101 163 102 159L110 98C112 85 127 87 126 100L117 168C117 182 119 190 124 196L146 158C154 147 167 155 161 168L138 222C130 240 120 256 119 290Z'
const palmLines = [
  fine('M48 196C66 184 92 182 112 176M50 214C72 212 96 200 118 192M118 198C96 210 86 240 90 276', 0.9),
  fine(
    'M56 126L42 130M58 146L50 150M54 112H71M56 134H74M82 98H99M81 124H99M107 116L124 118M105 138L121 141M138 176L150 184M62 284H116',
    0.7,
  ),
]
const backLines = [
  fine(
    'M27 126C26 118 36 116 38 122M54 94C55 88 67 87 68 94M84 76C85 70 97 70 97 76M113 94C115 88 125 89 124 96M152 160C156 154 162 158 160 164',
    0.9,
  ),
  fine('M48 172q4 -5 8 0M62 166q5 -5 9 0M84 164q5 -5 10 0M105 170q5 -4 9 1M122 198q6 0 8 6', 0.9),
  fine('M58 176L66 262M70 172L78 262M90 170L90 262M110 176L102 262', 0.4),
]

const handParts = [
  part(
    'thumb',
    'ngón cái',
    'thumb',
    'M119 188L124 196L146 158C154 147 167 155 161 168L138 222L122 216Z',
    146,
    186,
  ),
  part('index', 'ngón trỏ', 'index finger', 'M102 159L110 98C112 85 127 87 126 100L117 168Z', 114, 126),
  part('middle', 'ngón giữa', 'middle finger', 'M80 158L82 82C83 67 99 67 99 82L98 158Z', 90, 112),
  part('ring', 'ngón nhẫn', 'ring finger', 'M58 162L53 100C52 86 69 84 71 98L76 158Z', 64, 126),
  part('little', 'ngón út', 'little finger', 'M38 172L27 134C23 120 38 115 43 128L56 168Z', 42, 148),
  part(
    'palm',
    'lòng, mu bàn tay',
    'palm or back',
    'M38 172L56 168L58 162L76 158L80 158L98 158L102 159L117 168C117 182 119 186 119 188L122 216L138 222C130 238 122 252 120 270H58C56 250 48 236 46 216C44 200 42 190 38 172Z',
    86,
    220,
  ),
  part('wrist', 'cổ tay', 'wrist', 'M58 270H120L119 290H58Z', 88, 281),
]

const palm = { vi: 'gan tay', en: 'palm' }
const back = { vi: 'mu tay', en: 'back of the hand' }
const named = (of: Words, vi: string, en: string): Words => ({ vi: `${of.vi} ${vi}`, en: `${en} ${of.en}` })

/** Both hands: the thumb of the right palm is on the viewer's right. */
export const hand = fourViews({ vi: 'Bàn tay', en: 'Hands' }, 300, handEdge, handParts, [
  { id: 'right.palm', name: named(palm, 'phải', 'right'), mirror: false, marks: palmLines },
  { id: 'right.back', name: named(back, 'phải', 'right'), mirror: true, marks: backLines },
  { id: 'left.back', name: named(back, 'trái', 'left'), mirror: false, marks: backLines },
  { id: 'left.palm', name: named(palm, 'trái', 'left'), mirror: true, marks: palmLines },
])

/** Right foot from below, toes up: the great toe is on the viewer's right. */
const footEdge =
  'M60 268C50 244 56 214 54 190C52 162 40 140 38 112C36 104 34 92 40 88C46 86 50 92 50 98C49 86 49 72 57 72C64 72 66 80 66 88C65 74 66 58 75 58C83 58 84 68 83 80C84 64 86 46 96 46C105 48 105 62 102 78C104 58 108 36 122 38C138 42 134 68 129 88C134 112 128 142 120 168C112 196 120 230 114 262C108 290 70 292 60 268Z'
const soleLines = [
  fine('M44 116C62 104 100 96 128 100M58 240C74 250 100 250 114 240M112 168C100 178 98 206 112 222', 0.8),
]
const dorsumLines = [
  fine(
    'M39 98C38 92 45 90 46 96M54 82C54 76 61 76 61 82M71 68C72 62 79 62 79 68M92 56C93 50 100 51 99 58M114 50C117 43 128 45 126 54',
    0.9,
  ),
  fine('M50 104L62 200M62 94L70 204M78 88L80 206M96 84L92 206M118 96L104 204', 0.4),
]
const footParts = [
  part('great-toe', 'ngón cái', 'great toe', 'M102 92L104 62C108 36 122 38 126 42C138 50 133 72 129 92Z', 117, 70),
  part(
    'toes',
    'ngón 2 đến 5',
    'toes 2 to 5',
    'M39 116L38 112C36 104 34 92 40 88C46 86 50 92 50 98C49 86 49 72 57 72C64 72 66 80 66 88C65 74 66 58 75 58C83 58 84 68 83 80C84 64 86 46 96 46C105 48 105 62 102 92C84 92 60 102 39 116Z',
    72,
    88,
  ),
  part(
    'forefoot',
    'phần trước bàn chân',
    'forefoot',
    'M39 116C60 102 84 92 129 92C133 112 130 134 124 154C100 158 74 160 50 164C48 146 42 132 39 116Z',
    86,
    130,
  ),
  part(
    'midfoot',
    'phần giữa bàn chân',
    'midfoot',
    'M50 164C74 160 100 158 124 154C112 184 116 208 116 226C98 234 74 236 56 232C54 208 56 186 50 164Z',
    86,
    196,
  ),
  part(
    'heel',
    'gót',
    'heel',
    'M56 232C74 236 98 234 116 226L114 262C108 290 70 292 60 268C56 256 56 244 56 232Z',
    86,
    258,
  ),
]
const sole = { vi: 'gan chân', en: 'sole' }
const dorsum = { vi: 'mu chân', en: 'top of the foot' }

/** Both feet from below and above. */
export const foot = fourViews({ vi: 'Bàn chân', en: 'Feet' }, 300, footEdge, footParts, [
  { id: 'right.sole', name: named(sole, 'phải', 'right'), mirror: false, marks: soleLines },
  { id: 'right.dorsum', name: named(dorsum, 'phải', 'right'), mirror: true, marks: dorsumLines },
  { id: 'left.dorsum', name: named(dorsum, 'trái', 'left'), mirror: false, marks: dorsumLines },
  { id: 'left.sole', name: named(sole, 'trái', 'left'), mirror: true, marks: soleLines },
])
