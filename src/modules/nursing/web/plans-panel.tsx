import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Choice,
  Dialog,
  Empty,
  formatDay,
  Panel,
  SelectField,
  Stack,
  TextField,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { NursingView, PlanBody, PlanView } from '../contract.ts'
import './nursing.css'
import { words } from './words.ts'

interface PlansPanelProps {
  readonly view: NursingView
  readonly canWrite: boolean
}

type Outcome = 'achieved' | 'not-achieved' | 'not-needed'
const refresh = ['/api/stays', '/api/ward']

/** Care plans that are followed, with goal and hours; taken from a template with its source. */
export function PlansPanel({ view, canWrite }: PlansPanelProps) {
  const [adding, setAdding] = useState(false)
  const [closing, setClosing] = useState<PlanView>()
  return (
    <Panel
      title={t('nursing.plan.title')}
      count={view.plans.filter(({ outcome }) => !outcome).length}
      actions={
        canWrite && (
          <Button size="sm" icon="plus" onClick={() => setAdding(true)}>
            {t('nursing.plan.add')}
          </Button>
        )
      }
    >
      {view.plans.length === 0 && <Empty>{t('nursing.plan.empty')}</Empty>}
      {view.plans.map((plan) => (
        <div key={plan.id} className="nu-line">
          <div>
            <b>{plan.title}</b>
            <div>{t('nursing.plan.goal', { goal: plan.goal, day: formatDay(plan.until) })}</div>
            <div className="lo-dense lo-ink2">
              {plan.activities
                .map(({ text, hours }) => `${text}: ${hours.map((hour) => `${hour}h`).join(', ')}`)
                .join(' · ')}
            </div>
            {plan.outcome && <div className="lo-dense lo-ink3">{t(`nursing.plan.outcome.${plan.outcome}`)}</div>}
          </div>
          {canWrite && !plan.outcome && (
            <Button size="sm" onClick={() => setClosing(plan)}>
              {t('nursing.plan.close')}
            </Button>
          )}
        </div>
      ))}
      {adding && <NewPlan view={view} onClose={() => setAdding(false)} />}
      {closing && <ClosePlan plan={closing} onClose={() => setClosing(undefined)} />}
    </Panel>
  )
}

function NewPlan({ view, onClose }: { readonly view: NursingView; readonly onClose: () => void }) {
  const [code, setCode] = useState<string>()
  const [goal, setGoal] = useState('')
  const template = view.templates.find((one) => one.code === code)
  const start = useCommand(
    (body: PlanBody, act) => api.post(`/api/stays/${view.encounterId}/care-plans`, body, act),
    {
      refresh,
      done: onClose,
    },
  )
  const choose = (next: string | undefined) => {
    setCode(next)
    const found = view.templates.find((one) => one.code === next)
    setGoal(found ? words(found.goal) : '')
  }
  const wordOf = (task: string) => {
    const found = view.taskWords.find((one) => one.code === task)
    return found ? words(found.title) : task
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('nursing.plan.add')}
      actions={
        <Button
          kind="primary"
          icon="check"
          busy={start.busy}
          disabledBecause={code && goal.trim() ? undefined : t('nursing.plan.missing')}
          onClick={() => code && void start.run({ template: code, goal: goal.trim() })}
        >
          {t('nursing.plan.start')}
        </Button>
      }
    >
      <Stack>
        <SelectField
          label={t('nursing.plan.template')}
          value={code}
          onChange={choose}
          options={view.templates.map((one) => ({
            value: one.code,
            label: `${words(one.title)} – ${words(one.problem)}`,
          }))}
        />
        {template && (
          <>
            <TextField label={t('nursing.plan.goalField')} value={goal} onChange={setGoal} maxLength={300} />
            {template.activities.map((one) => (
              <div key={one.code}>
                {wordOf(one.code)}: {one.hours.map((hour) => `${hour}h`).join(', ')}
              </div>
            ))}
            <div className="lo-dense lo-ink3">{template.source}</div>
          </>
        )}
        {start.error && <Alert level="warning" title={start.error.title} />}
      </Stack>
    </Dialog>
  )
}

function ClosePlan({ plan, onClose }: { readonly plan: PlanView; readonly onClose: () => void }) {
  const [outcome, setOutcome] = useState<Outcome>()
  const [note, setNote] = useState('')
  const close = useCommand(
    (body: { outcome: Outcome; note?: string }, act) => api.post(`/api/care-plans/${plan.id}/close`, body, act),
    { refresh, done: onClose },
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('nursing.plan.closeTitle', { title: plan.title })}
      actions={
        <Button
          kind="primary"
          busy={close.busy}
          disabledBecause={outcome ? undefined : t('nursing.plan.outcomeFirst')}
          onClick={() => outcome && void close.run({ outcome, ...(note.trim() ? { note: note.trim() } : {}) })}
        >
          {t('nursing.plan.close')}
        </Button>
      }
    >
      <Stack>
        <Choice
          label={plan.goal}
          value={outcome}
          onChange={setOutcome}
          options={(['achieved', 'not-achieved', 'not-needed'] as const).map((value) => ({
            value,
            label: t(`nursing.plan.outcome.${value}`),
          }))}
        />
        <TextField label={t('nursing.task.note')} value={note} onChange={setNote} maxLength={300} />
        {close.error && <Alert level="warning" title={close.error.title} />}
      </Stack>
    </Dialog>
  )
}
