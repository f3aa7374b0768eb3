import './charts.css'
import { lazy, Suspense } from 'react'
import { dayInVietnam, daysBetween } from '#kernel/civil-date.ts'
import {
  Button,
  Empty,
  Failure,
  Loading,
  Page,
  PageHead,
  Panel,
  StayFrame,
  t,
  useApi,
  useLive,
  useParams,
  useSearchParam,
} from '#web/kit/index.ts'
import { styleNonce } from '#web/kit/styles/style-nonce.ts'
import type { StayCharts } from '../contract.ts'
import { CareDay } from './care-day.tsx'
import { LabSheet } from './lab-sheet.tsx'
import { LabourChart } from './labour-chart.tsx'
import { TemperatureSheet } from './temperature-sheet.tsx'

const GrowthView = lazy(async () => ({ default: (await import('#web/kit/drawing/growth-view.tsx')).GrowthView }))

type Kind = 'temperature' | 'day' | 'laboratory' | 'growth' | 'labour'
const growthDays = 19 * 365.25
/** Sheets that stand upright on their paper. */
const upright: ReadonlySet<Kind> = new Set(['growth', 'labour'])
/** Ages in which a woman gives birth. */
const labourDays = [10 * 365.25, 60 * 365.25] as const

/** The charts of a stay, each on a screen of its own that prints on one sheet of paper. */
export default function ChartsScreen() {
  const { id = '' } = useParams()
  const path = `/api/stays/${id}/charts`
  const charts = useApi<StayCharts>(path)
  useLive(['Observation'], [path])
  const [shown, show] = useSearchParam('chart')
  if (charts.isPending) return <Loading rows={8} />
  if (charts.isError) return <Failure error={charts.error} retry={charts.refetch} />
  const kinds = kindsOf(charts.data)
  const kind = kinds.find((one) => one === shown) ?? 'temperature'
  return (
    <StayFrame encounterId={id} tab="charts">
      <Page
        head={
          <PageHead
            title={t('charts.title')}
            tabs={kinds.map((value) => ({ value, label: t(`charts.kind.${value}`) }))}
            tab={kind}
            onTab={show}
          >
            <Button icon="print" onClick={() => window.print()}>
              {t('charts.print')}
            </Button>
          </PageHead>
        }
      >
        <style
          nonce={styleNonce}
        >{`@page { size: A4 ${upright.has(kind) ? 'portrait' : 'landscape'}; margin: 10mm; }`}</style>
        <div className="ch-sheet">
          <Shown kind={kind} charts={charts.data} />
        </div>
      </Page>
    </StayFrame>
  )
}

function kindsOf({ birthDate, now, sex, labour }: StayCharts): readonly Kind[] {
  const age = birthDate?.length === 10 ? daysBetween(birthDate, dayInVietnam(new Date(now))) : undefined
  const grows = age !== undefined && age < growthDays && (sex === 'male' || sex === 'female')
  const bears = sex === 'female' && (age === undefined || (age >= labourDays[0] && age < labourDays[1]))
  return [
    'temperature',
    'day',
    'laboratory',
    ...(grows ? (['growth'] as const) : []),
    ...(bears || labour.length > 0 ? (['labour'] as const) : []),
  ]
}

function Shown({ kind, charts }: { readonly kind: Kind; readonly charts: StayCharts }) {
  if (kind === 'temperature') return <TemperatureSheet charts={charts} />
  if (kind === 'day') return <CareDay charts={charts} />
  if (kind === 'laboratory') return <LabSheet charts={charts} />
  return kind === 'labour' ? <LabourChart charts={charts} /> : <Growth charts={charts} />
}

const measures = ['weight', 'height', 'head'] as const

/** A child's measures of this stay on the curves of the World Health Organization. */
function Growth({ charts }: { readonly charts: StayCharts }) {
  const { birthDate = '', sex, vitals } = charts
  const drawn = measures.flatMap((measure) => {
    const points = (vitals.find(({ key }) => key === measure)?.points ?? []).flatMap(({ at, value }) => {
      const x = daysBetween(birthDate, dayInVietnam(new Date(at)))
      return x >= 0 ? [{ x, y: Number(value) }] : []
    })
    return points.length > 0 && (sex === 'male' || sex === 'female') ? [{ sex, measure, points } as const] : []
  })
  return (
    <Panel title={t('charts.kind.growth')} pad>
      {drawn.length === 0 && <Empty>{t('charts.none')}</Empty>}
      <Suspense fallback={<Loading rows={8} />}>
        <div className="ch-growth">
          {drawn.map((chart) => (
            <GrowthView
              key={chart.measure}
              chart={{ ...chart, points: [...chart.points] }}
              label={t(`charts.sign.${chart.measure}`)}
            />
          ))}
        </div>
      </Suspense>
    </Panel>
  )
}
