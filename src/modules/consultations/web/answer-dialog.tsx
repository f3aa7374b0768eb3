import { useState } from 'react'
import {
  api,
  Button,
  Dialog,
  Failure,
  MomentField,
  SearchPicker,
  Stack,
  TextArea,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { InvitationView, MeetingView, Person } from '../contract.ts'
import { findPeople, personRow } from './invite-fields.tsx'
import { fieldOf, momentOf } from './words.tsx'

export type Asked = 'decline' | 'propose' | 'replace'

interface AnswerDialogProps {
  readonly view: MeetingView
  readonly one: InvitationView
  readonly asked: Asked
  readonly onClose: () => void
}

/** Why not, when else, or who instead. */
export function AnswerDialog({ view, one, asked, onClose }: AnswerDialogProps) {
  const [reason, setReason] = useState('')
  const [at, setAt] = useState(fieldOf(view.at))
  const [person, setPerson] = useState<Person>()
  const answer = useCommand((body: object, act) => api.post(`/api/consultations/${view.id}/answer`, body, act), {
    refresh: ['/api/consultations', '/api/stays'],
    done: onClose,
  })
  const lacks: Readonly<Record<Asked, string | undefined>> = {
    decline: reason.trim().length >= 3 ? undefined : t('consultations.reason'),
    propose: at ? undefined : t('consultations.when'),
    replace: person ? undefined : t('consultations.invite.person'),
  }
  const lacking = lacks[asked]
  const run = () =>
    answer.run({
      invitationId: one.id,
      answer: asked,
      ...(reason.trim() ? { reason: reason.trim() } : {}),
      ...(asked === 'propose' ? { at: momentOf(at) } : {}),
      ...(asked === 'replace' ? { practitionerId: person?.id } : {}),
    })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(`consultations.${asked}`)}
      actions={
        <Button
          kind="primary"
          busy={answer.busy}
          disabledBecause={lacking && t('consultations.minutes.lacks', { fields: lacking })}
          onClick={() => void run()}
        >
          {t(`consultations.${asked}`)}
        </Button>
      }
    >
      <Stack>
        {answer.error && <Failure error={answer.error} />}
        {asked === 'propose' && (
          <MomentField label={t('consultations.when')} required value={at} onChange={setAt} />
        )}
        {asked === 'replace' && (
          <SearchPicker<Person>
            label={t('consultations.invite.person')}
            placeholder={t('consultations.invite.find')}
            search={findPeople}
            minLength={0}
            eager
            keep
            row={personRow}
            onPick={setPerson}
          />
        )}
        {asked !== 'replace' && (
          <TextArea
            label={t('consultations.reason')}
            required={asked === 'decline'}
            maxLength={300}
            value={reason}
            onChange={setReason}
          />
        )}
      </Stack>
    </Dialog>
  )
}
