import { useState } from 'react'
import { Button, formatNumber, formatShortDay, Inline, Num, Panel, t } from '#web/kit/index.ts'
import type { ChartSeries, StayCharts } from '../contract.ts'
import { atHalfDay, daysOfPage, lastOfDay, pagesOf, placeOf } from '../domain/day-sheet.ts'

/** Both scales of the paper stand on the same lines: one degree is as high as twenty beats. */
const scale = { rows: 7, temperature: [35, 42], pulse: [40, 180] } as const
const size = { left: 96, top: 30, day: 96, row: 44, right: 8 } as const
const widthOf = (days: readonly string[]) => size.left + days.length * size.day + size.right
const halves = ['morning', 'afternoon'] as const

const find = (charts: StayCharts, key: string) => charts.vitals.find((one) => one.key === key)

/** The sheet of every bed: pulse red, temperature blue, by day, morning and afternoon; the rest in rows below. */
export function TemperatureSheet({ charts }: { readonly charts: StayCharts }) {
  const pages = pagesOf(charts.admittedAt, charts.now)
  const [page, setPage] = useState(pages - 1)
  const days = daysOfPage(charts.admittedAt, page)
  return (
    <Panel
      title={t('charts.kind.temperature')}
      pad
      actions={
        pages > 1 && (
          <Inline>
            {page > 0 && <Button onClick={() => setPage(page - 1)}>{t('charts.earlier')}</Button>}
            <Num>{t('charts.page', { page: page + 1, pages })}</Num>
            {page < pages - 1 && <Button onClick={() => setPage(page + 1)}>{t('charts.later')}</Button>}
          </Inline>
        )
      }
    >
      <p className="ch-key">
        <span data-line="pulse">{t('charts.sign.pulse')}</span>
        <span data-line="temperature">{t('charts.sign.temperature')}</span>
      </p>
      <div className="ch-scroll">
        <div style={{ minWidth: 480 + days.length * 40 }}>
          <Curves charts={charts} days={days} />
          <Rows charts={charts} days={days} />
        </div>
      </div>
    </Panel>
  )
}

function lineOf(series: ChartSeries | undefined, days: readonly string[], [low, high]: readonly [number, number]) {
  return (series?.points ?? []).flatMap(({ at, value }) => {
    const place = placeOf(days, at)
    if (place === undefined) return []
    const share = Math.min(1, Math.max(0, (Number(value) - low) / (high - low)))
    return [{ at, x: size.left + place * size.day, y: size.top + (1 - share) * scale.rows * size.row }]
  })
}

function Curves({ charts, days }: { readonly charts: StayCharts; readonly days: readonly string[] }) {
  const width = widthOf(days)
  const height = size.top + scale.rows * size.row + 8
  const lines = [
    { key: 'temperature', points: lineOf(find(charts, 'temperature'), days, scale.temperature) },
    { key: 'pulse', points: lineOf(find(charts, 'pulse'), days, scale.pulse) },
  ]
  return (
    <svg
      className="ch-curves"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t('charts.temperature.said')}
    >
      <Grid days={days} width={width} />
      {lines.map(({ key, points }) => (
        <g key={key} data-line={key}>
          <polyline points={points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
          {points.map(({ at, x, y }) =>
            key === 'pulse' ? (
              <circle key={at} cx={x} cy={y} r={3.6} />
            ) : (
              <path key={at} d={`M${x - 4} ${y - 4}l8 8m0-8l-8 8`} />
            ),
          )}
        </g>
      ))}
    </svg>
  )
}

function Grid({ days, width }: { readonly days: readonly string[]; readonly width: number }) {
  const bottom = size.top + scale.rows * size.row
  const marks = Array.from({ length: scale.rows + 1 }, (_, at) => at)
  return (
    <g className="ch-grid">
      <text x={4} y={18} data-line="pulse">
        {t('charts.axis.pulse')}
      </text>
      <text x={50} y={18} data-line="temperature">
        {t('charts.axis.temperature')}
      </text>
      {marks.map((at) => {
        const y = bottom - at * size.row
        return (
          <g key={at}>
            <line x1={size.left} x2={width} y1={y} y2={y} data-strong={at === 2 || undefined} />
            <text x={36} y={y + 4} textAnchor="end" data-line="pulse">
              {scale.pulse[0] + at * 20}
            </text>
            <text x={84} y={y + 4} textAnchor="end" data-line="temperature">
              {scale.temperature[0] + at}
            </text>
          </g>
        )
      })}
      {days.map((day, at) => {
        const x = size.left + at * size.day
        return (
          <g key={day}>
            <line x1={x} x2={x} y1={0} y2={bottom} data-strong />
            <line x1={x + size.day / 2} x2={x + size.day / 2} y1={size.top} y2={bottom} data-half />
            <text x={x + size.day / 2} y={14} textAnchor="middle">
              {formatShortDay(day)}
            </text>
            <text x={x + size.day / 4} y={26} textAnchor="middle" className="ch-small">
              {t('charts.half.morning')}
            </text>
            <text x={x + (size.day * 3) / 4} y={26} textAnchor="middle" className="ch-small">
              {t('charts.half.afternoon')}
            </text>
          </g>
        )
      })}
    </g>
  )
}

const text = (point: { readonly value: string; readonly low?: string } | undefined) =>
  point ? `${formatNumber(point.value)}${point.low === undefined ? '' : `/${formatNumber(point.low)}`}` : ''

/** A day of which nothing was counted stays empty, to be written in by hand on the paper. */
const counted = (value: Parameters<typeof formatNumber>[0]) => (value === undefined ? '' : formatNumber(value))

const byHalf = ['pulse', 'temperature', 'respiration', 'pressure', 'saturation'] as const

/** The same values in words, for who does not see the curves, with the rows that have none. */
function Rows({ charts, days }: { readonly charts: StayCharts; readonly days: readonly string[] }) {
  const amounts = new Map(charts.amounts.map((one) => [one.day, one]))
  const daily = [
    { key: 'weight', of: (day: string) => text(lastOfDay(find(charts, 'weight'), day)) },
    { key: 'stools', of: (day: string) => counted(amounts.get(day)?.stools) },
    { key: 'urine', of: (day: string) => counted(amounts.get(day)?.urineMl) },
  ]
  // The columns stand below the half days of the curves at every width.

  return (
    <table className="ch-rows" style={{ width: `${(1 - size.right / widthOf(days)) * 100}%` }}>
      <caption className="lo-hidden">{t('charts.kind.temperature')}</caption>
      <colgroup>
        <col style={{ width: `${(size.left / (widthOf(days) - size.right)) * 100}%` }} />
        <col span={days.length * 2} />
      </colgroup>
      <thead className="lo-hidden">
        <tr>
          <th scope="col">{t('charts.sign')}</th>
          {days.flatMap((day) =>
            halves.map((half) => (
              <th key={`${day} ${half}`} scope="col">
                {formatShortDay(day)} {t(`charts.half.${half}`)}
              </th>
            )),
          )}
        </tr>
      </thead>
      <tbody>
        {byHalf.map((key) => (
          <tr key={key}>
            <th scope="row">{t(`charts.sign.${key}`)}</th>
            {days.flatMap((day) =>
              halves.map((half) => (
                <td key={`${day} ${half}`}>{text(atHalfDay(find(charts, key), day, half))}</td>
              )),
            )}
          </tr>
        ))}
        {daily.map(({ key, of }) => (
          <tr key={key}>
            <th scope="row">{t(`charts.sign.${key}`)}</th>
            {days.map((day) => (
              <td key={day} colSpan={2}>
                {of(day)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
