import './drawing.css'
import { useMemo } from 'react'
import { type DrawingKind, drawPicture } from '#kernel/drawing/index.ts'
import { language } from '../text/translate.ts'

interface ChartPictureProps {
  readonly kind: DrawingKind
  /** Values of the kind: measures of growth, examinations in labour. */
  readonly chart: unknown
  readonly label: string
  readonly maxWidth?: number
  /** Name under which the browser notes how long it took until the picture stood. */
  readonly measure?: string
}

/** Values on the sheet of their kind, to look at: the picture that forms print. */
export function ChartPicture({ kind, chart, label, maxWidth, measure }: ChartPictureProps) {
  const { source, begun } = useMemo(() => {
    const start = performance.now()
    const svg = drawPicture(kind, { v: 1, regions: {}, marks: [], chart }, language())
    return { source: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`, begun: start }
  }, [kind, chart])
  return (
    <img
      src={source}
      alt={label}
      className="dr-sheet"
      style={maxWidth === undefined ? undefined : { maxWidth }}
      onLoad={() => {
        if (measure) performance.measure(measure, { start: begun, end: performance.now() })
      }}
    />
  )
}
