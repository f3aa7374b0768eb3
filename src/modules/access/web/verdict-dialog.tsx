import { useState } from 'react'
import { api, Choice, ReasonDialog, t } from '#web/kit/index.ts'
import type { OpeningView, VerdictBody } from '../contract.ts'

const verdicts: readonly VerdictBody['verdict'][] = ['justified', 'followed']

interface VerdictDialogProps {
  readonly opening: OpeningView
  readonly onClose: () => void
}

/** What was found out about an emergency access, kept once. */
export function VerdictDialog({ opening, onClose }: VerdictDialogProps) {
  const [verdict, setVerdict] = useState<VerdictBody['verdict'] | undefined>(undefined)
  return (
    <ReasonDialog
      title={`${opening.who}: ${opening.patientName}`}
      act={t('access.reviews.review')}
      label={t('access.reviews.note')}
      notReady={verdict ? undefined : t('access.reviews.column.verdict')}
      refresh={['/api/access']}
      run={(note, act) => api.post(`/api/access/openings/${opening.id}/verdict`, { verdict, note }, act)}
      onClose={onClose}
    >
      <p>{opening.reason}</p>
      <Choice
        label={t('access.reviews.column.verdict')}
        value={verdict}
        onChange={setVerdict}
        options={verdicts.map((value) => ({ value, label: t(`access.reviews.verdict.${value}`) }))}
      />
    </ReasonDialog>
  )
}
