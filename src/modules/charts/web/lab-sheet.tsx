import { Empty, FlagMark, formatNumber, formatShortDay, formatTime, Panel, t } from '#web/kit/index.ts'
import type { StayCharts } from '../contract.ts'

type Flag = Parameters<typeof FlagMark>[0]['flag']
const flags: Readonly<Record<string, Flag>> = {
  H: 'high',
  L: 'low',
  HH: 'critical-high',
  LL: 'critical-low',
  A: 'abnormal',
}
const mostColumns = 10

/** Results by test and time, the newest column first; each value with its mark. */
export function LabSheet({ charts }: { readonly charts: StayCharts }) {
  const { laboratory } = charts
  const times = [...new Set(laboratory.flatMap(({ points }) => points.map(({ at }) => at)))]
    .sort((a, b) => Date.parse(b) - Date.parse(a))
    .slice(0, mostColumns)
  return (
    <Panel title={t('charts.kind.laboratory')}>
      {laboratory.length === 0 && <Empty>{t('charts.none')}</Empty>}
      {laboratory.length > 0 && (
        <div className="lo-table-wrap">
          <table className="lo-table ch-lab">
            <caption className="lo-hidden">{t('charts.kind.laboratory')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('charts.test')}</th>
                <th scope="col">{t('charts.range')}</th>
                {times.map((at) => (
                  <th key={at} scope="col" data-align="right" className="lo-num">
                    {formatShortDay(at)} {formatTime(at)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {laboratory.map(({ key, name, unit, range, points }) => (
                <tr key={key}>
                  <th scope="row">
                    {name} <span className="lo-ink2">{unit}</span>
                  </th>
                  <td className="lo-num lo-ink2">{range}</td>
                  {times.map((at) => {
                    const point = points.find((one) => one.at === at)
                    return (
                      <td key={at} data-align="right">
                        {point && <FlagMark flag={flags[point.flag ?? '']}>{formatNumber(point.value)}</FlagMark>}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}
