import { burnChart } from './burn-chart.ts'
import { growthChart } from './growth-chart.ts'
import { labourChart } from './labour-chart.ts'
import type { ChartSpec } from './spec.ts'
import { readStored } from './stored.ts'
import { teethChart } from './teeth-chart.ts'

/** Kinds whose drawings have numbers that items of a form can take over. */
const charts: Readonly<Record<string, ChartSpec<unknown>>> = {
  'burn-body': burnChart,
  teeth: teethChart,
  growth: growthChart,
  partograph: labourChart,
}

/** Numbers of a drawing that items of a form can take over; none where nothing was drawn that has any. */
export function drawingFigures(kind: string, data: unknown): Readonly<Record<string, number>> {
  const spec = Object.hasOwn(charts, kind) ? charts[kind] : undefined
  if (!spec) return {}
  const chart = spec.read(readStored(data)['chart'])
  return spec.isEmpty(chart) ? {} : spec.figures(chart)
}
