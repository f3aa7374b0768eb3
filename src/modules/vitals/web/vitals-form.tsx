import { useState } from 'react'
import { completedYears, dayInVietnam } from '#kernel/civil-date.ts'
import {
  Alert,
  api,
  Button,
  DraftState,
  formatTimeSeconds,
  Inline,
  Loading,
  Panel,
  Stack,
  t,
  useApi,
  useCommand,
  useDraft,
  useShortcuts,
} from '#web/kit/index.ts'
import type { RangesAnswer, VitalsSaved } from '../contract.ts'
import { findQuestions } from '../domain/check-vitals.ts'
import { MeasureFields } from './measure-fields.tsx'
import { bodyOf, type Measured, numbersOf } from './measured.ts'
import { PersonFields } from './person-fields.tsx'
import { ScorePanel } from './score-panel.tsx'
import type { WaitingVisit } from './visit.ts'

interface VitalsFormProps {
  readonly visit: WaitingVisit
  readonly onNext: (() => void) | undefined
}

export function VitalsForm({ visit, onNext }: VitalsFormProps) {
  const rules = useApi<RangesAnswer>('/api/vitals/ranges')
  const [form, setForm] = useState<Measured>({})
  const [round, setRound] = useState(0)
  const [rare, setRare] = useState<readonly string[]>([])
  const [saved, setSaved] = useState<VitalsSaved & { readonly at: Date }>()
  const draft = useDraft<Measured>(`vitals/${visit.encounterId}`, form, setForm, {
    enabled: saved === undefined,
  })
  const change = (part: Measured) => {
    setForm((before) => ({ ...before, ...part }))
    setRare([])
    setSaved(undefined)
  }
  const save = useCommand(
    (confirmed: readonly string[], act) =>
      api.post<VitalsSaved>(`/api/encounters/${visit.encounterId}/vitals`, bodyOf(form, confirmed), act),
    {
      refresh: ['/api/queue', `/api/encounters/${visit.encounterId}`, `/api/patients/${visit.patientId}`],
      done: (answer) => {
        draft.clear()
        setForm({})
        setRound((before) => before + 1)
        setRare([])
        setSaved({ ...answer, at: new Date() })
      },
    },
  )
  const ranges = rules.data?.ranges ?? []
  const run = () => {
    const asked = findQuestions(numbersOf(form), ranges)
    if (asked.length > 0 && rare.length === 0) return setRare(asked)
    void save.run(rare)
  }
  useShortcuts([{ keys: 'mod+enter', label: t('vitals.triage.save'), run }])
  if (rules.isPending)
    return (
      <Panel>
        <Loading rows={6} />
      </Panel>
    )
  const years = visit.birthDate
    ? completedYears(`${visit.birthDate}-01-01`.slice(0, 10), dayInVietnam(new Date()))
    : undefined
  return (
    <>
      <Panel title={t('vitals.form.measures')} actions={<DraftState draft={draft} />} pad>
        <Stack gap={14}>
          <MeasureFields key={round} form={form} ranges={ranges} adult={(years ?? 0) >= 16} onChange={change} />
          <PersonFields form={form} visit={visit} years={years} onChange={change} />
        </Stack>
      </Panel>
      <ScorePanel form={form} years={years} saved={saved?.set.news2} noScore={saved?.noScore} />
      {rare.length > 0 && (
        <Alert
          level="warning"
          title={t('vitals.form.confirmTitle', { names: rare.map((key) => t(`vitals.form.${key}`)).join(', ') })}
          action={
            <Button size="sm" onClick={run}>
              {t('vitals.form.confirm')}
            </Button>
          }
        >
          {t('vitals.form.confirmText')}
        </Alert>
      )}
      {save.error && <Alert level="warning" title={save.error.title} />}
      <Inline justify="flex-end" wrap>
        {saved && (
          <span role="status" className="lo-dense lo-ok">
            {t('vitals.triage.saved', { time: formatTimeSeconds(saved.at) })}
          </span>
        )}
        {saved && onNext ? (
          <Button icon="arrowRight" size="lg" onClick={onNext}>
            {t('vitals.triage.openNext')}
          </Button>
        ) : (
          <Button kind="primary" size="lg" icon="check" keyHint="Ctrl Enter" busy={save.busy} onClick={run}>
            {t('vitals.triage.save')}
          </Button>
        )}
      </Inline>
    </>
  )
}
