import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Columns,
  can,
  Failure,
  Inline,
  keptLabel,
  Loading,
  Page,
  Panel,
  StayFrame,
  Trend,
  type TrendRow,
  t,
  useApi,
  useCommand,
  useLive,
  useParams,
  useShortcuts,
  useStay,
} from '#web/kit/index.ts'
import type { FlowSheet, VitalSet, VitalsSaved } from '../contract.ts'
import { findFault, findQuestions, type VitalKey, type VitalRange } from '../domain/check-vitals.ts'
import { EscalationPanel } from './escalation-panel.tsx'
import { FlowGrid } from './flow-grid.tsx'
import { bodyOf, type Measured, numbersOf } from './measured.ts'
import { PersonChoices } from './person-choices.tsx'
import { ScorePanel } from './score-panel.tsx'
import { VitalsPad } from './vitals-pad.tsx'

/** Flow sheet of a stay: the pad, the score as it is typed, calls, values by time, trends. */
export default function ObservationsScreen() {
  const { id = '' } = useParams()
  const path = `/api/encounters/${id}/flow-sheet`
  const flow = useApi<FlowSheet>(path)
  useLive(['Observation', 'Task'], [path])
  if (flow.isPending) return <Loading rows={8} />
  if (flow.isError) return <Failure error={flow.error} retry={flow.refetch} />
  const { data } = flow
  return (
    <StayFrame encounterId={id} tab="observations">
      <Page>
        <Columns
          main={
            <>
              {can('vitals.write') && <PadPanel encounterId={id} flow={data} />}
              <Panel title={t('vitals.flow.title')} count={data.sets.length}>
                <FlowGrid encounterId={id} flow={data} canWrite={can('vitals.write')} />
              </Panel>
            </>
          }
          side={
            <>
              <EscalationPanel
                escalations={data.escalations}
                canRespond={can('vitals.respond')}
                refresh={[path, '/api/ward', '/api/stays']}
              />
              <Trends flow={data} />
            </>
          }
          sideWidth={380}
        />
      </Page>
    </StayFrame>
  )
}

/** What was true at the last set and is likely still: pregnancy and childbed are asked once. */
const carried = (newest: VitalSet | undefined): Measured =>
  newest?.pregnant === undefined
    ? newest?.warning?.score === 'MEOWS'
      ? { childbed: true }
      : {}
    : { pregnant: newest.pregnant }

function PadPanel({ encounterId, flow }: { readonly encounterId: string; readonly flow: FlowSheet }) {
  const newest = flow.sets.find((set) => !set.withdrawn)
  const [form, setForm] = useState<Measured>(() => carried(newest))
  const [rare, setRare] = useState<readonly string[]>([])
  const [round, setRound] = useState(0)
  const [saved, setSaved] = useState<VitalsSaved>()
  const [fault, setFault] = useState<string>()
  const stay = useStay()
  const { years } = flow
  const ranges = flow.ranges as readonly VitalRange[]
  const change = (next: Measured) => {
    setForm(next)
    setFault(undefined)
    setRare([])
    setSaved(undefined)
  }
  const save = useCommand(
    (confirmed: readonly string[], act) => {
      // Said by the bedside, so that a set that waits for the network still tells when it was measured.
      const measured = { ...whole(form), measuredAt: form.measuredAt ?? act.at }
      return api.post<VitalsSaved>(`/api/encounters/${encounterId}/vitals`, bodyOf(measured, confirmed), act)
    },
    {
      keep: () => keptLabel(t('kept.what.vitals'), stay?.name),
      kept: () => {
        setForm(carried(newest))
        setRare([])
        setRound((before) => before + 1)
      },
      refresh: [`/api/encounters/${encounterId}`, `/api/patients/${flow.patientId}`, '/api/stays', '/api/ward'],
      done: (answer) => {
        setSaved(answer)
        setForm(carried(answer.set))
        setRare([])
        setRound((before) => before + 1)
      },
    },
  )
  const run = () => {
    const found = faultOf(form, carried(newest), ranges)
    setFault(found)
    if (found) return
    const asked = findQuestions(numbersOf(whole(form)), ranges)
    if (asked.length > 0 && rare.length === 0) return setRare(asked)
    void save.run(rare)
  }
  useShortcuts([{ keys: 'mod+enter', label: t('vitals.triage.save'), run }])
  return (
    <>
      <Panel title={t('vitals.form.measures')} pad>
        <VitalsPad key={round} form={form} years={years} ranges={ranges} onChange={change} onSave={run} />
        <PersonChoices form={form} years={years} sex={flow.sex} onChange={change} />
        {rare.length > 0 && (
          <Alert
            level="warning"
            title={t('vitals.form.confirmTitle', { names: rare.map((key) => t(`vitals.form.${key}`)).join(', ') })}
          >
            {t('vitals.form.confirmText')}
          </Alert>
        )}
        {(fault ?? save.error) && <Alert level="warning" title={fault ?? save.error?.title ?? ''} />}
        <div style={{ marginTop: 12 }}>
          <Inline justify="flex-end" wrap>
            <Button kind="primary" size="lg" icon="check" keyHint="Ctrl Enter" busy={save.busy} onClick={run}>
              {t(rare.length > 0 ? 'vitals.form.confirm' : 'vitals.triage.save')}
            </Button>
          </Inline>
        </div>
      </Panel>
      <ScorePanel form={form} years={years} saved={saved?.set.warning} noScore={saved?.noScore} />
    </>
  )
}

