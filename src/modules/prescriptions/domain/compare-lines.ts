import type { Line } from './line.ts'

export type Since = 'kept' | 'changed' | 'new'

const dosing = (line: Line) =>
  JSON.stringify([
    line.dose,
    line.doseUnit ?? line.drug.unit,
    line.timesADay,
    line.moments,
    line.meal ?? '',
    line.asNeeded ?? '',
  ])

/** How a line stands to what the patient was given last: kept as it was, changed, or new. */
export function sinceLast(line: Line, last: readonly Line[]): Since {
  const same = last.find((one) => one.drug.code === line.drug.code)
  if (same) return dosing(same) === dosing(line) ? 'kept' : 'changed'
  const substances = new Set(last.flatMap((one) => one.drug.ingredients.map(({ name }) => name)))
  return line.drug.ingredients.some(({ name }) => substances.has(name)) ? 'changed' : 'new'
}
