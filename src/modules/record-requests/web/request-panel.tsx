import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  can,
  DateField,
  formatDateTime,
  formatDay,
  Inline,
  KeyValue,
  LinkButton,
  Panel,
  Stack,
  TextArea,
  TextField,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { KindView, LoanView, RequestView } from '../contract.ts'
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
            ...(request.writtenOn
              ? [{ label: t('requests.writtenOn'), value: formatDay(request.writtenOn) }]
              : []),
            {
              label: t('requests.decide'),
              value: t(`requests.state.${request.state}`),
              note: request.decidedBy
                ? t('requests.decidedBy', { name: request.decidedBy, time: formatDateTime(request.decidedAt) })
                : t('requests.takenBy', { name: request.takenBy, time: formatDateTime(request.takenAt) }),
            },
            ...(request.validUntil
              ? [
                  {
                    label: t('requests.validUntil'),
                    value: t('requests.validUntil.value', { day: formatDay(request.validUntil) }),
                  },
                ]
              : []),
            ...(request.note ? [{ label: t('requests.note'), value: request.note }] : []),
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
  const kinds = useApi<{ kinds: readonly KindView[] }>('/api/record-requests/kinds')
  const kind = kinds.data?.kinds.find((one) => one.code === request.kind)
  const decide = useCommand(
    (decision: 'granted' | 'refused', act) =>
      api.post(
        `/api/record-requests/${request.id}/decide`,
        { decision, note, ...(decision === 'granted' && until ? { until } : {}) },
        act,
      ),
    { refresh: fresh },
  )
  const other = request.own ? t('requests.other') : undefined
  return (
    <Panel title={t('requests.decide')} pad>
      <Stack>
        {decide.error && <Alert level="warning" title={decide.error.title} />}
        <DateField
          label={t('requests.until')}
          hint={kind && t('requests.mostDays', { days: kind.mostDays, clause: kind.clause })}
          value={until}
          onChange={setUntil}
        />
        <TextArea label={t('requests.note')} value={note} onChange={setNote} maxLength={500} />
        <Inline wrap justify="flex-end">
          <Button
            busy={decide.busy}
            disabledBecause={other ?? (note.trim().length < 3 ? t('requests.whyRefuse') : undefined)}
            onClick={() => void decide.run('refused')}
          >
            {t('requests.refuse')}
          </Button>
          <Button
            kind="primary"
            busy={decide.busy}
            disabledBecause={other ?? (until ? undefined : t('requests.until'))}
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
  return (
    <>
      <Panel title={t('requests.handOut')} pad>
        <Stack>
          <LinkButton href={`/api/record-requests/${request.id}/file`} icon="document" kind="primary">
            {t(`requests.file.${request.want}`)}
          </LinkButton>
          <span className="lo-dense lo-ink2">{t('requests.handOut.note')}</span>
        </Stack>
      </Panel>
      <Lending request={request} />
    </>
  )
}

function Lending({ request }: { readonly request: RequestView }) {
  const [dueOn, setDueOn] = useState<string | undefined>(undefined)
  const lend = useCommand(
    (body: { dueOn: string }, act) => api.post(`/api/record-requests/${request.id}/lend`, body, act),
    { refresh: fresh },
  )
  const out = request.loans.find((one) => !one.returnedAt)
  if (out) return <TakingBack key={out.id} loan={out} />
  return (
    <Panel title={t('requests.loans')} pad>
      <Stack>
        {lend.error && <Alert level="warning" title={lend.error.title} />}
        <DateField label={t('requests.dueOn')} value={dueOn} onChange={setDueOn} />
        <Button
          busy={lend.busy}
          disabledBecause={dueOn ? undefined : t('requests.dueOn')}
          onClick={() => dueOn && void lend.run({ dueOn })}
        >
          {t('requests.lend')}
        </Button>
      </Stack>
    </Panel>
  )
}

function TakingBack({ loan }: { readonly loan: LoanView }) {
  const [found, setFound] = useState('')
  const back = useCommand(
    (body: { stateOfIt: string }, act) => api.post(`/api/record-loans/${loan.id}/return`, body, act),
    { refresh: fresh },
  )
  return (
    <Panel title={t('requests.loans')} pad {...(loan.late ? { tone: 'warn' as const } : {})}>
      <Stack>
        {back.error && <Alert level="warning" title={back.error.title} />}
        <span>{t('requests.lentLine', { time: formatDateTime(loan.lentAt), due: formatDay(loan.dueOn) })}</span>
        <TextField label={t('requests.stateOfIt')} value={found} onChange={setFound} maxLength={300} />
        <Button
          busy={back.busy}
          disabledBecause={found.trim().length < 2 ? t('requests.stateOfIt') : undefined}
          onClick={() => void back.run({ stateOfIt: found.trim() })}
        >
          {t('requests.takeBack')}
        </Button>
      </Stack>
    </Panel>
  )
}
