import { useState } from 'react'
import { Alert, api, Button, Choice, Dialog, Stack, TextField, t, useCommand } from '#web/kit/index.ts'
import type { PlaceView } from '../office-contract.ts'

const media = ['electronic', 'paper', 'hybrid'] as const

/** Says whether a record is paper, electronic or both, and where its paper lies. */
export function PlaceDialog({
  encounterId,
  now,
  onClose,
}: {
  readonly encounterId: string
  readonly now: PlaceView | undefined
  readonly onClose: () => void
}) {
  const [medium, setMedium] = useState<PlaceView['medium']>(now?.medium ?? 'electronic')
  const [location, setLocation] = useState(now?.location ?? '')
  const save = useCommand(
    (body: { medium: PlaceView['medium']; location?: string }, act) =>
      api.post(`/api/records/${encounterId}/place`, body, act),
    { refresh: ['/api/records'], done: onClose },
  )
  const lacks = medium !== 'electronic' && location.trim() === ''
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('records.place.edit')}
      actions={
        <>
          <Button onClick={onClose}>{t('records.act.back')}</Button>
          <Button
            kind="primary"
            busy={save.busy}
            disabledBecause={lacks ? t('records.place.locationHint') : undefined}
            onClick={() => void save.run({ medium, ...(location.trim() ? { location: location.trim() } : {}) })}
          >
            {t('records.act.save')}
          </Button>
        </>
      }
    >
      <Stack>
        {save.error && <Alert level="warning" title={save.error.title} />}
        <Choice
          label={t('records.place.medium')}
          value={medium}
          onChange={(value) => setMedium(value ?? 'electronic')}
          options={media.map((value) => ({ value, label: t(`records.place.${value}`) }))}
        />
        <TextField
          label={t('records.place.location')}
          hint={t('records.place.locationHint')}
          value={location}
          onChange={setLocation}
          maxLength={60}
          figures
        />
      </Stack>
    </Dialog>
  )
}
