import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Dialog,
  FieldGrid,
  MomentField,
  Stack,
  serverNow,
  TextField,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { IncidentView } from '../contract.ts'
import { instantOf, momentNow } from './moments.ts'

interface Props {
  readonly incident: IncidentView
  readonly onClose: () => void
}

/** Whose records an account touched between two instants. */
export function PersonsDialog({ incident, onClose }: Props) {
  const [actor, setActor] = useState('')
  const [from, setFrom] = useState(incident.noticedAt.slice(0, 16))
  const [to, setTo] = useState(() => momentNow(serverNow()))
  const make = useCommand((body: object, act) => api.post(`/api/incidents/${incident.id}/persons`, body, act), {
    refresh: ['/api/incidents'],
    done: onClose,
  })
  const whole = actor.trim() && from && to
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('incidents.persons.make')}
      actions={
        <>
          <Button onClick={onClose}>{t('incidents.back')}</Button>
          <Button
            kind="primary"
            busy={make.busy}
            disabledBecause={whole ? undefined : t('incidents.persons.fill')}
            onClick={() => void make.run({ actor: actor.trim(), from: instantOf(from), to: instantOf(to) })}
          >
            {t('incidents.notice.save')}
          </Button>
        </>
      }
    >
      <Stack>
        <p className="lo-ink2">{t('incidents.persons.note')}</p>
        {make.error && <Alert level="warning" title={make.error.title} />}
        <TextField
          label={t('incidents.persons.actor')}
          required
          autoFocus
          value={actor}
          onChange={setActor}
          maxLength={80}
        />
        <FieldGrid>
          <MomentField label={t('incidents.persons.from')} required value={from} onChange={setFrom} />
          <MomentField label={t('incidents.persons.to')} required value={to} onChange={setTo} />
        </FieldGrid>
      </Stack>
    </Dialog>
  )
}
