import type { Caption, Plan, Region } from '../plan.ts'
import { group, type Svg } from '../svg.ts'

interface Piece {
  readonly id: string
  readonly plan: Plan
}

/** Several pictures on one sheet, each in a cell of a grid; ids of the parts get the piece's name before them. */
export function sheetOf(title: Plan['title'], pieces: readonly Piece[], columns: number, scale: number): Plan {
  const cell = {
    width: Math.max(...pieces.map(({ plan }) => plan.size.width)) * scale,
    height: Math.max(...pieces.map(({ plan }) => plan.size.height)) * scale,
  }
  const placed = pieces.map((piece, at) => ({
    ...piece,
    x: (at % columns) * cell.width,
    y: Math.floor(at / columns) * cell.height,
  }))
  const art = placed.map(
    ({ plan, x, y }): Svg => group({ transform: `translate(${x} ${y}) scale(${scale})` }, plan.art),
  )
  const captions = placed.flatMap(({ plan, x, y }) =>
    plan.captions.map(
      (one): Caption => ({
        ...one,
        at: [x + one.at[0] * scale, y + one.at[1] * scale],
        size: Math.max(9, (one.size ?? 13) * scale),
      }),
    ),
  )
  const regions = placed.flatMap(({ id, plan, x, y }) =>
    plan.regions.map(
      (one): Region => ({
        id: `${id}.${one.id}`,
        name: { vi: `${plan.title.vi}: ${one.name.vi}`, en: `${plan.title.en}: ${one.name.en}` },
        d: one.d,
        at: [x + one.at[0] * scale, y + one.at[1] * scale],
        transform: [`translate(${x} ${y}) scale(${scale})`, ...(one.transform ? [one.transform] : [])].join(' '),
      }),
    ),
  )
  const states = new Map(pieces.flatMap(({ plan }) => plan.states.map((one) => [one.code, one] as const)))
  const rows = Math.ceil(pieces.length / columns)
  return {
    title,
    size: { width: columns * cell.width, height: rows * cell.height },
    art,
    captions,
    regions,
    states: [...states.values()],
  }
}
