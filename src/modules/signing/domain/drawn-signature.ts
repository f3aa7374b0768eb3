/** A point of a drawn signature: place in thousandths of the field's width, milliseconds since the pen first touched. */
export type DrawnPoint = readonly [x: number, y: number, t: number]
export type Stroke = readonly DrawnPoint[]

/** What tells a signature from a slip of the hand, and what keeps the evidence of a sensible size. */
const leastPoints = 12
const leastMs = 250
const leastSpan = 40
const mostPoints = 5000

export interface DrawnFacts {
  readonly strokes: number
  readonly points: number
  readonly milliseconds: number
}

/** The size and time of a drawing; undefined when it is no signature: too short, or its time runs backwards. */
export function factsOf(strokes: readonly Stroke[]): DrawnFacts | undefined {
  const points = strokes.flat()
  if (points.length < leastPoints || points.length > mostPoints) return undefined
  const times = points.map(([, , t]) => t)
  if (times.some((t, at) => t < (times[at - 1] ?? 0))) return undefined
  const milliseconds = (times.at(-1) ?? 0) - (times[0] ?? 0)
  const xs = points.map(([x]) => x)
  const span = Math.max(...xs) - Math.min(...xs)
  if (milliseconds < leastMs || span < leastSpan) return undefined
  return { strokes: strokes.length, points: points.length, milliseconds }
}

/** The drawing as a path of SVG. */
export const pathOf = (strokes: readonly Stroke[]): string =>
  strokes
    .filter((stroke) => stroke.length > 0)
    .map((stroke) => stroke.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join(' '))
    .join(' ')
