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
  Row,
  Stack,
  t,
  useApi,
  useCommand,
  useDraft,
  useShortcuts,
} from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import type { RangesAnswer, VitalsSaved } from '../contract.ts'
import { findQuestions } from '../domain/check-vitals.ts'
import { MeasureFields } from './measure-fields.tsx'
import { bodyOf, type Measured, numbersOf } from './measured.ts'
import { PersonFields } from './person-fields.tsx'
import { ScorePanel } from './score-panel.tsx'
import type { WaitingVisit } from './visit.ts'

interface SavedNow extends VitalsSaved {
  readonly at: Date
}

interface VitalsFormProps {
  readonly visit: WaitingVisit
  readonly onNext: (() => void) | undefined
}

export function VitalsForm({ visit, onNext }: VitalsFormProps) {
  const rules = useApi<RangesAnswer>('/api/vitals/ranges')
  const [form, setForm] = useState<Measured>({})
  const [round, setRound] = useState(0)
  const [rare, setRare] = useState<readonly string[]>([])
  const [saved, setSaved] = useState<SavedNow>()
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
  const again = () => setSaved(undefined)
  useShortcuts([{ keys: 'mod+enter', label: t('vitals.triage.save'), run }], { enabled: !saved })
  if (rules.isPending)
    return (
      <Panel>
        <Loading rows={6} />
      </Panel>
    )
  const years = visit.birthDate
    ? completedYears(`${visit.birthDate}-01-01`.slice(0, 10), dayInVietnam(serverNow()))
    : undefined
  if (saved) return <SavedSet saved={saved} form={form} years={years} onAgain={again} onNext={onNext} />
  return (
    <>
      <Panel title={t('vitals.form.measures')} actions={<DraftState draft={draft} />} pad>
        <Stack gap={14}>
          <MeasureFields key={round} form={form} ranges={ranges} adult={(years ?? 0) >= 16} onChange={change} />
          <PersonFields form={form} visit={visit} years={years} onChange={change} />
        </Stack>
      </Panel>
      <ScorePanel form={form} years={years} saved={undefined} noScore={undefined} />
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
        <Button kind="primary" size="lg" icon="check" keyHint="Ctrl Enter" busy={save.busy} onClick={run}>
          {t('vitals.triage.save')}
        </Button>
      </Inline>
    </>
  )
}

interface SavedSetProps {
  readonly saved: SavedNow
  readonly form: Measured
  readonly years: number | undefined
  readonly onAgain: () => void
  readonly onNext: (() => void) | undefined
}

/** What was just stored: its score, and the way to the next patient. The empty form waits until it is asked for. */
function SavedSet({ saved, form, years, onAgain, onNext }: SavedSetProps) {
  return (
    <>
      <Panel>
        <Row
          icon="check"
          iconTone="ok"
          title={
            <span role="status" className="lo-ok">
              {t('vitals.triage.saved', { time: formatTimeSeconds(saved.at) })}
            </span>
          }
          aside={
            <Button size="sm" icon="plus" onClick={onAgain}>
              {t('vitals.triage.again')}
            </Button>
          }
        />
      </Panel>
      <ScorePanel form={form} years={years} saved={saved.set.warning} noScore={saved.noScore} />
      {onNext && (
        <Inline justify="flex-end" wrap>
          <Button kind="primary" size="lg" icon="arrowRight" keyHint="]" onClick={onNext}>
            {t('vitals.triage.openNext')}
          </Button>
        </Inline>
      )}
    </>
  )
}
