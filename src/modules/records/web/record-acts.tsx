import { useState } from 'react'
import { Alert, api, Button, Dialog, notify, Stack, TextArea, t, useCommand } from '#web/kit/index.ts'
import type { RecordStatus } from '../contract.ts'
import { SupplementDialog } from './supplement-dialog.tsx'

const shared = ['/api/records', '/api/patients', '/api/encounters', '/api/documents']

const steps = ['finish', 'complete', 'submit', 'accept', 'archive'] as const
type Step = (typeof steps)[number]

/** What the reader may do with a record now; only the next step is primary. */
export function RecordActs({ status }: { readonly status: RecordStatus }) {
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
          kind="primary"
          icon={next === 'archive' ? 'archive' : 'check'}
          busy={command.busy}
          onClick={() => void command.run(next)}
        >
          {t(`records.act.${next}`)}
        </Button>
      )}
      {asking && <ReasonDialog status={status} asking={asking} onClose={() => ask(undefined)} />}
    </>
  )
}

type Asking = 'sendBack' | 'askReopening' | 'reopen'
const paths = { sendBack: 'send-back', askReopening: 'ask-reopening', reopen: 'reopen' } as const

function ReasonDialog({
  status,
  asking,
  onClose,
}: {
  readonly status: RecordStatus
  readonly asking: Asking
  readonly onClose: () => void
}) {
  const [reason, setReason] = useState('')
  const command = useCommand(
    (body: { reason: string }, act) => api.post(`/api/records/${status.id}/${paths[asking]}`, body, act),
    {
      refresh: shared,
      done: () => {
        notify(t(`records.done.${asking}`))
        onClose()
      },
    },
  )
  return (
    <Dialog
      open
      danger
      onClose={onClose}
      title={t(`records.${asking}.title`, { number: status.number })}
      actions={
        <>
          <Button onClick={onClose}>{t('records.act.back')}</Button>
          <Button
            kind="danger"
            busy={command.busy}
            disabledBecause={reason.trim().length < 10 ? t('records.reopen.hint') : undefined}
            onClick={() => void command.run({ reason: reason.trim() })}
          >
            {t(`records.act.${asking}`)}
          </Button>
        </>
      }
    >
      <Stack>
        <p>{t(`records.${asking}.harm`)}</p>
        {command.error && <Alert level="warning" title={command.error.title} />}
        <TextArea
          label={t('records.reason')}
          hint={t('records.reopen.hint')}
          required
          value={reason}
          onChange={setReason}
          maxLength={500}
          autoFocus
        />
      </Stack>
    </Dialog>
  )
}
