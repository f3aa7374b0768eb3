import { useState } from 'react'
import { Alert, api, Button, Dialog, Stack, TextArea, t, useCommand } from '#web/kit/index.ts'
import type { MergeRecord, UndoDone } from '../contract.ts'
import { personNamed } from './person-text.ts'

interface UndoDialogProps {
  readonly merge: MergeRecord
  readonly onClose: () => void
}

const leastReason = 10

/** Says what taking back does, asks why, and afterwards names what a person must look at. */
export function UndoDialog({ merge, onClose }: UndoDialogProps) {
  const [reason, setReason] = useState('')
  const [done, setDone] = useState<UndoDone | undefined>(undefined)
  const undo = useCommand(
    (body: { reason: string }, act) => api.post<UndoDone>(`/api/patient-merges/${merge.id}/undo`, body, act),
    { refresh: ['/api/patient-merges', '/api/patients', '/api/records'], done: setDone },
  )
  const names = {
    source: personNamed(merge.source.name, merge.source.mrn),
    target: personNamed(merge.target.name, merge.target.mrn),
  }
  if (done)
    return (
      <Dialog
        open
        onClose={onClose}
        title={t('patientMerge.undoDone.title')}
        actions={<Button onClick={onClose}>{t('patientMerge.undoDone.close')}</Button>}
      >
        <UndoResult done={done} names={names} />
      </Dialog>
    )
  return (
    <Dialog
      open
      danger
      onClose={onClose}
      title={t('patientMerge.undoing.title')}
      actions={
        <>
          <Button onClick={onClose}>{t('patientMerge.confirm.back')}</Button>
          <Button
            kind="danger"
            icon="history"
            busy={undo.busy}
            disabledBecause={reason.trim().length < leastReason ? t('patientMerge.undoing.hint') : undefined}
            onClick={() => void undo.run({ reason: reason.trim() })}
          >
            {t('patientMerge.undo')}
          </Button>
        </>
      }
    >
      <Stack>
        <ul className="pm-list">
          <li>{t('patientMerge.undoing.apart', names)}</li>
          <li>{t('patientMerge.undoing.back', names)}</li>
          <li>{t('patientMerge.undoing.since', names)}</li>
        </ul>
        {undo.error && <Alert level="warning" title={undo.error.title} />}
        <TextArea
          label={t('patientMerge.undoing.reason')}
          hint={t('patientMerge.undoing.hint')}
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

function UndoResult({
  done,
  names,
}: {
  readonly done: UndoDone
  readonly names: Readonly<Record<string, string>>
}) {
  return (
    <Stack>
      <p>{t('patientMerge.undoDone.text', { ...names, count: done.restored })}</p>
      {done.toLookAt.length > 0 && (
        <Alert level="warning" title={t('patientMerge.undoDone.lookAt', { count: done.toLookAt.length })}>
          <ul className="pm-list">
            {done.toLookAt.map((place) => (
              <li key={place}>{place}</li>
            ))}
          </ul>
        </Alert>
      )}
    </Stack>
  )
}
