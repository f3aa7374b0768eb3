import { useState } from 'react'
import { Alert, api, Button, Inline, Panel, Stack, t, useCommand, useShortcuts } from '#web/kit/index.ts'
import type { DuplicateAnswer, PatientForm, PatientView, Registered } from '../contract.ts'
import { AddressFields, ContactFields, IdentityFields, InsuranceFields, LifeFields } from './form-fields.tsx'
import { adoptCard, cleanForm, type FormDraft } from './form-values.ts'
import { LookAlikes } from './look-alikes.tsx'

interface PatientFormPanelProps {
  readonly given: Partial<PatientForm>
  /** The stored patient that is being changed; a new one when absent. */
  readonly known?: PatientView
  readonly warnings: readonly string[]
  readonly onSaved: (patientId: string) => void
  readonly onBack: () => void
}

/** Particulars of a new or known patient. Look-alikes are shown before a new entry is made. */
export function PatientFormPanel({ given, known, warnings, onSaved, onBack }: PatientFormPanelProps) {
  const [form, setForm] = useState<FormDraft>(given)
  const [found, setFound] = useState<DuplicateAnswer['duplicates']>([])
  const change = (part: FormDraft) => {
    setForm((before) => ({ ...before, ...part }))
    setFound([])
  }
  const save = useCommand(
    async (differsFrom: readonly string[], act) => {
      const patient = cleanForm(form)
      if (known) return api.put<Registered>(`/api/patients/${known.id}`, { patient, version: known.version }, act)
      if (differsFrom.length === 0) {
        const { duplicates } = await api.post<DuplicateAnswer>('/api/patients/duplicates', { patient })
        setFound(duplicates)
        if (duplicates.length > 0) return undefined
      }
      return api.post<Registered>('/api/patients', { patient, differsFrom }, act)
    },
    { refresh: ['/api/patients'], done: (saved) => saved && onSaved(saved.id) },
  )
  const adopt = useCommand((patientId: string) => adoptCard(patientId, form), {
    refresh: ['/api/patients'],
    done: (_, patientId) => onSaved(patientId),
  })
  const run = () => void save.run([])
  const label = t(known ? 'patients.form.saveChanges' : 'patients.form.save')
  useShortcuts([
    { keys: 'mod+enter', label, run },
    { keys: 'escape', label: t('patients.form.back'), run: onBack },
  ])
  return (
    <Panel
      title={t(known ? 'patients.form.editTitle' : 'patients.form.title')}
      pad
      footer={
        <div style={{ flex: 1 }}>
          <Inline justify="flex-end">
            <Button keyHint="Esc" onClick={onBack}>
              {t('patients.form.back')}
            </Button>
            <Button kind={known ? 'primary' : 'secondary'} keyHint="Ctrl Enter" busy={save.busy} onClick={run}>
              {label}
            </Button>
          </Inline>
        </div>
      }
    >
      <Stack gap={12}>
        {warnings.map((warning) => (
          <Alert key={warning} level="note" title={t(`patients.warning.${warning}`)} />
        ))}
        <IdentityFields form={form} onChange={change} />
        <AddressFields form={form} onChange={change} />
        <LifeFields form={form} onChange={change} />
        <InsuranceFields form={form} onChange={change} />
        <ContactFields form={form} onChange={change} />
        {save.error && <Alert level="warning" title={save.error.title} />}
        {adopt.error && <Alert level="warning" title={adopt.error.title} />}
        {found.length > 0 && (
          <LookAlikes
            found={found}
            onUse={(id) => void adopt.run(id)}
            onAnother={() => void save.run(found.map((one) => one.patient.id))}
          />
        )}
      </Stack>
    </Panel>
  )
}
