import { useState } from 'react'
import { api, Choice, ReasonDialog, SelectField, t } from '#web/kit/index.ts'
import type { LabelsView } from '../contract.ts'
import { visitText } from './visit-text.ts'

const places = ['patient', 'visit'] as const

interface LabelDialogProps {
  readonly patientId: string
  readonly view: LabelsView
  readonly onClose: () => void
}

/** Puts a label on the patient, or on one visit with its record. */
export function LabelDialog({ patientId, view, onClose }: LabelDialogProps) {
  const [on, setOn] = useState<(typeof places)[number]>('patient')
  const [visit, setVisit] = useState<string | undefined>(view.visits[0]?.id)
  const [label, setLabel] = useState<string | undefined>(undefined)
  const resource = on === 'patient' ? `Patient/${patientId}` : `Encounter/${visit}`
  const lacking = label === undefined || (on === 'visit' && visit === undefined)
  return (
    <ReasonDialog
      title={t('access.label.put')}
      act={t('access.label.put')}
      label={t('access.label.putReason')}
      notReady={lacking ? t('access.label.choose') : undefined}
      refresh={['/api/access', '/api/patients']}
      run={(reason, act) => api.post('/api/access/labels', { resource, label, reason }, act)}
      onClose={onClose}
    >
      <Choice
        label={t('access.label.on')}
        value={on}
        onChange={(next) => {
          setOn(next)
          setLabel(undefined)
        }}
        options={places.map((value) => ({ value, label: t(`access.label.on.${value}`) }))}
      />
      {on === 'visit' && (
        <SelectField
          label={t('access.label.visit')}
          required
          value={visit}
          onChange={setVisit}
          options={view.visits.map((one) => ({ value: one.id, label: visitText(one) }))}
        />
      )}
      <SelectField
        label={t('access.label.which')}
        required
        value={label}
        onChange={setLabel}
        options={view.choices[on].map((value) => ({ value, label: t(`access.label.of.${value}`) }))}
      />
      <div className="lo-ink2">{t(`access.label.does.${on}`)}</div>
    </ReasonDialog>
  )
}
