import definition from '../../../data/labour/partograph.json' with { type: 'json' }
import { type Labour, type LabourRow, labourLimits, labourLines } from './labour.ts'

/** What was found at a moment; several moments may fall into one examination. */
export type Found = { readonly at: string } & Omit<LabourRow, 'h'>

/** Limits, intervals and calls of the partograph: data/labour/partograph.json. */
export const labourDefinition = definition

const hourMs = 3_600_000

/** Everything that was found at one moment is one column of the sheet, the oldest first. */
export function columnsOf(found: readonly Found[]): readonly Found[] {
  const byMoment = new Map<number, Found>()
  for (const one of found) {
    const at = Date.parse(one.at)
    byMoment.set(at, { ...byMoment.get(at), ...one })
  }
  return [...byMoment].toSorted(([a], [b]) => a - b).map(([, column]) => column)
}

/** Whether the active phase has begun. */
export const isActive = ({ cervix }: Found): boolean => cervix !== undefined && cervix >= labourLines.activeFromCm

/** Clock of Viet Nam. */
const clockOf = (ms: number) => new Date(ms + 7 * hourMs).toISOString().slice(11, 16)

/** A sheet holds a day of labour: the latent phase as long as it may last, then the active phase. */
export function sheetOf(columns: readonly Found[]): Labour {
  const last = columns.at(-1)
  if (!last) return { rows: [] }
  const active = columns.find(isActive)
  const earliest = active
    ? Date.parse(active.at) - definition.latentHours * hourMs
    : Date.parse(last.at) - labourLimits.hours * hourMs
  const shown = columns.filter(({ at }) => Date.parse(at) >= earliest)
  const begin = Date.parse(shown[0]?.at ?? last.at)
  const rows = shown.flatMap(({ at, ...row }): LabourRow[] => {
    const h = (Date.parse(at) - begin) / hourMs
    return h <= labourLimits.hours ? [{ h, ...row }] : []
  })
  return { start: clockOf(begin), rows: rows.slice(0, labourLimits.rows) }
}
