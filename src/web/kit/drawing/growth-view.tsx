import { useMemo } from 'react'
import { drawPicture, type GrowthChart } from '#kernel/drawing/index.ts'
import { language } from '../text/translate.ts'

interface GrowthViewProps {
  readonly chart: GrowthChart
  readonly label: string
}

/** A child's measures on the WHO curves, to look at. */
export function GrowthView({ chart, label }: GrowthViewProps) {
  const source = useMemo(() => {
    const svg = drawPicture('growth', { v: 1, regions: {}, marks: [], chart }, language())
    return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  }, [chart])
  return (
    <img src={source} alt={label} style={{ display: 'block', width: '100%', maxWidth: 720, background: '#fff' }} />
  )
}
