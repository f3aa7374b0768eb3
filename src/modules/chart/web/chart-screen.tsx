import './chart.css'
import {
  AppLaunch,
  Button,
  can,
  Failure,
  type IconName,
  Loading,
  Page,
  PatientFrame,
  SectionNav,
  t,
  useApi,
  useGo,
  useLive,
  useMe,
  useParams,
  useSearchParam,
  useShortcuts,
  useTitle,
} from '#web/kit/index.ts'
import type { ChartView } from '../contract.ts'
import { History } from './history.tsx'
import { Laboratory } from './laboratory.tsx'
import { Measures } from './measures.tsx'
import { Medicines, OpenVisit, Papers, Problems } from './side.tsx'
import { Stays } from './stays.tsx'
import { Trends } from './trends.tsx'

const parts: readonly { readonly key: string; readonly icon: IconName }[] = [
  { key: 'summary', icon: 'activity' },
  { key: 'laboratory', icon: 'flask' },
  { key: 'history', icon: 'history' },
  { key: 'papers', icon: 'documents' },
  { key: 'measures', icon: 'ruler' },
]

interface ChartProps {
  readonly chart: ChartView
  readonly part: string
}

function Main({ chart, part }: ChartProps) {
  if (part === 'laboratory') return <Laboratory chart={chart} />
  if (part === 'history') return <History patientId={chart.patientId} first={chart.timeline} />
  if (part === 'papers') return <Papers papers={chart.papers} all />
  if (part === 'measures') return <Measures chart={chart} />
  return (
    <>
      <Trends vitals={chart.vitals} laboratory={chart.laboratory} />
      <History patientId={chart.patientId} first={chart.timeline} />
    </>
  )
}

/** The chart's list of sections, the primary action at its head. */
function Sections({ chart, part }: ChartProps) {
  const go = useGo()
  const { permissions } = useMe()
  const mayExamine = permissions.includes('exam.write') || permissions.includes('*')
  const to = `/patients/${chart.patientId}`
  const { openVisit } = chart
  useShortcuts([
    ...parts.map(({ key }, at) => ({
      keys: String(at + 1),
      label: t(`chart.part.${key}`),
      run: () => go(`${to}?part=${key}`, { replace: true }),
    })),
    ...(openVisit && mayExamine
      ? [{ keys: 'n', label: t('chart.examine'), run: () => go(`/exam/${openVisit.id}`) }]
      : []),
  ])
  const counts: Readonly<Record<string, number>> = {
    laboratory: chart.laboratory.length,
    papers: chart.papers.filter((one) => one.state === 'unsigned').length,
  }
  return (
    <SectionNav
      label={t('chart.sections')}
      head={
        openVisit && mayExamine ? (
          <Button kind="primary" icon="stethoscope" full keyHint="N" onClick={() => go(`/exam/${openVisit.id}`)}>
            {t('chart.examine')}
          </Button>
        ) : undefined
      }
      items={[
        ...parts.map(({ key, icon }) => ({
          to: `${to}?part=${key}`,
          label: t(`chart.part.${key}`),
          icon,
          active: key === part,
          ...(counts[key] ? { count: counts[key] } : {}),
          ...(key === 'papers' ? { tone: 'warn' as const } : {}),
        })),
        ...(can('access.protect')
          ? [{ to: `${to}/protection`, label: t('chart.protection'), icon: 'lock' as const }]
          : []),
      ]}
    />
  )
}

function Body({ patientId }: { readonly patientId: string }) {
  const path = `/api/patients/${patientId}/chart`
  const answer = useApi<ChartView>(path)
  const [given] = useSearchParam('part')
  const { permissions } = useMe()
  useLive(
    ['Observation', 'Condition', 'MedicationRequest', 'DocumentReference', 'Encounter', 'DiagnosticReport'],
    [path],
  )
  if (answer.isError)
    return (
      <Page>
        <Failure error={answer.error} retry={answer.refetch} />
      </Page>
    )
  if (!answer.data)
    return (
      <Page>
        <Loading rows={10} />
      </Page>
    )
  const part = parts.some(({ key }) => key === given) ? String(given) : 'summary'
  return (
    <Page bleed>
      <div className="ch-columns">
        <div className="ch-left">
          <Sections chart={answer.data} part={part} />
        </div>
        <div className="ch-work">
          <div className="ch-main">
            <Main chart={answer.data} part={part} />
          </div>
          <div className="ch-side">
            <OpenVisit
              chart={answer.data}
              mayExamine={permissions.includes('exam.write') || permissions.includes('*')}
            />
            <Stays patientId={patientId} />
            <Problems chart={answer.data} />
            <Medicines chart={answer.data} />
            {part !== 'papers' && <Papers papers={answer.data.papers} />}
            <AppLaunch patientId={patientId} />
          </div>
        </div>
      </div>
    </Page>
  )
}

/** A patient on one page: how the values ran, what happened, problems, medicines, papers. */
export default function ChartScreen() {
  const { patientId = '' } = useParams()
  useTitle(t('chart.title'))
  return (
    <PatientFrame key={patientId} patientId={patientId}>
      <Body patientId={patientId} />
    </PatientFrame>
  )
}
