import type { GrowthChart } from '#kernel/drawing/index.ts'
import { ChartPicture } from './chart-picture.tsx'

interface GrowthViewProps {
  readonly chart: GrowthChart
  readonly label: string
}

/** A child's measures on the WHO curves, to look at. */
export function GrowthView({ chart, label }: GrowthViewProps) {
  return <ChartPicture kind="growth" chart={chart} label={label} maxWidth={960} />
}
