import { useEffect, useRef, useState } from 'react'
import {
  Button,
  Empty,
  FlagMark,
  formatDateTime,
  formatNumber,
  formatShortDay,
  formatTime,
  Panel,
  t,
  useShownTheme,
} from '#web/kit/index.ts'
import type { ChartSeries, StayCharts } from '../contract.ts'
import { drawDay } from './draw-day.ts'

const shown = ['pulse', 'pressure', 'saturation', 'respiration', 'temperature'] as const
const hourMs = 3_600_000

/** A day of intensive care: every measurement of twenty-four hours, one row for each sign on one axis of time. */
export function CareDay({ charts }: { readonly charts: StayCharts }) {
  const [back, setBack] = useState(0)
  const [asTable, setAsTable] = useState(false)
  const to = Date.parse(charts.now) - back * 24 * hourMs
  const span = { from: to - 24 * hourMs, to }
  const rows = shown.flatMap((key) => {
    const series = charts.vitals.find((one) => one.key === key)
    const points =
      series?.points.filter(({ at }) => Date.parse(at) >= span.from && Date.parse(at) <= span.to) ?? []
    return series && points.length > 0 ? [{ ...series, points }] : []
  })
  const isFirst = span.from <= Date.parse(charts.admittedAt)
  return (
    <Panel
      title={t('charts.kind.day')}
      note={`${formatDateTime(new Date(span.from).toISOString())} – ${formatDateTime(new Date(span.to).toISOString())}`}
      pad
      actions={
        <>
          {!isFirst && <Button onClick={() => setBack(back + 1)}>{t('charts.earlier')}</Button>}
          {back > 0 && <Button onClick={() => setBack(back - 1)}>{t('charts.later')}</Button>}
          <Button pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {t('charts.data')}
          </Button>
        </>
      }
    >
      {rows.length === 0 && <Empty>{t('charts.none')}</Empty>}
      {rows.length > 0 && (asTable ? <Values rows={rows} /> : <Drawn rows={rows} span={span} />)}
    </Panel>
  )
}

interface DrawnProps {
  readonly rows: readonly ChartSeries[]
  readonly span: { readonly from: number; readonly to: number }
}

function Drawn({ rows, span: { from, to } }: DrawnProps) {
  const target = useRef<HTMLCanvasElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = target.current?.parentElement
    if (!element) return
    const watch = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)))
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  const theme = useShownTheme()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the colours that the pen reads
  useEffect(() => {
    if (target.current && width > 0)
      drawDay(target.current, { rows, from, to, width, name: (key) => t(`charts.sign.${key}`) })
  }, [rows, from, to, width, theme])
  const said = rows
    .map(({ key, points }) => `${t(`charts.sign.${key}`)} ${formatNumber(points.at(-1)?.value)}`)
    .join(', ')
  return <canvas ref={target} className="ch-canvas" role="img" aria-label={t('charts.day.said', { said })} />
}

function Values({ rows }: { readonly rows: readonly ChartSeries[] }) {
  const times = [...new Set(rows.flatMap(({ points }) => points.map(({ at }) => at)))].sort().reverse()
  const byTime = rows.map(({ points }) => new Map(points.map((one) => [one.at, one])))
  return (
    <div className="lo-table-wrap" style={{ maxHeight: 560 }}>
      <table className="lo-table">
        <caption className="lo-hidden">{t('charts.kind.day')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('charts.time')}</th>
            {rows.map(({ key, unit }) => (
              <th key={key} scope="col" data-align="right">
                {t(`charts.sign.${key}`)} {unit}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((at) => (
            <tr key={at}>
              <th scope="row" className="lo-num">
                {formatShortDay(at)} {formatTime(at)}
              </th>
              {byTime.map((points, place) => {
                const point = points.get(at)
                const flag = point?.flag === 'low' ? 'low' : point?.flag === 'high' ? 'high' : undefined
                return (
                  <td key={rows[place]?.key} data-align="right">
                    {point && (
                      <FlagMark flag={flag}>
                        {formatNumber(point.value)}
                        {point.low !== undefined && `/${formatNumber(point.low)}`}
                      </FlagMark>
                    )}
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
