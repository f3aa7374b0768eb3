import { useState } from 'react'
import { Alert, api, Button, Dialog, Stack, TextArea, TextField, t, useCommand } from '#web/kit/index.ts'

const least = 10

/** Puts a record under legal hold on the demand of a court or an investigator. */
export function HoldDialog({
  encounterId,
  onClose,
}: {
  readonly encounterId: string
  readonly onClose: () => void
}) {
  const [basis, setBasis] = useState('')
  const [reason, setReason] = useState('')
  const place = useCommand(
    (body: { reason: string; basis: string }, act) => api.post(`/api/records/${encounterId}/hold`, body, act),
    { refresh: ['/api/records'], done: onClose },
  )
  const ready = basis.trim().length >= 3 && reason.trim().length >= least
  return (
    <Dialog
      open
      danger
      onClose={onClose}
      title={t('records.hold.place')}
      actions={
        <>
          <Button onClick={onClose}>{t('records.act.back')}</Button>
          <Button
            kind="danger"
            busy={place.busy}
            disabledBecause={ready ? undefined : t('records.reopen.hint')}
            onClick={() => void place.run({ basis: basis.trim(), reason: reason.trim() })}
          >
            {t('records.hold.place')}
          </Button>
        </>
      }
    >
      <Stack>
        {place.error && <Alert level="warning" title={place.error.title} />}
        <TextField
          label={t('records.hold.basis')}
          required
          value={basis}
          onChange={setBasis}
          maxLength={200}
          autoFocus
        />
        <TextArea
          label={t('records.reason')}
          hint={t('records.reopen.hint')}
          required
          value={reason}
          onChange={setReason}
          maxLength={500}
        />
      </Stack>
    </Dialog>
  )
}

/** The first of the two persons who lift a hold. */
export function LiftDialog({ holdId, onClose }: { readonly holdId: string; readonly onClose: () => void }) {
  const [reason, setReason] = useState('')
  const ask = useCommand(
    (body: { reason: string }, act) => api.post(`/api/record-holds/${holdId}/ask-lift`, body, act),
    { refresh: ['/api/records'], done: onClose },
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('records.hold.askLift')}
      actions={
        <>
          <Button onClick={onClose}>{t('records.act.back')}</Button>
          <Button
            kind="primary"
            busy={ask.busy}
            disabledBecause={reason.trim().length < least ? t('records.reopen.hint') : undefined}
            onClick={() => void ask.run({ reason: reason.trim() })}
          >
            {t('records.hold.askLift')}
          </Button>
        </>
      }
    >
      <Stack>
        {ask.error && <Alert level="warning" title={ask.error.title} />}
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
