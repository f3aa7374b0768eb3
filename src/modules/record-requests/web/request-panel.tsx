import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  can,
  DateField,
  formatDateTime,
  Inline,
  KeyValue,
  LinkButton,
  Panel,
  Stack,
  TextArea,
  TextField,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { RequestView } from '../contract.ts'
import { RequestFacts } from './request-facts.tsx'

const fresh = ['/api/record-requests']

/** One request: who asks by which right, the decision, what may be handed out now. */
export function RequestPanel({ request }: { readonly request: RequestView }) {
  return (
    <Stack>
      <Panel title={request.asker} note={<span className="lo-num">{request.number}</span>} pad>
        <KeyValue
          items={[
            { label: t('requests.kind'), value: request.kindTitle },
            { label: t('requests.identity'), value: request.identity },
            ...(request.relation ? [{ label: t('requests.relation'), value: request.relation }] : []),
            { label: t('requests.purpose'), value: request.purpose },
            { label: t('requests.want'), value: t(`requests.want.${request.want}`) },
            {
              label: t('requests.decide'),
              value: t(`requests.state.${request.state}`),
              note: request.decidedBy
                ? t('requests.decidedBy', { name: request.decidedBy, time: formatDateTime(request.decidedAt) })
                : t('requests.takenBy', { name: request.takenBy, time: formatDateTime(request.takenAt) }),
            },
          ]}
        />
      </Panel>
      {request.state === 'waiting' && can('requests.grant') && <Decision request={request} />}
      {request.state === 'granted' && can('requests.handOut') && <HandingOut request={request} />}
      {request.copies.length + request.loans.length > 0 && (
        <Panel title={t('requests.handedOut')}>
          <RequestFacts request={request} />
        </Panel>
      )}
    </Stack>
  )
}

function Decision({ request }: { readonly request: RequestView }) {
  const [until, setUntil] = useState<string | undefined>(undefined)
  const [note, setNote] = useState('')
  const decide = useCommand(
    (decision: 'granted' | 'refused', act) =>
      api.post(
        `/api/record-requests/${request.id}/decide`,
        { decision, note, ...(decision === 'granted' && until ? { until } : {}) },
        act,
      ),
    { refresh: fresh },
  )
  return (
    <Panel title={t('requests.decide')} pad>
      <Stack>
        {decide.error && <Alert level="warning" title={decide.error.title} />}
        <DateField label={t('requests.until')} value={until} onChange={setUntil} />
        <TextArea label={t('requests.note')} value={note} onChange={setNote} maxLength={500} />
        <Inline wrap justify="flex-end">
          <Button busy={decide.busy} onClick={() => void decide.run('refused')}>
            {t('requests.refuse')}
          </Button>
          <Button
            kind="primary"
            busy={decide.busy}
            disabledBecause={until ? undefined : t('requests.until')}
            onClick={() => void decide.run('granted')}
          >
            {t('requests.grant')}
          </Button>
        </Inline>
      </Stack>
    </Panel>
  )
}

function HandingOut({ request }: { readonly request: RequestView }) {
  const [dueOn, setDueOn] = useState<string | undefined>(undefined)
  const [found, setFound] = useState('')
  const out = request.loans.find((one) => !one.returnedAt)
  const lend = useCommand(
    (body: { dueOn: string }, act) => api.post(`/api/record-requests/${request.id}/lend`, body, act),
    { refresh: fresh },
  )
  const back = useCommand(
    (body: { stateOfIt: string }, act) => api.post(`/api/record-loans/${out?.id}/return`, body, act),
    { refresh: fresh },
  )
  const error = lend.error ?? back.error
  return (
    <Panel title={t('requests.loans')} pad>
      <Stack>
        {error && <Alert level="warning" title={error.title} />}
        <LinkButton href={`/api/record-requests/${request.id}/file`} icon="document" kind="primary">
          {t(`requests.file.${request.want}`)}
        </LinkButton>
        {out ? (
          <>
            <TextField label={t('requests.stateOfIt')} value={found} onChange={setFound} maxLength={300} />
            <Button
              busy={back.busy}
              disabledBecause={found.trim().length < 2 ? t('requests.stateOfIt') : undefined}
              onClick={() => void back.run({ stateOfIt: found.trim() })}
            >
              {t('requests.takeBack')}
            </Button>
          </>
        ) : (
          <>
            <DateField label={t('requests.dueOn')} value={dueOn} onChange={setDueOn} />
            <Button
              busy={lend.busy}
              disabledBecause={dueOn ? undefined : t('requests.dueOn')}
              onClick={() => dueOn && void lend.run({ dueOn })}
            >
              {t('requests.lend')}
            </Button>
          </>
        )}
      </Stack>
    </Panel>
  )
}
