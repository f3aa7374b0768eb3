import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Checkbox,
  Choice,
  Dialog,
  NumberField,
  Stack,
  TextArea,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { ClassifyBody, IncidentView } from '../contract.ts'

const traits = [
  'nationalSecurity',
  'severeDisruption',
  'personalData',
  'healthData',
  'biometricOrLocation',
] as const

const fresh: ClassifyBody = {
  level: 'serious',
  nationalSecurity: false,
  severeDisruption: false,
  personalData: false,
  healthData: false,
  biometricOrLocation: false,
  persons: 0,
  consequences: '',
  contact: '',
}

/** What the incident is; whom to tell follows from it. */
export function ClassifyDialog({
  incident,
  onClose,
}: {
  readonly incident: IncidentView
  readonly onClose: () => void
}) {
  const [given, setGiven] = useState<ClassifyBody>(incident.classification ?? fresh)
  const set = (some: Partial<ClassifyBody>) => setGiven((before) => ({ ...before, ...some }))
  const at = `/api/incidents/${incident.id}`
  const save = useCommand((body: ClassifyBody, act) => api.post(`${at}/classify`, body, act), {
    refresh: ['/api/incidents'],
    done: onClose,
  })
  return (
    <Dialog
      open
      width={640}
      onClose={onClose}
      title={t('incidents.classify')}
      actions={
        <>
          <Button onClick={onClose}>{t('incidents.back')}</Button>
          <Button kind="primary" busy={save.busy} onClick={() => void save.run(given)}>
            {t('incidents.notice.save')}
          </Button>
        </>
      }
    >
      <Stack>
        {save.error && <Alert level="warning" title={save.error.title} />}
        <Choice
          label={t('incidents.level')}
          value={given.level}
          onChange={(level) => set({ level })}
          options={(['serious', 'minor'] as const).map((value) => ({
            value,
            label: t(`incidents.level.${value}`),
          }))}
        />
        {traits.map((trait) => (
          <Checkbox
            key={trait}
            label={t(`incidents.trait.${trait}`)}
            checked={given[trait]}
            onChange={(on) => set({ [trait]: on })}
          />
        ))}
        <NumberField
          label={t('incidents.persons')}
          value={String(given.persons)}
          decimals={0}
          onChange={(typed) => set({ persons: Math.max(0, Math.trunc(Number(typed ?? 0)) || 0) })}
        />
        <TextArea
          label={t('incidents.consequences')}
          value={given.consequences}
          onChange={(consequences) => set({ consequences })}
          maxLength={2000}
        />
        <TextArea
          label={t('incidents.contact')}
          value={given.contact}
          onChange={(contact) => set({ contact })}
          maxLength={500}
        />
      </Stack>
    </Dialog>
  )
}