/** What the server would refuse is refused at the bedside already: a set may wait for the network for hours. */
function faultOf(form: Measured, before: Measured, ranges: readonly VitalRange[]): string | undefined {
  const told = whole(form)
  const more =
    told.consciousness !== undefined ||
    told.pregnant !== before.pregnant ||
    Object.keys(told.pews ?? {}).length > 0
  const fault = findFault(numbersOf(told), more, ranges)
  if (fault?.kind !== 'impossible') return fault && t(`vitals.fault.${fault.kind}`)
  const { key, low, high } = fault
  return t('vitals.fault.impossible', { name: t(`vitals.form.${key}`), low, high })
}

/** A point without digits behind it is left out. */
const whole = (form: Measured): Measured =>
  Object.fromEntries(
    Object.entries(form).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.replace(/\.$/, '') : value,
    ]),
  )

const drawn: readonly VitalKey[] = ['pulse', 'temperature', 'respiration', 'spo2']

function Trends({ flow }: { readonly flow: FlowSheet }) {
  const sets = flow.sets.filter((set) => !set.withdrawn)
  const band = (key: VitalKey) => {
    const normal = flow.ranges.find((range) => range.key === key)?.normal
    return normal ? { band: { low: normal[0], high: normal[1] } } : {}
  }
  const points = (of: (set: VitalSet) => { value: string; low?: string } | undefined) =>
    sets.flatMap((set) => {
      const found = of(set)
      if (!found) return []
      const { value, low } = found
      return [{ at: set.at, value: Number(value), ...(low ? { low: Number(low) } : {}) }]
    })
  const figure = (key: VitalKey): TrendRow => ({
    key,
    label: t(`vitals.form.${key}`),
    unit: '',
    points: points((set) => set.measures[key]),
    ...band(key),
  })
  const pressure: TrendRow = {
    key: 'bloodPressure',
    label: t('vitals.form.bloodPressure'),
    unit: 'mmHg',
    points: points(({ measures: { systolic, diastolic } }) =>
      systolic && diastolic ? { value: systolic.value, low: diastolic.value } : undefined,
    ),
  }
  const rows = [...drawn.map(figure), pressure].filter((row) => row.points.length > 1)
  if (rows.length === 0) return null
  return (
    <Panel title={t('vitals.flow.trend')} pad>
      <Trend label={t('vitals.flow.trendLabel')} rows={rows} />
    </Panel>
  )
}
