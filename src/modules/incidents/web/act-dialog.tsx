import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Choice,
  Dialog,
  FieldGrid,
  MomentField,
  Stack,
  serverNow,
  TextArea,
  TextField,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { ActBody, IncidentView } from '../contract.ts'
import { instantOf, momentNow } from './moments.ts'

interface Props {
  readonly incident: IncidentView
  readonly onClose: () => void
}

/** A measure, a decision, or a piece of evidence with the part of the journal that it rests on. */
export function ActDialog({ incident, onClose }: Props) {
  const [kind, setKind] = useState<ActBody['kind']>('measure')
  const [text, setText] = useState('')
  const [actor, setActor] = useState('')
  const [from, setFrom] = useState(incident.noticedAt.slice(0, 16))
  const [to, setTo] = useState(() => momentNow(serverNow()))
  const save = useCommand((body: ActBody, act) => api.post(`/api/incidents/${incident.id}/acts`, body, act), {
    refresh: ['/api/incidents'],
    done: onClose,
  })
  const journal =
    kind === 'evidence' && actor.trim() && from && to
      ? { journal: { actor: actor.trim(), from: instantOf(from), to: instantOf(to) } }
      : {}
  return (
    <Dialog
      open
      width={640}
      onClose={onClose}
      title={t('incidents.act.add')}
      actions={
        <>
          <Button onClick={onClose}>{t('incidents.back')}</Button>
          <Button
            kind="primary"
            busy={save.busy}
            disabledBecause={text.trim().length > 2 ? undefined : t('incidents.act.fill')}
            onClick={() => void save.run({ kind, text, ...journal })}
          >
            {t('incidents.notice.save')}
          </Button>
        </>
      }
    >
      <Stack>
        {save.error && <Alert level="warning" title={save.error.title} />}
        <Choice
          label={t('incidents.acts')}
          hideLabel
          value={kind}
          onChange={setKind}
          options={(['measure', 'decision', 'evidence'] as const).map((value) => ({
            value,
            label: t(`incidents.act.${value}`),
          }))}
        />
        <TextArea
          label={t('incidents.act.text')}
          required
          minRows={3}
          value={text}
          onChange={setText}
          maxLength={4000}
        />
        {kind === 'evidence' && (
          <>
            <TextField
              label={t('incidents.act.actor')}
              hint={t('incidents.act.actor.hint')}
              value={actor}
              onChange={setActor}
              maxLength={80}
            />
            <FieldGrid>
              <MomentField label={t('incidents.persons.from')} value={from} onChange={setFrom} />
              <MomentField label={t('incidents.persons.to')} value={to} onChange={setTo} />
            </FieldGrid>
          </>
        )}
      </Stack>
    </Dialog>
  )
}
