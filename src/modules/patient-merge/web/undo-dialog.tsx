import { useState } from 'react'
import { Alert, api, Button, Dialog, ReasonDialog, Stack, t } from '#web/kit/index.ts'
import type { MergeRecord, UndoDone } from '../contract.ts'
import { personNamed } from './person-text.ts'

interface UndoDialogProps {
  readonly merge: MergeRecord
  readonly onClose: () => void
}

/** Says what taking back does, asks why, and afterwards names what a person must look at. */
export function UndoDialog({ merge, onClose }: UndoDialogProps) {
  const [done, setDone] = useState<UndoDone | undefined>(undefined)
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
    <ReasonDialog
      danger
      icon="history"
      title={t('patientMerge.undoing.title')}
      act={t('patientMerge.undo')}
      label={t('patientMerge.undoing.reason')}
      run={(reason, act) => api.post<UndoDone>(`/api/patient-merges/${merge.id}/undo`, { reason }, act)}
      refresh={['/api/patient-merges', '/api/patients', '/api/records']}
      done={setDone}
      onClose={onClose}
    >
      <ul className="pm-list">
        <li>{t('patientMerge.undoing.apart', names)}</li>
        <li>{t('patientMerge.undoing.back', names)}</li>
        <li>{t('patientMerge.undoing.since', names)}</li>
      </ul>
    </ReasonDialog>
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
