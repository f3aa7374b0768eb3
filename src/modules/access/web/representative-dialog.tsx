import { useState } from 'react'
import { Alert, api, Button, DateField, Dialog, Stack, TextField, t, useCommand } from '#web/kit/index.ts'
import type { RepresentativeBody } from '../contract.ts'

interface RepresentativeDialogProps {
  readonly patientId: string
  readonly onClose: () => void
}

type Fields = Partial<Omit<RepresentativeBody, 'patientId'>>

/** Notes who represents a patient, by the document that was shown. */
export function RepresentativeDialog({ patientId, onClose }: RepresentativeDialogProps) {
  const [fields, setFields] = useState<Fields>({})
  const set = (some: Fields) => setFields((before) => ({ ...before, ...some }))
  const save = useCommand((body: object, act) => api.post('/api/access/representatives', body, act), {
    refresh: ['/api/access/representatives'],
    done: onClose,
  })
  const whole = fields.userName && (fields.relation?.length ?? 0) >= 2 && (fields.document?.length ?? 0) >= 5
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('access.represent.add')}
      actions={
        <Button
          kind="primary"
          busy={save.busy}
          disabledBecause={whole ? undefined : t('access.represent.fillIn')}
          onClick={() => void save.run({ ...fields, patientId })}
        >
          {t('access.represent.save')}
        </Button>
      }
    >
      <Stack>
        {save.error && <Alert level="warning" title={save.error.title} />}
        <TextField
          label={t('access.represent.account')}
          required
          value={fields.userName ?? ''}
          onChange={(userName) => set({ userName })}
        />
        <TextField
          label={t('access.represent.relation')}
          placeholder={t('access.represent.relationHint')}
          required
          value={fields.relation ?? ''}
          onChange={(relation) => set({ relation })}
        />
        <TextField
          label={t('access.represent.document')}
          placeholder={t('access.represent.documentHint')}
          required
          value={fields.document ?? ''}
          onChange={(document) => set({ document })}
        />
        <DateField
          label={t('access.represent.since')}
          hint={t('access.represent.sinceHint')}
          value={fields.since}
          onChange={(since) => setFields(({ since: _, ...others }) => (since ? { ...others, since } : others))}
        />
        <DateField
          label={t('access.represent.until')}
          hint={t('access.represent.untilHint')}
          value={fields.until}
          onChange={(until) => setFields(({ until: _, ...others }) => (until ? { ...others, until } : others))}
        />
      </Stack>
    </Dialog>
  )
}
