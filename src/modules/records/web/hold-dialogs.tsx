import { useState } from 'react'
import { api, ReasonDialog, TextField, t } from '#web/kit/index.ts'

const refresh = ['/api/records']

interface HoldDialogProps {
  readonly encounterId: string
  readonly onClose: () => void
}

/** Puts a record under legal hold on the demand of a court or an investigator. */
export function HoldDialog({ encounterId, onClose }: HoldDialogProps) {
  const [basis, setBasis] = useState('')
  return (
    <ReasonDialog
      danger
      title={t('records.hold.place')}
      act={t('records.hold.place')}
      run={(reason, act) => api.post(`/api/records/${encounterId}/hold`, { reason, basis: basis.trim() }, act)}
      refresh={refresh}
      onClose={onClose}
      notReady={basis.trim().length < 3 ? t('records.hold.basis') : undefined}
    >
      <p>{t('records.hold.harm')}</p>
      <TextField label={t('records.hold.basis')} required value={basis} onChange={setBasis} maxLength={200} />
    </ReasonDialog>
  )
}

/** The first of the two persons who lift a hold. */
export function LiftDialog({ holdId, onClose }: { readonly holdId: string; readonly onClose: () => void }) {
  return (
    <ReasonDialog
      title={t('records.hold.askLift')}
      act={t('records.hold.askLift')}
      run={(reason, act) => api.post(`/api/record-holds/${holdId}/ask-lift`, { reason }, act)}
      refresh={refresh}
      onClose={onClose}
    >
      <p>{t('records.hold.askLiftHarm')}</p>
    </ReasonDialog>
  )
}
