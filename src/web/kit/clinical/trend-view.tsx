import 'uplot/dist/uPlot.min.css'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '../fields/button.tsx'
import { FlagMark } from '../marks/marks.tsx'
import { formatDateTime, formatNumber, formatShortDay, formatTime } from '../text/format.ts'
import { t } from '../text/translate.ts'
import { useShownTheme } from '../theme/appearance.ts'
import { drawRow } from './plot.ts'
import { type TrendPoint, type TrendRow, timeSpan } from './trend-data.ts'

export interface TrendProps {
  /** What the plot tells, in one sentence, for screen readers. */
  readonly label: string
  readonly rows: readonly TrendRow[]
  readonly from?: string
  readonly to?: string
}

function valueText(point: TrendPoint): string {
  const value = point.text ?? formatNumber(point.value)
  return point.low === undefined ? value : `${value}/${formatNumber(point.low)}`
}

interface RowPlotProps {
  readonly row: TrendRow
  readonly times: readonly [number, number]
  readonly sync: string
  onCursor(seconds: number | undefined): void
}

function RowPlot({ row, times, sync, onCursor }: RowPlotProps) {
  const target = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const theme = useShownTheme()
  const [from, to] = times
  useLayoutEffect(() => {
    const element = target.current
    if (!element) return
    const watch = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)))
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the colours that the plot reads
  useEffect(() => {
    if (!target.current || width < 20) return
    return drawRow(target.current, { row, times: [from, to], width, height: 43, sync, onCursor })
  }, [row, from, to, width, sync, theme])
  return <div ref={target} aria-hidden="true" style={{ minWidth: 0, height: 43 }} />
}

/** The latest point, or the one at the cursor's time. */
function pointAt(row: TrendRow, seconds: number | undefined): TrendPoint | undefined {
  if (seconds === undefined) return row.points.reduce<TrendPoint | undefined>(later, undefined)
  return row.points.find((point) => Math.abs(Date.parse(point.at) / 1000 - seconds) < 1)
}

function later(one: TrendPoint | undefined, other: TrendPoint): TrendPoint {
  return one && Date.parse(one.at) >= Date.parse(other.at) ? one : other
}

/** Rows on one axis of time and one cursor: name and unit, line on its band, last value large. */
export default function TrendView({ label, rows, from, to }: TrendProps) {
  const sync = useId()
  const [asTable, setAsTable] = useState(false)
  const [cursor, setCursor] = useState<number | undefined>(undefined)
  const times = timeSpan(rows, from, to)
  return (
    <figure className="lo-trend" aria-label={label}>
      <div className="lo-trend-axis">
        <Button kind="plain" size="sm" pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {t('kit.trend.data')}
        </Button>
        {!asTable && <Axis times={times} />}
        <span style={{ textAlign: 'right' }} className="lo-num">
          {cursor === undefined
            ? t('kit.trend.now')
            : formatDateTime(new Date(cursor * 1000).toISOString()).slice(0, 16)}
        </span>
      </div>
      {asTable ? (
        <TrendTable rows={rows} label={label} />
      ) : (
        rows.map((row) => {
          const point = pointAt(row, cursor) ?? pointAt(row, undefined)
          return (
            <div key={row.key} className="lo-trend-row">
              <div>
                <div className="lo-trend-name">{row.label}</div>
                <div className="lo-ink3" style={{ fontSize: 12, lineHeight: '16px' }}>
                  {row.unit}
                </div>
              </div>
              <RowPlot row={row} times={times} sync={sync} onCursor={setCursor} />
              <div className="lo-trend-last">
                {point ? <FlagMark flag={point.flag}>{valueText(point)}</FlagMark> : '–'}
              </div>
            </div>
          )
        })
      )}
    </figure>
  )
}

function Axis({ times: [from, to] }: { readonly times: readonly [number, number] }) {
  // All values of one visit: one moment, told once.
  const count = to - from <= 2 * 3600 ? 1 : 4
  const ticks = Array.from({ length: count }, (_, at) => from + ((to - from) * (at + 0.5)) / count)
  const short = to - from < 3 * 86_400
  return (
    <span className="lo-num" style={{ display: 'flex', justifyContent: 'space-around' }}>
      {ticks.map((tick) => {
        const at = new Date(tick * 1000).toISOString()
        return (
          <span key={tick}>
            {short
              ? `${formatShortDay(at)} ${formatTime(at)}`
              : formatDateTime(at).slice(0, to - from > 300 * 86_400 ? 10 : 5)}
          </span>
        )
      })}
    </span>
  )
}

function TrendTable({ rows, label }: { readonly rows: readonly TrendRow[]; readonly label: string }) {
  const times = [...new Set(rows.flatMap((row) => row.points.map((point) => point.at)))].sort().reverse()
  return (
    <div className="lo-table-wrap" style={{ maxHeight: 360 }}>
      <table className="lo-table">
        <caption className="lo-hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">{t('kit.trend.time')}</th>
            {rows.map((row) => (
              <th key={row.key} scope="col" data-align="right">
                {row.label} {row.unit}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((time) => (
            <tr key={time}>
              <td className="lo-num">{formatDateTime(time)}</td>
              {rows.map((row) => {
                const point = row.points.find((one) => one.at === time)
                return (
                  <td key={row.key} data-align="right">
                    {point ? <FlagMark flag={point.flag}>{valueText(point)}</FlagMark> : '–'}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
