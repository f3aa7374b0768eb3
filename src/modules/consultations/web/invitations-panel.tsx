import { useState } from 'react'
import {
  api,
  Button,
  Chip,
  can,
  Failure,
  formatDateTime,
  Inline,
  Num,
  Panel,
  Stack,
  t,
  useCommand,
} from '#web/kit/index.ts'
import type { InvitationView, MeetingView } from '../contract.ts'
import { AnswerDialog, type Asked } from './answer-dialog.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { OpinionField } from './opinion-field.tsx'
import { AnswerState, fieldOf } from './words.tsx'

interface InvitationsProps {
  readonly view: MeetingView
  readonly conducts: boolean
}

/** Who is invited and what they said; one's own invitation is answered here. */
export function InvitationsPanel({ view, conducts }: InvitationsProps) {
  const [inviting, setInviting] = useState(false)
  return (
    <Panel
      title={t('consultations.invited')}
      count={view.invitations.length}
      actions={
        conducts && (
          <Button size="sm" icon="plus" onClick={() => setInviting(true)}>
            {t('consultations.invite')}
          </Button>
        )
      }
    >
      <div className="cs-people">
        {view.invitations.map((one) => (
          <Invitation key={one.id} view={view} one={one} conducts={conducts} />
        ))}
      </div>
      {inviting && <InviteDialog view={view} onClose={() => setInviting(false)} />}
    </Panel>
  )
}

interface InvitationProps extends InvitationsProps {
  readonly one: InvitationView
}

function Invitation({ view, one, conducts }: InvitationProps) {
  const about = [one.title, one.isDepartment ? undefined : one.department].filter(Boolean).join(' · ')
  const answers = one.mine && view.editable && can('consultations.answer')
  return (
    <section className="cs-person" aria-label={one.who} data-late={one.late || undefined}>
      <Inline justify="space-between" wrap>
        <Stack gap={0}>
          <b>{one.who}</b>
          {about && <span className="lo-dense lo-ink2">{about}</span>}
          {one.replaces && (
            <span className="lo-dense lo-ink2">{t('consultations.replaces', { who: one.replaces })}</span>
          )}
        </Stack>
        <Inline wrap>
          {one.late && one.dueAt && (
            <Chip tone="crit">{t('consultations.lateSince', { at: formatDateTime(one.dueAt) })}</Chip>
          )}
          <AnswerState state={one.state} />
        </Inline>
      </Inline>
      {one.reason && <p className="lo-dense">{one.reason}</p>}
      {one.proposedAt && <Proposed view={view} at={one.proposedAt} conducts={conducts} />}
      {one.opinion && !answers && <p className="cs-opinion">{one.opinion}</p>}
      {answers && <OwnAnswer view={view} one={one} />}
    </section>
  )
}

function Proposed({ view, at, conducts }: InvitationsProps & { readonly at: string }) {
  const take = useCommand((body: object, act) => api.post(`/api/consultations/${view.id}/plan`, body, act), {
    refresh: ['/api/consultations'],
  })
  return (
    <Inline wrap>
      <Num>{t('consultations.proposed', { at: formatDateTime(at) })}</Num>
      {conducts && fieldOf(view.at) !== fieldOf(at) && (
        <Button size="sm" busy={take.busy} onClick={() => void take.run({ at })}>
          {t('consultations.takeProposed')}
        </Button>
      )}
      {take.error && <Failure error={take.error} />}
    </Inline>
  )
}

const more = ['decline', 'propose', 'replace'] as const

function OwnAnswer({ view, one }: { readonly view: MeetingView; readonly one: InvitationView }) {
  const [asked, ask] = useState<Asked>()
  const accept = useCommand((body: object, act) => api.post(`/api/consultations/${view.id}/answer`, body, act), {
    refresh: ['/api/consultations', '/api/stays'],
  })
  const accepted = one.state === 'accepted'
  return (
    <Stack gap={8}>
      {accept.error && <Failure error={accept.error} />}
      <Inline wrap>
        {!accepted && (
          <Button
            kind="primary"
            icon="check"
            busy={accept.busy}
            onClick={() => void accept.run({ invitationId: one.id, answer: 'accept' })}
          >
            {one.isDepartment ? t('consultations.acceptFor', { department: one.who }) : t('consultations.accept')}
          </Button>
        )}
        {more.map((answer) => (
          <Button key={answer} size={accepted ? 'sm' : 'md'} onClick={() => ask(answer)}>
            {t(`consultations.${answer}`)}
          </Button>
        ))}
      </Inline>
      {accepted && <OpinionField view={view} opinion={one.opinion ?? ''} />}
      {asked && <AnswerDialog view={view} one={one} asked={asked} onClose={() => ask(undefined)} />}
    </Stack>
  )
}
