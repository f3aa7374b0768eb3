import { useState } from 'react'
import { api, ReasonDialog, SelectField, t } from '#web/kit/index.ts'
import type { ReviewBody, Unusual } from '../contract.ts'

type Verdict = ReviewBody['verdict']
const verdicts: readonly Verdict[] = ['justified', 'followed']

interface ReviewDialogProps {
  readonly access: Unusual
  readonly onClose: () => void
}

/** What was found out about an unusual access, kept once. */
export function ReviewDialog({ access, onClose }: ReviewDialogProps) {
  const [verdict, setVerdict] = useState<Verdict | undefined>(undefined)
  const { rule, actor, patient, day } = access
  return (
    <ReasonDialog
      title={`${access.title}: ${access.who.name}`}
      act={t('audit.unusual.save')}
      label={t('audit.unusual.note')}
      notReady={verdict ? undefined : t('audit.unusual.verdict')}
      refresh={['/api/audit']}
      run={(note, act) =>
        api.post(
          '/api/audit/unusual/reviews',
          { rule, actor, day, verdict, note, ...(patient ? { patient } : {}) },
          act,
        )
      }
      onClose={onClose}
    >
      <SelectField
        label={t('audit.unusual.verdict')}
        value={verdict}
        onChange={(value) => setVerdict(verdicts.find((one) => one === value))}
        options={verdicts.map((value) => ({ value, label: t(`audit.unusual.verdict.${value}`) }))}
      />
    </ReasonDialog>
  )
}
