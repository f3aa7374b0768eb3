import { lazy, Suspense } from 'react'
import { dayInVietnam, daysBetween } from '#kernel/civil-date.ts'
import { Empty, Failure, Loading, Panel, Stack, Trend, t, useApi, useLive, usePatient } from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import type { ChartView, MeasuresView, Series } from '../contract.ts'
import { trendRow } from './trends.tsx'

const GrowthView = lazy(async () => ({ default: (await import('#web/kit/drawing/growth-view.tsx')).GrowthView }))
const FormulaList = lazy(async () => ({ default: (await import('./formula-list.tsx')).FormulaList }))
const ScoreList = lazy(async () => ({ default: (await import('./score-list.tsx')).ScoreList }))

const growthYears = 19
const measures = ['weight', 'height', 'head'] as const

/** Points of a series by age; what was measured before birth or after childhood is not on the chart. */
function pointsOf(series: Series | undefined, birthDate: string) {
  return (series?.points ?? []).flatMap(({ at, value }) => {
    const days = daysBetween(birthDate, dayInVietnam(new Date(at)))
    return days >= 0 && days <= growthYears * 365.25 ? [{ x: days, y: Number(value) }] : []
  })
}

interface GrowthProps {
  readonly series: readonly Series[]
  readonly birthDate: string
  readonly sex: 'male' | 'female'
}

function Growth({ series, birthDate, sex }: GrowthProps) {
  const charts = measures.flatMap((measure) => {
    const points = pointsOf(
      series.find(({ key }) => key === measure),
      birthDate,
    )
    return points.length === 0 ? [] : [{ sex, measure, points }]
  })
  if (charts.length === 0) return <Empty>{t('scores.growth.none')}</Empty>
  return (
    <Suspense fallback={<Loading rows={8} />}>
      <Stack>
        {charts.map((chart) => (
          <GrowthView key={chart.measure} chart={chart} label={t(`chart.vital.${chart.measure}`)} />
        ))}
      </Stack>
    </Suspense>
  )
}

/** Newest weight and height, and the age, for the fields of formulas. */
function knownOf(growth: readonly Series[], ageDays: number | undefined): Readonly<Record<string, string>> {
  const newest = measures.flatMap((key) => {
    const value = growth.find((one) => one.key === key)?.points.at(-1)?.value
    return value === undefined ? [] : [[key, value] as const]
  })
  const age = ageDays === undefined ? [] : [['ageYears', String(Math.floor(ageDays / 365.25))] as const]
  return Object.fromEntries([...newest, ...age])
}

/** Growth of a child, how scores ran, and the scores that suit the patient's age. */
export function Measures({ chart }: { readonly chart: ChartView }) {
  const path = `/api/patients/${chart.patientId}/measures`
  const answer = useApi<MeasuresView>(path)
  const patient = usePatient()
  useLive(['Observation'], [path])
  if (answer.isError) return <Failure error={answer.error} retry={answer.refetch} />
  if (!answer.data) return <Loading rows={8} />
  const birthDate = patient?.birthDate?.length === 10 ? patient.birthDate : undefined
  const ageDays = birthDate === undefined ? undefined : daysBetween(birthDate, dayInVietnam(serverNow()))
  const isChild = ageDays !== undefined && ageDays < growthYears * 365.25
  const sex = patient?.sex === 'male' || patient?.sex === 'female' ? patient.sex : undefined
  const rows = answer.data.scores.flatMap((one) => trendRow(one, one.name, 0) ?? [])
  return (
    <Stack>
      {isChild && birthDate && sex && (
        <Panel title={t('scores.growth')} pad>
          <Growth series={answer.data.growth} birthDate={birthDate} sex={sex} />
        </Panel>
      )}
      <Panel title={t('scores.trends')}>
        {rows.length === 0 ? <Empty>{t('scores.none')}</Empty> : <Trend label={t('scores.trends')} rows={rows} />}
      </Panel>
      <Suspense fallback={<Loading rows={4} />}>
        <ScoreList
          measuresPath={path}
          {...(ageDays === undefined ? {} : { ageDays })}
          {...(chart.openVisit ? { encounterId: chart.openVisit.id } : {})}
        />
        <FormulaList
          subject={{ ...(ageDays === undefined ? {} : { ageDays }), ...(sex ? { sex } : {}) }}
          known={knownOf(answer.data.growth, ageDays)}
        />
      </Suspense>
    </Stack>
  )
}
