import { drawingErrors } from './errors.ts'
import { type DrawingKind, isDrawingKind } from './kinds.ts'
import { type Mark, readMarks } from './marks.ts'
import type { Plan } from './plan.ts'
import { specs } from './specs.ts'
import { drawingLimits, isObject, readStored } from './stored.ts'

/** What was found in one named part. */
export interface Finding {
  readonly state: string
  readonly note?: string
}

/** The stored value of a drawing, whatever its kind. */
export interface Drawing<Chart = unknown> {
  readonly v: 1
  readonly regions: Readonly<Record<string, Finding>>
  readonly marks: readonly Mark[]
  /** What only this kind has: areas of a burn, states of teeth, measurements. */
  readonly chart: Chart
}

function readFinding(
  plan: Plan,
  kind: DrawingKind,
  [region, value]: readonly [string, unknown],
): [string, Finding] {
  if (!plan.regions.some((one) => one.id === region)) throw drawingErrors.unknownRegion({ kind, region })
  if (!isObject(value)) throw drawingErrors.notReadable()
  const { state, note } = value
  if (typeof state !== 'string' || !plan.states.some((one) => one.code === state))
    throw drawingErrors.unknownState({ region, state: String(state).slice(0, 40) })
  if (note === undefined) return [region, { state }]
  if (typeof note !== 'string' || note.length > drawingLimits.note)
    throw drawingErrors.wrongValue({ field: `regions.${region}.note` })
  return [region, { state, note }]
}

/** Reads a stored drawing: JSON text or its value; an absent one is empty. Refuses what is not of this kind. */
export function readDrawing(kind: string, input: unknown): Drawing {
  if (!isDrawingKind(kind)) throw drawingErrors.unknownKind({ kind: kind.slice(0, 40) })
  const raw = readStored(input)
  const spec = specs[kind]
  const regions = raw['regions'] ?? {}
  if (!isObject(regions)) throw drawingErrors.notReadable()
  return {
    v: 1,
    regions: Object.fromEntries(Object.entries(regions).map((entry) => readFinding(spec.plan, kind, entry))),
    marks: readMarks(raw['marks'], spec.plan.size),
    chart: spec.chart ? spec.chart.read(raw['chart']) : undefined,
  }
}

/** Whether nothing was drawn: an empty drawing prints no picture. */
export function isEmptyDrawing(kind: DrawingKind, { regions, marks, chart }: Drawing): boolean {
  const chartEmpty = specs[kind].chart?.isEmpty(chart) ?? true
  return Object.keys(regions).length === 0 && marks.length === 0 && chartEmpty
}

/** The text to store. */
export function writeDrawing({ regions, marks, chart }: Drawing): string {
  return JSON.stringify({
    v: 1,
    ...(Object.keys(regions).length > 0 ? { regions } : {}),
    ...(marks.length > 0 ? { marks } : {}),
    ...(chart === undefined ? {} : { chart }),
  })
}
