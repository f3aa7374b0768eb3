import uPlot from 'uplot'
import type { Flag } from '../marks/marks.tsx'
import { type Series, seriesOf, spanOf, type TrendPoint, type TrendRow } from './trend-data.ts'

export interface PlotSetting {
  readonly row: TrendRow
  readonly times: readonly [number, number]
  readonly width: number
  readonly height: number
  /** Plots with the same name share one cursor. */
  readonly sync: string
  onCursor(seconds: number | undefined): void
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}

/** The reference band, behind the line. */
function drawBand(plot: uPlot, { row }: PlotSetting): void {
  if (row.band?.low === undefined && row.band?.high === undefined) return
  const { left, top, width, height } = plot.bbox
  const y = (value: number | undefined, otherwise: number) =>
    value === undefined ? otherwise : Math.min(top + height, Math.max(top, plot.valToPos(value, 'y', true)))
  const high = y(row.band.high, top)
  plot.ctx.fillStyle = colour('band')
  plot.ctx.fillRect(left, high, width, y(row.band.low, top + height) - high)
}

/** A line for midnight in Viet Nam; the only grid there is. */
function drawDays(plot: uPlot, { times: [from, to] }: PlotSetting): void {
  const day = 86_400
  if (to - from > 40 * day) return
  plot.ctx.strokeStyle = colour('line')
  plot.ctx.lineWidth = devicePixelRatio
  for (let at = Math.ceil((from + 25_200) / day) * day - 25_200; at < to; at += day) {
    const x = Math.round(plot.valToPos(at, 'x', true)) + 0.5
    plot.ctx.beginPath()
    plot.ctx.moveTo(x, plot.bbox.top)
    plot.ctx.lineTo(x, plot.bbox.top + plot.bbox.height)
    plot.ctx.stroke()
  }
}

function triangle(ctx: CanvasRenderingContext2D, x: number, y: number, up: boolean): void {
  const r = 4.5 * devicePixelRatio
  const dir = up ? -1 : 1
  ctx.beginPath()
  ctx.moveTo(x, y + dir * r)
  ctx.lineTo(x - r, y - dir * r * 0.8)
  ctx.lineTo(x + r, y - dir * r * 0.8)
  ctx.closePath()
  ctx.fill()
}

function stroke(plot: uPlot, x: number, y: number, low: number): void {
  const { ctx } = plot
  ctx.strokeStyle = colour('plot')
  ctx.lineWidth = 3 * devicePixelRatio
  ctx.beginPath()
  ctx.moveTo(x, y)
  ctx.lineTo(x, plot.valToPos(low, 'y', true))
  ctx.stroke()
}

function dot({ ctx }: uPlot, x: number, y: number, radius: number): void {
  ctx.fillStyle = colour('plot')
  ctx.beginPath()
  ctx.arc(x, y, radius * devicePixelRatio, 0, Math.PI * 2)
  ctx.fill()
}

function mark({ ctx }: uPlot, x: number, y: number, flag: Flag): void {
  ctx.fillStyle = colour(flag.startsWith('critical') ? 'crit-solid' : 'warn-mark')
  triangle(ctx, x, y, !flag.endsWith('low'))
}

function drawPoint(plot: uPlot, point: TrendPoint, x: number, isLast: boolean, few: boolean): void {
  const y = plot.valToPos(point.value, 'y', true)
  const isStroke = point.low !== undefined
  if (point.low !== undefined) stroke(plot, x, y, point.low)
  if (point.flag) mark(plot, x, isStroke ? y - 4 * devicePixelRatio : y, point.flag)
  else if (!isStroke && (isLast || few)) dot(plot, x, y, isLast ? 3 : 2)
}

/** Strokes of pressure, triangles of abnormal values, a dot on the last. */
function drawPoints(plot: uPlot, series: Series): void {
  const last = series.points.length - 1
  series.points.forEach((point, at) => {
    if (point) drawPoint(plot, point, plot.valToPos(series.seconds[at] ?? 0, 'x', true), at === last, last < 7)
  })
}

/** Draws one row of a trend; returns what takes it away. */
export function drawRow(target: HTMLElement, setting: PlotSetting): () => void {
  const series = seriesOf(setting.row)
  const strokes = setting.row.points.some((point) => point.low !== undefined)
  const plot = new uPlot(
    {
      width: setting.width,
      height: setting.height,
      padding: [5, 6, 5, 0],
      legend: { show: false },
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: false, y: false, setScale: false },
        sync: { key: setting.sync, setSeries: false },
      },
      scales: { x: { time: true, range: () => [...setting.times] }, y: { range: () => spanOf(setting.row) } },
      axes: [{ show: false }, { show: false }],
      series: [
        {},
        { stroke: strokes ? 'transparent' : colour('plot'), width: 1.6, points: { show: false }, spanGaps: false },
      ],
      hooks: {
        drawClear: [(self) => drawBand(self, setting), (self) => drawDays(self, setting)],
        draw: [(self) => drawPoints(self, series)],
        setCursor: [
          (self) => setting.onCursor(self.cursor.idx === null ? undefined : series.seconds[self.cursor.idx ?? -1]),
        ],
      },
    },
    [series.seconds, series.values],
    target,
  )
  return () => plot.destroy()
}
