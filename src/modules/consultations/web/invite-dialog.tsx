import { useState } from 'react'
import { api, Button, Dialog, Failure, Stack, t, useApi, useCommand } from '#web/kit/index.ts'
import type { MeetingView, StayMeetings } from '../contract.ts'
import { asInvited, type Guest, InviteFields } from './invite-fields.tsx'

/** Invites more departments, people and guests. */
export function InviteDialog({ view, onClose }: { readonly view: MeetingView; readonly onClose: () => void }) {
  const [guests, setGuests] = useState<readonly Guest[]>([])
  const stay = useApi<StayMeetings>(`/api/stays/${view.encounterId}/consultations`)
  const invite = useCommand((body: object, act) => api.post(`/api/consultations/${view.id}/invite`, body, act), {
    refresh: ['/api/consultations'],
    done: onClose,
  })
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('consultations.invite')}
      actions={
        <Button
          kind="primary"
          busy={invite.busy}
          disabledBecause={guests.length > 0 ? undefined : t('consultations.invite.nobody')}
          onClick={() => void invite.run({ invited: guests.map(asInvited) })}
        >
          {t('consultations.invite.send')}
        </Button>
      }
    >
      <Stack>
        {invite.error && <Failure error={invite.error} />}
        <InviteFields guests={guests} onChange={setGuests} departments={stay.data?.departments ?? []} />
      </Stack>
    </Dialog>
  )
}
