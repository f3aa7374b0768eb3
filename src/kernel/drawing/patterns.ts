import { el, line, type Svg } from './svg.ts'

/** Fills that stay apart without colour: a copy of a copy still tells them. */
export const patternNames = [
  'dots',
  'hatch',
  'back-hatch',
  'cross',
  'horizontal',
  'vertical',
  'grid',
  'dense',
  'solid',
] as const
export type PatternName = (typeof patternNames)[number]

export function isPattern(name: unknown): name is PatternName {
  return (patternNames as readonly unknown[]).includes(name)
}

const ink = { stroke: '#222', 'stroke-width': 1.1 }
const slash = (size: number) => line(0, size, size, 0, ink)
const backslash = (size: number) => line(0, 0, size, size, ink)

interface Tile {
  readonly size: number
  readonly marks: readonly Svg[]
}

/** Solid is no pattern: tiles would show their seams when printed. */
const solid = '#333'

const tiles: Readonly<Record<Exclude<PatternName, 'solid'>, Tile>> = {
  dots: { size: 6, marks: [el('circle', { cx: 3, cy: 3, r: 1, fill: '#222' })] },
  hatch: { size: 7, marks: [slash(7)] },
  'back-hatch': { size: 7, marks: [backslash(7)] },
  cross: { size: 7, marks: [slash(7), backslash(7)] },
  horizontal: { size: 5, marks: [line(0, 2.5, 5, 2.5, ink)] },
  vertical: { size: 5, marks: [line(2.5, 0, 2.5, 5, ink)] },
  grid: { size: 5, marks: [line(0, 2.5, 5, 2.5, ink), line(2.5, 0, 2.5, 5, ink)] },
  dense: { size: 3.6, marks: [line(0, 3.6, 3.6, 0, { ...ink, 'stroke-width': 1.6 })] },
}

export function fillOf(name: PatternName): string {
  return name === 'solid' ? solid : `url(#lo-${name})`
}

/** The definitions of the patterns a picture uses. */
export function patternDefs(used: Iterable<PatternName>): Svg {
  const patterns = [...new Set(used)].flatMap((name) => {
    if (name === 'solid') return []
    const { size, marks } = tiles[name]
    return el('pattern', { id: `lo-${name}`, width: size, height: size, patternUnits: 'userSpaceOnUse' }, ...marks)
  })
  return el('defs', {}, ...patterns)
}
