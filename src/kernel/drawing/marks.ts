import { drawingErrors } from './errors.ts'
import { fillOf, isPattern, type PatternName } from './patterns.ts'
import { el, group, linesOf, type Size, type Svg, textAt } from './svg.ts'

/** Colours that differ in lightness as well, so that they stay apart when printed in black and white. */
export const penColours = {
  black: '#111111',
  red: '#c81e1e',
  blue: '#1d4ed8',
  green: '#15803d',
  brown: '#7c4a12',
  yellow: '#d9a400',
} as const
export type PenColour = keyof typeof penColours

export const signNames = [
  'dot',
  'ring',
  'cross',
  'plus',
  'triangle',
  'square',
  'star',
  'arrow-up',
  'arrow-down',
  'arrow-left',
  'arrow-right',
  'wave',
] as const
export type SignName = (typeof signNames)[number]

interface Base {
  readonly c: PenColour
}
/** A line of the pen: x and y in turn, in units of the picture. */
export interface PenMark extends Base {
  readonly t: 'pen'
  readonly w: number
  readonly p: readonly number[]
}
/** A closed area filled with a pattern. */
export interface AreaMark extends Base {
  readonly t: 'area'
  readonly k: PatternName
  readonly p: readonly number[]
}
export interface SignMark extends Base {
  readonly t: 'sign'
  readonly k: SignName
  readonly x: number
  readonly y: number
}
export interface TextMark extends Base {
  readonly t: 'text'
  readonly x: number
  readonly y: number
  readonly text: string
}
export type Mark = PenMark | AreaMark | SignMark | TextMark

export const markLimits = { marks: 500, numbersPerLine: 4000, numbers: 60_000, text: 200 } as const

const isColour = (value: unknown): value is PenColour =>
  typeof value === 'string' && Object.hasOwn(penColours, value)
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const within = (value: unknown, limit: number): value is number => isNumber(value) && value >= 0 && value <= limit

function linePoints(value: unknown, size: Size): value is readonly number[] {
  if (!Array.isArray(value) || value.length < 4 || value.length % 2 !== 0) return false
  if (value.length > markLimits.numbersPerLine) return false
  return value.every((one, at) => within(one, at % 2 === 0 ? size.width : size.height))
}

type Raw = Readonly<Record<string, unknown>>
const at = (raw: Raw, size: Size) => within(raw['x'], size.width) && within(raw['y'], size.height)

const checks: Readonly<Record<string, (raw: Raw, size: Size) => boolean>> = {
  pen: (raw, size) => isNumber(raw['w']) && raw['w'] >= 0.5 && raw['w'] <= 12 && linePoints(raw['p'], size),
  area: (raw, size) => isPattern(raw['k']) && linePoints(raw['p'], size),
  sign: (raw, size) => (signNames as readonly unknown[]).includes(raw['k']) && at(raw, size),
  text: ({ text, ...raw }, size) =>
    typeof text === 'string' && text.trim() !== '' && text.length <= markLimits.text && at(raw, size),
}

function isMark(value: unknown, size: Size): value is Mark {
  if (typeof value !== 'object' || value === null) return false
  const raw = value as Raw
  const check = typeof raw['t'] === 'string' && Object.hasOwn(checks, raw['t']) ? checks[raw['t']] : undefined
  return isColour(raw['c']) && check?.(raw, size) === true
}

/** The free-hand layer, checked; refused when a mark lies outside the picture or the layer is too large. */
export function readMarks(value: unknown, size: Size): readonly Mark[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw drawingErrors.notReadable()
  if (value.length > markLimits.marks)
    throw drawingErrors.tooLarge({ size: value.length, limit: markLimits.marks })
  const marks = value.map((one: unknown, index) => {
    if (!isMark(one, size)) throw drawingErrors.wrongMark({ number: index + 1 })
    return one
  })
  const numbers = marks.reduce((sum, one) => sum + ('p' in one ? one.p.length : 0), 0)
  if (numbers > markLimits.numbers) throw drawingErrors.tooLarge({ size: numbers, limit: markLimits.numbers })
  return marks
}

function pathOf(points: readonly number[], close: boolean): string {
  const pairs: string[] = []
  for (let index = 0; index + 1 < points.length; index += 2) pairs.push(`${points[index]} ${points[index + 1]}`)
  return `M${pairs.join('L')}${close ? 'Z' : ''}`
}

const stroke = (colour: string) => ({ stroke: colour, 'stroke-width': 2 })
const wing = (d: string) => (colour: string) => el('path', { d, ...stroke(colour) })

const signs: Readonly<Record<SignName, (colour: string) => Svg>> = {
  dot: (colour) => el('circle', { r: 4, fill: colour }),
  ring: (colour) => el('circle', { r: 6, ...stroke(colour) }),
  cross: wing('M-6 -6L6 6M-6 6L6 -6'),
  plus: wing('M-7 0H7M0 -7V7'),
  triangle: wing('M0 -7L7 6H-7Z'),
  square: wing('M-6 -6H6V6H-6Z'),
  star: wing('M0 -8V8M-7 -4L7 4M-7 4L7 -4'),
  'arrow-up': wing('M0 12V-10M-5 -4L0 -10L5 -4'),
  'arrow-down': wing('M0 -12V10M-5 4L0 10L5 4'),
  'arrow-left': wing('M12 0H-10M-4 -5L-10 0L-4 5'),
  'arrow-right': wing('M-12 0H10M4 -5L10 0L4 5'),
  wave: wing('M-10 0Q-7.5 -5 -5 0T0 0T5 0T10 0'),
}

const letters = 14
/** A text near the right edge keeps this much room. */
const leastRoom = 140

/** A text by hand, in as many lines as it needs within the picture. */
function drawText({ c, x, y, text }: TextMark, { width }: Size): Svg {
  const left = Math.max(0, Math.min(x, width - leastRoom))
  const whole = linesOf(text, width - x, letters)
  const [from, lines] = whole.length === 1 ? [x, whole] : [left, linesOf(text, width - left, letters)]
  const style = { fill: penColours[c], 'font-size': letters }
  return group(
    {},
    lines.map((one, at) => textAt(from, y + at * (letters + 3), one, style)),
  )
}

/** One mark as SVG. */
export function drawMark(mark: Mark, size: Size): Svg {
  const colour = penColours[mark.c]
  switch (mark.t) {
    case 'pen':
      return el('path', { d: pathOf(mark.p, false), stroke: colour, 'stroke-width': mark.w })
    case 'area':
      return el('path', { d: pathOf(mark.p, true), fill: fillOf(mark.k), stroke: colour, 'stroke-width': 1.5 })
    case 'sign':
      return el('g', { transform: `translate(${mark.x} ${mark.y})` }, signs[mark.k](colour))
    case 'text':
      return drawText(mark, size)
  }
}
