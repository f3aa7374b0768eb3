import { useState } from 'react'
import { uuidv7 } from '#kernel/ids.ts'
import { present } from '#kernel/present.ts'
import {
  api,
  Button,
  Checkbox,
  Choice,
  Dialog,
  Failure,
  language,
  notify,
  Stack,
  TextArea,
  t,
  useCommand,
  useGo,
} from '#web/kit/index.ts'
import type { StayMeetings } from '../contract.ts'
import { asInvited, type Guest, InviteFields } from './invite-fields.tsx'
import { noOffices, OfficeFields, type Offices } from './office-fields.tsx'
import { momentOf } from './words.tsx'

export type NewKind = 'consultation' | 'conference' | 'review'

const paths = { consultation: 'consultations', conference: 'conferences', review: 'death-review' } as const

interface NewMeetingProps {
  readonly kind: NewKind
  readonly encounterId: string
  readonly kinds: StayMeetings['kinds']
  readonly departments: StayMeetings['departments']
  readonly question?: string
  readonly onClose: () => void
}

interface Asked {
  readonly id: string
  readonly form: string | undefined
  readonly urgent: boolean
  readonly question: string
  readonly guests: readonly Guest[]
  readonly offices: Offices
}

function bodyOf(kind: NewKind, { id, form, urgent, question, guests, offices }: Asked): object {
  const { at, place, chair, secretary } = offices
  return present({
    id,
    invited: guests.map(asInvited),
    at: momentOf(at),
    place: place.trim() || undefined,
    chairId: chair?.id,
    secretaryId: secretary?.id,
    ...(kind === 'consultation' ? { kind: form, urgent, question } : {}),
    ...(kind === 'conference' ? { topic: question } : {}),
  })
}

/** Asks for a consultation, calls a conference, prepares a review: who, why, when. */
export function NewMeetingDialog(props: NewMeetingProps) {
  const { kind, encounterId, onClose } = props
  const go = useGo()
  const [id] = useState(uuidv7)
  const [form, setForm] = useState<string>()
  const [urgent, setUrgent] = useState(false)
  const [question, setQuestion] = useState(props.question ?? '')
  const [guests, setGuests] = useState<readonly Guest[]>([])
  const [offices, setOffices] = useState(noOffices)
  const ask = useCommand(
    (body: object, act) => api.post<{ id: string }>(`/api/stays/${encounterId}/${paths[kind]}`, body, act),
    {
      refresh: ['/api/stays', '/api/consultations', '/api/deaths'],
      done: (made) => {
        notify(t('consultations.ask.sent'), { tone: 'ok' })
        onClose()
        go(`/consultations/${made.id}`)
      },
    },
  )
  const body = bodyOf(kind, { id, guests, offices, form, urgent, question: question.trim() })
  const asks = kind === 'review' || (question.trim().length >= 3 && guests.length > 0)
  const ready = asks && (kind !== 'consultation' || form !== undefined)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`consultations.${kind === 'consultation' ? 'ask' : kind}`)}
      actions={
        <Button
          kind="primary"
          icon="users"
          busy={ask.busy}
          disabledBecause={ready ? undefined : t('consultations.ask.incomplete')}
          onClick={() => void ask.run(body)}
        >
          {t(kind === 'review' ? 'consultations.review.prepare' : 'consultations.invite.send')}
        </Button>
      }
    >
      <Stack>
        {ask.error && <Failure error={ask.error} />}
        {kind === 'consultation' && (
          <>
            <Choice
              label={t('consultations.ask.kind')}
              required
              value={form}
              onChange={setForm}
              options={props.kinds.map(({ code, title }) => ({ value: code, label: title[language()] }))}
            />
            <Checkbox label={t('consultations.ask.urgent')} checked={urgent} onChange={setUrgent} />
          </>
        )}
        {kind !== 'review' && (
          <TextArea
            label={t(kind === 'conference' ? 'consultations.conference.topic' : 'consultations.ask.question')}
            required
            maxLength={500}
            value={question}
            onChange={setQuestion}
          />
        )}
        <InviteFields guests={guests} onChange={setGuests} departments={props.departments} />
        <OfficeFields value={offices} onChange={setOffices} timeLabel={t('consultations.ask.withTime')} />
      </Stack>
    </Dialog>
  )
}
