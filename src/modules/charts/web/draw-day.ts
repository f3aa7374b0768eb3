import type { ChartSeries } from '../contract.ts'

interface Day {
  readonly rows: readonly ChartSeries[]
  readonly from: number
  readonly to: number
  readonly width: number
  readonly name: (key: string) => string
}

interface Row {
  readonly series: ChartSeries
  readonly top: number
  readonly x: (at: string) => number
  readonly y: (value: number) => number
}

const size = { left: 132, right: 66, row: 118, gap: 14, axis: 26 } as const
const hourMs = 3_600_000
const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()

/** Lowest and highest of all that a row shows, with room. */
function spanOf({ points, band }: ChartSeries): readonly [number, number] {
  let [low, high] = [band?.low ?? Number.POSITIVE_INFINITY, band?.high ?? Number.NEGATIVE_INFINITY]
  for (const point of points) {
    low = Math.min(low, Number(point.low ?? point.value))
    high = Math.max(high, Number(point.value))
  }
  const room = (high - low || 1) * 0.1
  return [low - room, high + room]
}

function drawGrid(
  pen: CanvasRenderingContext2D,
  { from, to }: Day,
  x: (at: number) => number,
  height: number,
): void {
  pen.strokeStyle = colour('line')
  pen.fillStyle = colour('ink-2')
  pen.font = '13px sans-serif'
  pen.textAlign = 'center'
  for (let at = Math.ceil(from / (2 * hourMs)) * 2 * hourMs - hourMs; at <= to; at += 2 * hourMs) {
    if (at < from) continue
    pen.beginPath()
    pen.moveTo(x(at), 0)
    pen.lineTo(x(at), height - size.axis)
    pen.stroke()
    pen.fillText(`${new Date(at + 7 * hourMs).getUTCHours()}h`, x(at), height - 8)
  }
}

function drawBand(pen: CanvasRenderingContext2D, { series, top, y }: Row, width: number): void {
  const { band } = series
  if (!band) return
  const high = band.high === undefined ? top : y(band.high)
  const low = band.low === undefined ? top + size.row : y(band.low)
  pen.fillStyle = colour('band')
  pen.fillRect(size.left, high, width - size.left - size.right, low - high)
}

/** A gap of over an hour breaks the line: nothing is drawn that nobody measured. */
function drawLine(pen: CanvasRenderingContext2D, { series, x, y }: Row): void {
  pen.strokeStyle = colour('plot')
  pen.lineWidth = 1.6
  pen.beginPath()
  let last = Number.NEGATIVE_INFINITY
  for (const point of series.points) {
    const at = Date.parse(point.at)
    const [px, py] = [x(point.at), y(Number(point.value))]
    if (at - last > hourMs) pen.moveTo(px, py)
    else pen.lineTo(px, py)
    last = at
  }
  pen.stroke()
}

function drawStrokes(pen: CanvasRenderingContext2D, { series, x, y }: Row): void {
  pen.strokeStyle = colour('plot')
  pen.lineWidth = 2
  pen.beginPath()
  for (const { at, value, low } of series.points) {
    if (low === undefined) continue
    pen.moveTo(x(at), y(Number(value)))
    pen.lineTo(x(at), y(Number(low)))
  }
  pen.stroke()
}

function drawMarks(pen: CanvasRenderingContext2D, { series, x, y }: Row): void {
  pen.fillStyle = colour('warn-mark')
  pen.beginPath()
  for (const { at, value, flag } of series.points) {
    if (!flag) continue
    const [px, py, way] = [x(at), y(Number(value)), flag.endsWith('low') ? 1 : -1]
    pen.moveTo(px, py + way * 5)
    pen.lineTo(px - 4, py - way * 3)
    pen.lineTo(px + 4, py - way * 3)
    pen.closePath()
  }
  pen.fill()
}

function drawWords(pen: CanvasRenderingContext2D, { series, top }: Row, day: Day): void {
  const last = series.points.at(-1)
  pen.textAlign = 'left'
  pen.fillStyle = colour('ink')
  pen.font = '600 16px sans-serif'
  pen.fillText(day.name(series.key), 4, top + size.row / 2)
  pen.fillStyle = colour('ink-2')
  pen.font = '13px sans-serif'
  pen.fillText(series.unit, 4, top + size.row / 2 + 18)
  pen.fillStyle = colour('ink')
  pen.font = '600 20px sans-serif'
  const value = last ? `${last.value}${last.low === undefined ? '' : `/${last.low}`}`.replaceAll('.', ',') : ''
  pen.textAlign = 'right'
  pen.fillText(value, day.width - 2, top + size.row / 2 + 6, size.right - 4)
}

/** Draws a day on a canvas and notes how long it took, as the measure `charts.day` of the browser. */
export function drawDay(canvas: HTMLCanvasElement, day: Day): void {
  const begun = performance.now()
  const height = day.rows.length * (size.row + size.gap) + size.axis
  const sharp = devicePixelRatio || 1
  canvas.width = day.width * sharp
  canvas.height = height * sharp
  canvas.style.height = `${height}px`
  const pen = canvas.getContext('2d')
  if (!pen) return
  pen.scale(sharp, sharp)
  const share = (day.width - size.left - size.right) / (day.to - day.from)
  const x = (at: number) => size.left + (at - day.from) * share
  drawGrid(pen, day, x, height)
  for (const [place, series] of day.rows.entries()) {
    const top = place * (size.row + size.gap)
    const [low, high] = spanOf(series)
    const row: Row = {
      series,
      top,
      x: (at) => x(Date.parse(at)),
      y: (value) => top + size.row * (1 - (value - low) / (high - low)),
    }
    drawBand(pen, row, day.width)
    if (series.key === 'pressure') drawStrokes(pen, row)
    else drawLine(pen, row)
    drawMarks(pen, row)
    drawWords(pen, row, day)
  }
  performance.measure('charts.day', { start: begun, end: performance.now() })
}
