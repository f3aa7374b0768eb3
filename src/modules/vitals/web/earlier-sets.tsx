import { Failure, formatNumber, formatTime, NewsBadge, Panel, Row, t, useApi } from '#web/kit/index.ts'
import type { VitalSet, VitalsAnswer } from '../contract.ts'

/** What was measured before in this visit, newest first. */
export function EarlierSets({ encounterId }: { readonly encounterId: string }) {
  const vitals = useApi<VitalsAnswer>(`/api/encounters/${encounterId}/vitals`)
  if (vitals.isError)
    return (
      <Panel>
        <Failure error={vitals.error} retry={vitals.refetch} />
      </Panel>
    )
  const sets = vitals.data?.sets ?? []
  if (sets.length === 0) return null
  return (
    <Panel title={t('vitals.triage.previous')}>
      {sets.map((set) => (
        <Row
          key={set.at}
          lead={<span className="lo-num">{formatTime(set.at)}</span>}
          title={<span className="lo-num">{summary(set)}</span>}
          detail={set.by}
          aside={set.news2 && <NewsBadge score={set.news2.score} red={set.news2.red} />}
        />
      ))}
    </Panel>
  )
}

/** `88 · 152/92 · 36,7 °C · 97 %` */
function summary(set: VitalSet): string {
  const value = (key: string) => formatNumber(set.measures[key]?.value)
  const has = (key: string) => set.measures[key] !== undefined
  return [
    has('pulse') && `${t('vitals.form.pulse')} ${value('pulse')}`,
    has('systolic') && `${t('vitals.form.bloodPressure')} ${value('systolic')}/${value('diastolic')}`,
    has('temperature') && `${value('temperature')} °C`,
    has('spo2') && `SpO₂ ${value('spo2')} %`,
    has('weight') && `${value('weight')} kg`,
  ]
    .filter(Boolean)
    .join(' · ')
}
