import { Empty, FlagMark, formatDateTime, formatNumber, Panel, Sparkline, Table, t } from '#web/kit/index.ts'
import type { ChartView, Series } from '../contract.ts'
import { flagOf } from './trends.tsx'

function Last({ series, back }: { readonly series: Series; readonly back: number }) {
  const point = series.points.at(-1 - back)
  if (!point) return <>–</>
  return <FlagMark flag={flagOf(point.flag)}>{formatNumber(point.value)}</FlagMark>
}

/** Every test with its range, how it ran, the last value and the one before. */
export function Laboratory({ chart }: { readonly chart: Pick<ChartView, 'laboratory' | 'findings'> }) {
  return (
    <>
      <Panel title={t('chart.lab.title')} count={chart.laboratory.length}>
        {chart.laboratory.length === 0 ? (
          <Empty>{t('chart.lab.empty')}</Empty>
        ) : (
          <Table
            label={t('chart.lab.title')}
            rows={chart.laboratory}
            rowKey={(row) => row.key}
            columns={[
              {
                key: 'name',
                head: t('chart.lab.test'),
                cell: (row) => (
                  <>
                    <span style={{ fontWeight: 500 }}>{row.name}</span>{' '}
                    <span className="lo-dense lo-ink3">{row.unit}</span>
                  </>
                ),
              },
              {
                key: 'range',
                head: t('chart.lab.range'),
                cell: (row) => (
                  <span className="lo-num lo-dense lo-ink2">{row.band ? rangeOf(row) : (row.range ?? '–')}</span>
                ),
                hideOn: 'phone',
              },
              {
                key: 'line',
                head: t('chart.lab.course'),
                cell: (row) =>
                  row.points.length > 1 ? (
                    <Sparkline
                      values={row.points.map((point) => Number(point.value))}
                      {...(row.band ? { band: band(row) } : {})}
                      label={t('chart.lab.courseOf', { name: row.name, count: row.points.length })}
                    />
                  ) : null,
                hideOn: 'phone',
              },
              {
                key: 'before',
                head: t('chart.lab.before'),
                align: 'right',
                cell: (row) => <Last series={row} back={1} />,
                hideOn: 'tablet',
              },
              {
                key: 'last',
                head: t('chart.lab.last'),
                align: 'right',
                cell: (row) => (
                  <b>
                    <Last series={row} back={0} />
                  </b>
                ),
              },
              {
                key: 'at',
                head: t('chart.lab.at'),
                align: 'right',
                cell: (row) => (
                  <span className="lo-num lo-dense lo-ink2" style={{ whiteSpace: 'nowrap' }}>
                    {formatDateTime(row.points.at(-1)?.at)}
                  </span>
                ),
                hideOn: 'phone',
              },
            ]}
          />
        )}
      </Panel>
      {chart.findings.length > 0 && (
        <Panel title={t('chart.lab.findings')} count={chart.findings.length}>
          <Table
            label={t('chart.lab.findings')}
            rows={chart.findings}
            rowKey={(row) => row.key}
            columns={[
              { key: 'name', head: t('chart.lab.test'), cell: (row) => row.name },
              {
                key: 'text',
                head: t('chart.lab.last'),
                cell: (row) => <FlagMark flag={flagOf(row.flag)}>{row.text}</FlagMark>,
              },
              {
                key: 'at',
                head: t('chart.lab.at'),
                align: 'right',
                cell: (row) => <span className="lo-num lo-dense lo-ink2">{formatDateTime(row.at)}</span>,
              },
            ]}
          />
        </Panel>
      )}
    </>
  )
}

function band(row: Series): { low?: number; high?: number } {
  return {
    ...(row.band?.low === undefined ? {} : { low: row.band.low }),
    ...(row.band?.high === undefined ? {} : { high: row.band.high }),
  }
}

function rangeOf({ band: edges }: Series): string {
  if (edges?.low !== undefined && edges.high !== undefined)
    return `${formatNumber(edges.low)} – ${formatNumber(edges.high)}`
  if (edges?.high !== undefined) return `≤ ${formatNumber(edges.high)}`
  return edges?.low === undefined ? '–' : `≥ ${formatNumber(edges.low)}`
}
