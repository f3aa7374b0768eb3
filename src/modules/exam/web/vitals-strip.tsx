import {
  FlagMark,
  formatDateTime,
  formatNumber,
  LinkTo,
  Loading,
  Partial,
  Trend,
  t,
  useApi,
  useLive,
} from '#web/kit/index.ts'
import { placeId } from './places.ts'
import type { VitalRow, Vitals } from './views.ts'

const order = ['pulse', 'pressure', 'temperature', 'saturation', 'respiration', 'weight', 'height', 'bmi']

function lastValue(row: VitalRow | undefined): { text: string; flag?: 'high' | 'low' } {
  const point = row?.points.at(-1)
  if (!point) return { text: '–' }
  const text = point.low ? `${formatNumber(point.value)}/${formatNumber(point.low)}` : formatNumber(point.value)
  return point.flag === 'high' || point.flag === 'low' ? { text, flag: point.flag } : { text }
}

/** The last values with who and when, and how the blood pressure ran. */
export function VitalsStrip({
  patientId,
  encounterId,
}: {
  readonly patientId: string
  readonly encounterId: string
}) {
  const path = `/api/patients/${patientId}/vitals/series`
  const answer = useApi<Vitals>(path)
  useLive(['Observation'], [path])
  if (answer.isPending) return <Loading rows={2} />
  if (answer.isError) return <Partial what={t('exam.vitals.failed')} retry={answer.refetch} />
  const rows = new Map(answer.data.vitals.map((row) => [row.key, row]))
  const pressure = rows.get('pressure')
  return (
    <section id={placeId('vitals')} aria-label={t('exam.vitals.title')}>
      <div className="lo-inline rx-label-row">
        <span className="lo-label">{t('exam.vitals.title')}</span>
        <span className="lo-dense lo-ink3">
          {answer.data.takenAt
            ? [answer.data.takenBy, formatDateTime(answer.data.takenAt)].filter(Boolean).join(' · ')
            : t('exam.vitals.none')}
        </span>
        <LinkTo to={`/vitals/${encounterId}`}>{t('exam.vitals.measure')}</LinkTo>
      </div>
      <dl className="ex-vitals">
        {order.map((key) => {
          const row = rows.get(key)
          const { text, flag } = lastValue(row)
          return (
            <div key={key}>
              <dt>
                {t(`chart.vital.${key}`)} {row && <span className="ex-unit">{row.unit}</span>}
              </dt>
              <dd>
                <FlagMark flag={flag}>{text}</FlagMark>
              </dd>
            </div>
          )
        })}
      </dl>
      {pressure && pressure.points.length > 2 && (
        <Trend
          label={t('exam.vitals.pressureTrend')}
          rows={[
            {
              key: 'pressure',
              label: t('chart.vital.pressure'),
              unit: pressure.unit,
              band: pressure.band,
              points: pressure.points.map((point) => ({
                at: point.at,
                value: Number(point.value),
                text: formatNumber(point.value),
                ...(point.low ? { low: Number(point.low) } : {}),
                flag: point.flag === 'high' || point.flag === 'low' ? point.flag : undefined,
              })),
            },
          ]}
        />
      )}
    </section>
  )
}
