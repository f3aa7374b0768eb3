import { useState } from 'react'
import { Alert, api, Button, can, notify, t, useCommand, useShortcuts } from '#web/kit/index.ts'
import type { ReleaseOutcome, RequisitionView } from '../contract.ts'
import { LabelsDialog } from './labels-dialog.tsx'
import type { Entry } from './use-entry.ts'

type Step = 'collect' | 'receive' | 'save' | 'validate' | 'release'
interface FooterProps {
  readonly view: RequisitionView
  readonly entry: Entry
  readonly path: string
}

/** The next step of this requisition, and only that, at the right end. */
export function RequisitionFooter({ view, entry, path }: FooterProps) {
  const [labels, setLabels] = useState(false)
  const [held, setHeld] = useState<ReleaseOutcome['held']>([])
  const steps = useSteps(view, path, {
    onCollected: () => setLabels(true),
    onReleased: (outcome) => setHeld(outcome.held),
  })
  const next = nextStep(view, entry)
  const run = (step: Step | undefined) => {
    if (step === 'save') void entry.save()
    else if (step) void steps.run(step)
  }
  useShortcuts([
    {
      keys: 'mod+enter',
      label: next ? t(`laboratory.act.${next}`) : t('laboratory.act.save'),
      run: () => run(next),
    },
    { keys: 'mod+s', label: t('laboratory.act.save'), run: () => run('save') },
  ])
  return (
    <>
      <div style={{ flex: 1 }}>
        {steps.error && <Alert level="warning" title={steps.error.title} />}
        {held.length > 0 && (
          <Alert level="warning" title={t('laboratory.held.title')}>
            {held.map((one) => t(`laboratory.held.${one.reason}`, { test: one.test })).join('; ')}
          </Alert>
        )}
        {entry.unsaved.length === 0 && <span className="lo-dense lo-ink3">{t('laboratory.entry.keys')}</span>}
        {entry.unsaved.length > 0 && (
          <span className="lo-warn" role="status">
            {t('laboratory.entry.unsaved', { count: entry.unsaved.length })}
          </span>
        )}
      </div>
      {next && (
        <Button
          kind="primary"
          size="lg"
          keyHint="Ctrl Enter"
          busy={steps.busy || entry.command.busy}
          onClick={() => run(next)}
          icon={icons[next]}
        >
          {t(`laboratory.act.${next}`)}
        </Button>
      )}
      {labels && <LabelsDialog requisition={view.requisition} path={path} onClose={() => setLabels(false)} />}
    </>
  )
}

const icons = {
  collect: 'droplet',
  receive: 'flask',
  save: 'check',
  validate: 'penCheck',
  release: 'send',
} as const

/** What this person may do next: typed results first, then the sample, then the second look, then release. */
function nextStep(view: RequisitionView, entry: Entry): Step | undefined {
  if (entry.unsaved.length > 0 && can('laboratory.enter')) return 'save'
  const has = (status: string) => view.tubes.some((tube) => tube.status === status)
  if (has('planned') && can('laboratory.collect')) return 'collect'
  if (has('collected') && can('laboratory.enter')) return 'receive'
  const waiting = view.rows.filter((row) => row.result && !row.result.issuedAt)
  if (waiting.some((row) => !row.result?.validatedAt) && can('laboratory.validate')) return 'validate'
  if (waiting.length > 0 && can('laboratory.release')) return 'release'
  return undefined
}

function useSteps(
  view: RequisitionView,
  path: string,
  on: { onCollected: () => void; onReleased: (outcome: ReleaseOutcome) => void },
) {
  return useCommand(
    async (step: Exclude<Step, 'save'>, act) => {
      if (step === 'receive') {
        for (const tube of view.tubes.filter((one) => one.status === 'collected'))
          await api.post('/api/laboratory/receive', { accession: tube.accession })
        return undefined
      }
      return api.post<ReleaseOutcome | undefined>(`${path}/${step}`, step === 'collect' ? {} : undefined, act)
    },
    {
      refresh: ['/api/laboratory'],
      done: (answer, step) => {
        if (step === 'collect') on.onCollected()
        if (step === 'release' && answer) {
          notify(t('laboratory.released', { count: answer.released }))
          on.onReleased(answer)
        }
      },
    },
  )
}
