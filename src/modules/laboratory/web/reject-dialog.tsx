import { useState } from 'react'
import { Alert, api, Button, Dialog, SelectField, Stack, TextField, t, useCommand } from '#web/kit/index.ts'
import type { TubeView } from '../contract.ts'

interface RejectProps {
  readonly tube: TubeView
  readonly reasons: readonly string[]
  readonly onClose: () => void
}

/** Refuses a tube: says what that does, and asks for the reason. */
export function RejectDialog({ tube, reasons, onClose }: RejectProps) {
  const [reason, setReason] = useState<string | undefined>(undefined)
  const [note, setNote] = useState('')
  const command = useCommand(
    (body: { reason: string; note?: string }, act) =>
      api.post(`/api/laboratory/specimens/${tube.specimenId}/reject`, body, act),
    {
      refresh: ['/api/laboratory'],
      done: onClose,
    },
  )
  const ask = reason === undefined ? t('laboratory.tube.reason') : undefined
  return (
    <Dialog
      open
      danger
      onClose={onClose}
      title={t('laboratory.tube.rejectTitle', { accession: tube.accession ?? '' })}
      actions={
        <>
          <Button onClick={onClose}>{t('laboratory.act.back')}</Button>
          <Button
            kind="danger"
            busy={command.busy}
            disabledBecause={ask}
            onClick={() =>
              void command.run({ reason: reason ?? '', ...(note.trim() ? { note: note.trim() } : {}) })
            }
          >
            {t('laboratory.tube.reject')}
          </Button>
        </>
      }
    >
      <Stack>
        <p>{t('laboratory.tube.rejectHarm')}</p>
        {command.error && <Alert level="warning" title={command.error.title} />}
        <SelectField
          label={t('laboratory.tube.reason')}
          required
          value={reason}
          onChange={setReason}
          options={reasons.map((value) => ({ value, label: t(`laboratory.reason.${value}`) }))}
        />
        <TextField label={t('laboratory.tube.note')} value={note} onChange={setNote} maxLength={500} />
      </Stack>
    </Dialog>
  )
}
