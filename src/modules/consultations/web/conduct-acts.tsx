import { useState } from 'react'
import { api, Button, Dialog, Failure, Inline, ReasonDialog, Stack, t, useCommand } from '#web/kit/index.ts'
import type { MeetingView } from '../contract.ts'
import { OfficeFields, type Offices } from './office-fields.tsx'
import { fieldOf, momentOf } from './words.tsx'

/** Planning a meeting, and cancelling it. */
export function ConductActs({ view }: { readonly view: MeetingView }) {
  const [open, setOpen] = useState<'plan' | 'cancel'>()
  const close = () => setOpen(undefined)
  return (
    <Inline wrap>
      <Button size="sm" icon="clock" onClick={() => setOpen('plan')}>
        {t('consultations.plan')}
      </Button>
      <Button size="sm" kind="plain" onClick={() => setOpen('cancel')}>
        {t('consultations.cancel')}
      </Button>
      {open === 'plan' && <PlanDialog view={view} onClose={close} />}
      {open === 'cancel' && (
        <ReasonDialog
          danger
          title={t('consultations.cancel')}
          act={t('consultations.cancel')}
          label={t('consultations.cancel.why')}
          least={3}
          run={(reason, act) => api.post(`/api/consultations/${view.id}/cancel`, { reason }, act)}
          refresh={['/api/consultations', '/api/stays', '/api/deaths']}
          onClose={close}
        />
      )}
    </Inline>
  )
}

function PlanDialog({ view, onClose }: { readonly view: MeetingView; readonly onClose: () => void }) {
  const [offices, setOffices] = useState<Offices>({
    at: fieldOf(view.at),
    place: view.place ?? '',
    chair: view.chair,
    secretary: view.secretary,
  })
  const plan = useCommand((body: object, act) => api.post(`/api/consultations/${view.id}/plan`, body, act), {
    refresh: ['/api/consultations'],
    done: onClose,
  })
  const moved = offices.at !== fieldOf(view.at)
  const body = {
    place: offices.place.trim(),
    ...(moved && offices.at ? { at: momentOf(offices.at) } : {}),
    ...(offices.chair ? { chairId: offices.chair.id } : {}),
    ...(offices.secretary ? { secretaryId: offices.secretary.id } : {}),
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('consultations.plan')}
      actions={
        <Button kind="primary" busy={plan.busy} onClick={() => void plan.run(body)}>
          {t('consultations.plan.save')}
        </Button>
      }
    >
      <Stack>
        {plan.error && <Failure error={plan.error} />}
        <OfficeFields value={offices} onChange={setOffices} timeLabel={t('consultations.when')} />
      </Stack>
    </Dialog>
  )
}
