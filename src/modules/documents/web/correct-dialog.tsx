import { useState } from 'react'
import { api, Button, Dialog, Stack, TextArea, t, useCommand } from '#web/kit/index.ts'
import type { CorrectBody, PaperView } from '../contract.ts'

interface CorrectDialogProps {
  readonly paper: PaperView
  readonly onClose: () => void
  readonly onDone: (id: string) => void
}

/** Asks the reason, then lays the paper out again; the signed one stays visible as replaced. */
export function CorrectDialog({ paper, onClose, onDone }: CorrectDialogProps) {
  const [reason, setReason] = useState('')
  const correct = useCommand(
    (body: CorrectBody, act) => api.post<PaperView>(`/api/documents/${paper.id}/correct`, body, act),
    {
      refresh: ['/api/documents', '/api/signing'],
      done: (made) => {
        onDone(made.id)
        onClose()
      },
    },
  )
  const missing = reason.trim().length < 3
  return (
    <Dialog
      open
      danger
      onClose={onClose}
      title={t('documents.correct.title')}
      actions={
        <>
          <Button onClick={onClose}>{t('documents.cancel')}</Button>
          <Button
            kind="primary"
            icon="penCheck"
            busy={correct.busy}
            onClick={() => void correct.run({ reason: reason.trim() })}
            {...(missing ? { disabledBecause: t('error.documents.reasonMissing') } : {})}
          >
            {t('documents.correct.go')}
          </Button>
        </>
      }
    >
      <Stack>
        <div>{t('documents.correct.text')}</div>
        <TextArea
          label={t('documents.correct.reason')}
          required
          value={reason}
          onChange={setReason}
          {...(correct.error ? { error: correct.error.title } : {})}
        />
      </Stack>
    </Dialog>
  )
}
