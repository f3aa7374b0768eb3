import { useState } from 'react'
import { Alert, api, Button, Dialog, notify, Stack, TextArea, t, useCommand } from '#web/kit/index.ts'
import type { RecordStatus } from '../contract.ts'

const shared = ['/api/records', '/api/patients', '/api/encounters', '/api/documents']

/** What the reader may do with a record now; only the next step is primary. */
export function RecordActs({ status }: { readonly status: RecordStatus }) {
  const [reopening, setReopening] = useState(false)
  const command = useCommand(
    (step: 'finish' | 'complete' | 'archive', act) =>
      api.post(`/api/records/${status.id}/${step}`, undefined, act),
    {
      refresh: shared,
      done: (_, step) => {
        if (step !== 'finish') notify(t(`records.done.${step}`))
      },
    },
  )
  const next = (['finish', 'complete', 'archive'] as const).find((step) => status.may.includes(step))
  return (
    <>
      {command.error && <Alert level="warning" title={command.error.title} />}
      {status.may.includes('reopen') && status.state !== 'finished' && (
        <Button kind="danger" icon="unlock" onClick={() => setReopening(true)}>
          {t('records.act.reopen')}
        </Button>
      )}
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
      {reopening && <ReopenDialog status={status} onClose={() => setReopening(false)} />}
    </>
  )
}

function ReopenDialog({ status, onClose }: { readonly status: RecordStatus; readonly onClose: () => void }) {
  const [reason, setReason] = useState('')
  const command = useCommand(
    (body: { reason: string }, act) => api.post(`/api/records/${status.id}/reopen`, body, act),
    { refresh: shared, done: onClose },
  )
  return (
    <Dialog
      open
      danger
      onClose={onClose}
      title={t('records.reopen.title', { number: status.number })}
      actions={
        <>
          <Button onClick={onClose}>{t('records.act.back')}</Button>
          <Button
            kind="danger"
            busy={command.busy}
            disabledBecause={reason.trim().length < 10 ? t('records.reopen.hint') : undefined}
            onClick={() => void command.run({ reason: reason.trim() })}
          >
            {t('records.act.reopen')}
          </Button>
        </>
      }
    >
      <Stack>
        <p>{t('records.reopen.harm')}</p>
        {command.error && <Alert level="warning" title={command.error.title} />}
        <TextArea
          label={t('records.reopen.reason')}
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
