import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Dialog,
  MomentField,
  Stack,
  serverNow,
  TextArea,
  TextField,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { IncidentView, ObligationView } from '../contract.ts'
import { instantOf, momentNow } from './moments.ts'

interface NoticeDialogProps {
  readonly incident: IncidentView
  readonly one: ObligationView
  readonly act: 'sent' | 'needless'
  readonly onClose: () => void
}

/** That a notice was sent, when and how; or why it need not be. */
export function NoticeDialog({ incident, one, act: kind, onClose }: NoticeDialogProps) {
  const [sentAt, setSentAt] = useState(() => momentNow(serverNow()))
  const [words, setWords] = useState({ way: '', reference: '', reason: '' })
  const set = (some: Partial<typeof words>) => setWords((before) => ({ ...before, ...some }))
  const sent = kind === 'sent'
  const body = sent
    ? { sentAt: instantOf(sentAt), way: words.way, reference: words.reference }
    : { reason: words.reason }
  const whole = sent ? sentAt && words.way.trim().length > 1 : words.reason.trim().length >= 10
  const save = useCommand(
    (given: object, act) => api.post(`/api/incidents/${incident.id}/notices/${one.code}/${kind}`, given, act),
    { refresh: ['/api/incidents'], done: onClose },
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(sent ? 'incidents.notice.sent' : 'incidents.notice.needless')}
      actions={
        <>
          <Button onClick={onClose}>{t('incidents.back')}</Button>
          <Button
            kind="primary"
            busy={save.busy}
            disabledBecause={whole ? undefined : t(sent ? 'incidents.notice.fill' : 'incidents.notice.why')}
            onClick={() => void save.run(body)}
          >
            {t('incidents.notice.save')}
          </Button>
        </>
      }
    >
      <Stack>
        <p>{one.title}</p>
        {save.error && <Alert level="warning" title={save.error.title} />}
        {sent ? (
          <>
            <MomentField label={t('incidents.notice.sentAt')} required value={sentAt} onChange={setSentAt} />
            <TextField
              label={t('incidents.notice.way')}
              required
              autoFocus
              value={words.way}
              onChange={(way) => set({ way })}
              maxLength={200}
            />
            <TextField
              label={t('incidents.notice.reference')}
              value={words.reference}
              onChange={(reference) => set({ reference })}
              maxLength={200}
            />
          </>
        ) : (
          <TextArea
            label={t('incidents.notice.why')}
            required
            value={words.reason}
            onChange={(reason) => set({ reason })}
            maxLength={1000}
          />
        )}
      </Stack>
    </Dialog>
  )
}
