import { useState } from 'react'
import { Empty, FilterChips, formatNumber, Panel, Trend, type TrendRow, t } from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import type { Series } from '../contract.ts'

const spans = ['month', 'halfYear', 'year', 'all'] as const
type Span = (typeof spans)[number]
const days: Readonly<Record<Span, number>> = { month: 31, halfYear: 183, year: 366, all: Number.POSITIVE_INFINITY }

export const flagOf = (flag: string | undefined): NonNullable<TrendRow['points'][number]['flag']> | undefined => {
  if (flag === 'high' || flag === 'H' || flag === 'HU') return 'high'
  if (flag === 'low' || flag === 'L' || flag === 'LU') return 'low'
  if (flag === 'HH') return 'critical-high'
  if (flag === 'LL') return 'critical-low'
  return flag ? 'abnormal' : undefined
}

export function trendRow(series: Series, label: string, since: number): TrendRow | undefined {
  const points = series.points.filter((point) => Date.parse(point.at) >= since)
  if (points.length === 0) return undefined
  return {
    key: series.key,
    label,
    unit: series.unit,
    band: series.band,
    points: points.map((point) => ({
      at: point.at,
      value: Number(point.value),
      text: formatNumber(point.value),
      flag: flagOf(point.flag),
      ...(point.low ? { low: Number(point.low) } : {}),
    })),
  }
}

/** Half a year, or the shortest longer span in which something was measured. */
function firstSpan(series: readonly Series[]): Span {
  const newest = Math.max(0, ...series.flatMap((one) => Date.parse(one.points.at(-1)?.at ?? '') || 0))
  const wanted: readonly Span[] = ['halfYear', 'year', 'all']
  return wanted.find((span) => newest >= serverNow().getTime() - days[span] * 86_400_000) ?? 'halfYear'
}

/** Vital signs and the tests measured most, on one axis of time. */
export function Trends({
  vitals,
  laboratory,
}: {
  readonly vitals: readonly Series[]
  readonly laboratory: readonly Series[]
}) {
  const [span, setSpan] = useState<Span>(() => firstSpan([...vitals, ...laboratory]))
  const now = serverNow().getTime()
  const since = now - days[span] * 86_400_000
  const often = [...laboratory]
    .filter((one) => one.points.length > 1)
    .sort((a, b) => b.points.length - a.points.length)
    .slice(0, 3)
  const rows = [
    ...vitals
      .filter((one) => one.key !== 'height')
      .flatMap((one) => trendRow(one, t(`chart.vital.${one.key}`), since) ?? []),
    ...often.flatMap((one) => trendRow(one, one.name, since) ?? []),
  ]
  return (
    <Panel
      title={t('chart.trends.title')}
      actions={
        <FilterChips
          label={t('chart.trends.span')}
          value={span}
          onChange={setSpan}
          options={spans.map((value) => ({ value, label: t(`chart.trends.${value}`) }))}
        />
      }
    >
      {rows.length === 0 ? (
        <Empty>{vitals.length === 0 ? t('chart.trends.never') : t('chart.trends.none')}</Empty>
      ) : (
        <Trend label={t('chart.trends.label', { count: rows.length })} rows={rows} />
      )}
    </Panel>
  )
}
