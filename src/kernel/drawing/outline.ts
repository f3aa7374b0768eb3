/** One cubic curve: two handles and the end, x and y in turn. */
export type Curve = readonly [number, number, number, number, number, number]
type Point = readonly [number, number]

/** A line of curves, its middle at x = 0; placed, mirrored and closed by the functions below. */
export interface Outline {
  readonly start: Point
  readonly curves: readonly Curve[]
}

const forward = (curves: readonly Curve[], place: (x: number, y: number) => string) =>
  curves.map(([ax, ay, bx, by, x, y]) => `C${place(ax, ay)} ${place(bx, by)} ${place(x, y)}`).join('')

function backward({ start, curves }: Outline, place: (x: number, y: number) => string): string {
  const points: Point[] = [start, ...curves.map(([, , , , x, y]): Point => [x, y])]
  return curves
    .map(([ax, ay, bx, by], at) => {
      const [x, y] = points[at] ?? start
      return `C${place(bx, by)} ${place(ax, ay)} ${place(x, y)}`
    })
    .reverse()
    .join('')
}

const placer =
  (cx: number, cy: number, side: 1 | -1) =>
  (x: number, y: number): string =>
    `${cx + side * x} ${cy + y}`

/** A closed part on one side of the middle: 1 is the viewer's right. */
export function sidePath(outline: Outline, cx: number, cy: number, side: 1 | -1): string {
  const place = placer(cx, cy, side)
  return `M${place(...outline.start)}${forward(outline.curves, place)}Z`
}

/** A closed part across the middle: the half and its mirror image. */
export function wholePath(outline: Outline, cx: number, cy: number): string {
  const place = placer(cx, cy, 1)
  return `M${place(...outline.start)}${forward(outline.curves, place)}${backward(outline, placer(cx, cy, -1))}Z`
}

/** Straight edges between points as curves, for parts with corners. */
export function edges(...points: readonly Point[]): Outline {
  const [start = [0, 0], ...rest] = points
  let [lastX, lastY] = start
  const curves = rest.map(([x, y]): Curve => {
    const curve: Curve = [lastX, lastY, x, y, x, y]
    lastX = x
    lastY = y
    return curve
  })
  return { start, curves }
}

/** The box round a path that uses absolute numbers only. */
export function boxOf(d: string): {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
} {
  const numbers = (d.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number)
  const xs = numbers.filter((_, at) => at % 2 === 0)
  const ys = numbers.filter((_, at) => at % 2 === 1)
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}
