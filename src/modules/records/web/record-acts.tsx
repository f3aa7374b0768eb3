import { useState } from 'react'
import { Alert, api, Button, notify, ReasonDialog, t, useCommand } from '#web/kit/index.ts'
import type { RecordStatus } from '../contract.ts'
import { SupplementDialog } from './supplement-dialog.tsx'

const shared = ['/api/records', '/api/patients', '/api/encounters', '/api/documents']

const steps = ['finish', 'complete', 'submit', 'accept', 'archive'] as const
type Step = (typeof steps)[number]

interface RecordActsProps {
  readonly status: RecordStatus
  /** The screen has its own primary act. */
  readonly beside?: boolean
}

/** What the reader may do with a record now; only the next step is primary. */
export function RecordActs({ status, beside = false }: RecordActsProps) {
  const [adding, setAdding] = useState(false)
  const [asking, ask] = useState<Asking | undefined>(undefined)
  const other = (['sendBack', 'askReopening', 'reopen'] as const).find((one) => status.may.includes(one))
  const command = useCommand((step: Step, act) => api.post(`/api/records/${status.id}/${step}`, undefined, act), {
    refresh: shared,
    done: (_, step) => {
      if (step !== 'finish') notify(t(`records.done.${step}`))
    },
  })
  const next = steps.find((step) => status.may.includes(step))
  return (
    <>
      {command.error && <Alert level="warning" title={command.error.title} />}
      {other && (
        <Button kind="danger" icon={other === 'sendBack' ? 'undo' : 'unlock'} onClick={() => ask(other)}>
          {t(`records.act.${other}`)}
        </Button>
      )}
      {status.may.includes('supplement') && (
        <Button icon="clockPlus" onClick={() => setAdding(true)}>
          {t('records.act.supplement')}
        </Button>
      )}
      {adding && <SupplementDialog status={status} onClose={() => setAdding(false)} />}
      {next && (
        <Button
          kind={beside ? 'secondary' : 'primary'}
          icon={next === 'archive' ? 'archive' : 'check'}
          busy={command.busy}
          onClick={() => void command.run(next)}
        >
          {t(`records.act.${next}`)}
        </Button>
      )}
      {asking && <AskDialog status={status} asking={asking} onClose={() => ask(undefined)} />}
    </>
  )
}

type Asking = 'sendBack' | 'askReopening' | 'reopen'
const paths = { sendBack: 'send-back', askReopening: 'ask-reopening', reopen: 'reopen' } as const

function AskDialog({
  status,
  asking,
  onClose,
}: {
  readonly status: RecordStatus
  readonly asking: Asking
  readonly onClose: () => void
}) {
  return (
    <ReasonDialog
      danger
      title={t(`records.${asking}.title`, { number: status.number })}
      act={t(`records.act.${asking}`)}
      run={(reason, act) => api.post(`/api/records/${status.id}/${paths[asking]}`, { reason }, act)}
      refresh={shared}
      done={() => {
        notify(t(`records.done.${asking}`))
        onClose()
      }}
      onClose={onClose}
    >
      <p>{t(`records.${asking}.harm`)}</p>
    </ReasonDialog>
  )
}
