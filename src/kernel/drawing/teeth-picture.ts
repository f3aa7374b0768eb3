import type { DrawingLanguage } from './kinds.ts'
import { fillOf } from './patterns.ts'
import { squareSize, toothPlace, toothSide } from './plans/teeth.ts'
import type { ChartDrawing } from './spec.ts'
import { el, group, path, type Svg, textAt } from './svg.ts'
import { isDeciduous, isRightSide, isUpper, type Surface, surfaces, teeth } from './tooth-numbers.ts'
import {
  surfacePatterns,
  surfaceStates,
  type TeethChart,
  type Tooth,
  type ToothState,
  toothStates,
} from './tooth-states.ts'

type Edge = 'top' | 'bottom' | 'left' | 'right' | 'middle'

/** Which edge of the square a surface is: the cheek lies outside, the middle line towards the middle. */
function edgeOf(tooth: string, surface: Surface): Edge {
  const outer: Edge = isUpper(tooth) ? 'top' : 'bottom'
  const mesial: Edge = isRightSide(tooth) ? 'right' : 'left'
  const opposite: Readonly<Record<Edge, Edge>> = {
    top: 'bottom',
    bottom: 'top',
    left: 'right',
    right: 'left',
    middle: 'middle',
  }
  const edges: Readonly<Record<Surface, Edge>> = {
    O: 'middle',
    B: outer,
    L: opposite[outer],
    M: mesial,
    D: opposite[mesial],
  }
  return edges[surface]
}

/** Outline of a surface in the square of a tooth. */
export function surfacePath(tooth: string, surface: Surface): string {
  const { x, square } = toothPlace(tooth)
  const [half, inner] = [squareSize / 2, squareSize / 4.6]
  const y = square + half
  const corner = (r: number, sx: 1 | -1, sy: 1 | -1) => `${x + sx * r} ${y + sy * r}`
  const trapezium = (ax: 1 | -1, ay: 1 | -1, bx: 1 | -1, by: 1 | -1) =>
    `M${corner(half, ax, ay)}L${corner(half, bx, by)}L${corner(inner, bx, by)}L${corner(inner, ax, ay)}Z`
  const paths: Readonly<Record<Edge, string>> = {
    middle: `M${corner(inner, -1, -1)}L${corner(inner, 1, -1)}L${corner(inner, 1, 1)}L${corner(inner, -1, 1)}Z`,
    top: trapezium(-1, -1, 1, -1),
    bottom: trapezium(-1, 1, 1, 1),
    left: trapezium(-1, -1, -1, 1),
    right: trapezium(1, -1, 1, 1),
  }
  return paths[edgeOf(tooth, surface)]
}

const ink = { stroke: '#111', 'stroke-width': 2 }
const word = (text: string) => (): readonly Svg[] => [
  textAt(0, 5, text, { 'text-anchor': 'middle', 'font-size': 13, 'font-weight': 700, fill: '#111' }),
]

/** Signs drawn over the square, its middle at 0 0. */
const signs: Readonly<Record<ToothState, () => readonly Svg[]>> = {
  missing: () => [path('M-15 -15L15 15M-15 15L15 -15', ink)],
  'missing-other': () => [path('M-15 15L15 -15', ink)],
  unerupted: () => [el('circle', { r: 17, ...ink, 'stroke-dasharray': '3 3' })],
  impacted: () => [el('circle', { r: 17, ...ink })],
  root: word('R'),
  crown: () => [el('circle', { r: 12, stroke: '#111', 'stroke-width': 3.4 })],
  bridge: () => [path('M-21 0H21', { stroke: '#111', 'stroke-width': 4 })],
  implant: () => [path('M-6 -10H6M-4 -4H4M-3 2H3M-2 8H2M0 -12V14', ink)],
  'root-filled': () => [path('M0 -13V13', { stroke: '#111', 'stroke-width': 3.4 })],
  mobile1: word('L1'),
  mobile2: word('L2'),
  mobile3: word('L3'),
  extract: () => [path('M-15 -5H15M-15 5H15', ink)],
}

/** Where a sign stands: over the side view, so that the surfaces stay readable; baby teeth have only the square. */
function signAt(tooth: string, state: ToothState): readonly [number, number] {
  const { x, square } = toothPlace(tooth)
  const inSquare: readonly ToothState[] = [
    'missing',
    'missing-other',
    'unerupted',
    'impacted',
    'crown',
    'bridge',
    'extract',
  ]
  if (isDeciduous(tooth) || inSquare.includes(state)) return [x, square + squareSize / 2]
  const side = toothSide(tooth)
  return [x, side.y - side.flip * 40]
}

function drawTooth(number: string, tooth: Tooth): readonly Svg[] {
  const found = surfaces.flatMap((surface) => {
    const state = tooth.surfaces[surface]
    const fill = state && fillOf(surfacePatterns[state])
    return fill ? [path(surfacePath(number, surface), { fill, stroke: '#111', 'stroke-width': 1 })] : []
  })
  const whole = tooth.states.map((state) => {
    const [x, y] = signAt(number, state)
    return group({ transform: `translate(${x} ${y})` }, signs[state]())
  })
  return [...found, ...whole]
}

function sentence(number: string, tooth: Tooth, language: DrawingLanguage): string {
  const bySurface = surfaces.flatMap((surface) => {
    const state = tooth.surfaces[surface]
    return state ? [`${surface} ${surfaceStates[state][language]}`] : []
  })
  const words = [...tooth.states.map((state) => toothStates[state][language]), ...bySurface]
  return `${number}: ${[...words, ...(tooth.note ? [tooth.note] : [])].join(', ')}`
}

const perLine = 100

/** Sentences set one after the other, broken where a line of the picture is full. */
function wrap(sentences: readonly string[]): readonly string[] {
  const lines: string[] = []
  for (const one of sentences) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + one.length + 2 <= perLine) lines[lines.length - 1] = `${last}; ${one}`
    else lines.push(one)
  }
  return lines
}

export function drawTeeth(chart: TeethChart, language: DrawingLanguage): ChartDrawing {
  const found = teeth.flatMap((number) => {
    const tooth = chart.teeth[number]
    return tooth ? [{ number, tooth }] : []
  })
  const key = {
    vi: 'Mặt răng: M gần, D xa, B ngoài, L trong, O nhai (rìa cắn).',
    en: 'Surfaces: M mesial, D distal, B buccal, L lingual, O occlusal.',
  }
  return {
    svg: found.flatMap(({ number, tooth }) => drawTooth(number, tooth)),
    patterns: Object.values(surfacePatterns),
    lines:
      found.length > 0
        ? [...wrap(found.map(({ number, tooth }) => sentence(number, tooth, language))), key[language]]
        : [],
  }
}
