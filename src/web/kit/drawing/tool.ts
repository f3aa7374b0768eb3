import type { Mark, PatternName, PenColour, SignName } from '#kernel/drawing/index.ts'

export const toolNames = ['finding', 'pen', 'area', 'sign', 'text', 'eraser'] as const
export type ToolName = (typeof toolNames)[number]

/** What the hand holds. */
export interface Tool {
  readonly name: ToolName
  readonly colour: PenColour
  readonly width: number
  readonly pattern: PatternName
  readonly sign: SignName
  readonly text: string
  /** State given to a part that is touched. */
  readonly state: string
}

export interface Spot {
  readonly x: number
  readonly y: number
}

const far = 3

/** Adds a point unless it lies where the last one does: fewer numbers, the same line. */
export function extend(points: readonly number[], { x, y }: Spot): readonly number[] {
  const [lastX, lastY] = points.slice(-2)
  if (lastX !== undefined && lastY !== undefined && Math.hypot(x - lastX, y - lastY) < far) return points
  return [...points, x, y]
}

/** The mark that a finished movement makes; a tap of the pen is no line. */
export function markOf(tool: Tool, points: readonly number[]): Mark | undefined {
  const [x = 0, y = 0] = points
  const c = tool.colour
  if (tool.name === 'sign') return { t: 'sign', c, k: tool.sign, x, y }
  if (tool.name === 'text') return tool.text.trim() ? { t: 'text', c, x, y, text: tool.text.trim() } : undefined
  if (tool.name === 'pen' && points.length >= 4) return { t: 'pen', c, w: tool.width, p: points }
  if (tool.name === 'area' && points.length >= 6) return { t: 'area', c, k: tool.pattern, p: points }
  return undefined
}

function toSegment(spot: Spot, [x1, y1, x2, y2]: readonly [number, number, number, number]): number {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((spot.x - x1) * dx + (spot.y - y1) * dy) / length))
  return Math.hypot(spot.x - x1 - along * dx, spot.y - y1 - along * dy)
}

function distance(mark: Mark, spot: Spot): number {
  if (!('p' in mark)) return Math.hypot(mark.x - spot.x, mark.y - spot.y)
  let nearest = Number.POSITIVE_INFINITY
  for (let at = 0; at + 3 < mark.p.length; at += 2) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = mark.p.slice(at, at + 4)
    nearest = Math.min(nearest, toSegment(spot, [x1, y1, x2, y2]))
  }
  return nearest
}

const reach = 10

/** The marks without those that the eraser touches. */
export function erase(marks: readonly Mark[], spot: Spot): readonly Mark[] {
  const left = marks.filter((one) => distance(one, spot) > reach)
  return left.length === marks.length ? marks : left
}
