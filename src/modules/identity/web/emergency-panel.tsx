import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Chip,
  can,
  Dialog,
  Empty,
  Failure,
  formatDateTime,
  Inline,
  Loading,
  Panel,
  Row,
  Stack,
  TextArea,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { EmergencyOpening, EmergencyState } from '../emergency/contract.ts'

const address = '/api/accounts/emergencies'

/** Envelopes of the emergency access, and what each opening was used for. */
export function EmergencyPanel() {
  const state = useApi<EmergencyState>(address)
  const [reviewing, setReviewing] = useState<EmergencyOpening>()
  if (state.isPending) return <Loading rows={3} />
  if (state.isError) return <Failure error={state.error} retry={state.refetch} />
  const { envelopes, madeAt, openings } = state.data
  return (
    <Panel title={t('identity.emergency.title')} note={t('identity.emergency.note')} count={openings.length}>
      {!madeAt && <Empty>{t('identity.emergency.never')}</Empty>}
      {madeAt && (
        <Row
          icon="key"
          title={t('identity.emergency.sealed', { time: formatDateTime(madeAt) })}
          detail={envelopes
            .map(({ holder, openedAt }) =>
              [
                holder,
                openedAt
                  ? t('identity.emergency.used', { time: formatDateTime(openedAt) })
                  : t('identity.emergency.whole'),
              ].join(': '),
            )
            .join(' · ')}
        />
      )}
      {openings.map((opening) => (
        <Row
          key={opening.id}
          icon="unlock"
          title={`${formatDateTime(opening.openedAt)} · ${opening.holders.join(', ')}`}
          detail={[opening.reason, opening.review].filter(Boolean).join(' → ')}
          aside={<Standing opening={opening} onReview={() => setReviewing(opening)} />}
        />
      ))}
      {reviewing && <ReviewDialog opening={reviewing} onClose={() => setReviewing(undefined)} />}
    </Panel>
  )
}

function Standing({ opening, onReview }: { readonly opening: EmergencyOpening; readonly onReview: () => void }) {
  const end = useCommand((_: undefined, act) => api.post(`${address}/end`, undefined, act), { refresh: [address] })
  if (opening.reviewedAt)
    return (
      <Chip tone="ok">
        {t('identity.emergency.reviewed', {
          name: opening.reviewedBy ?? '—',
          time: formatDateTime(opening.reviewedAt),
        })}
      </Chip>
    )
  if (!opening.endedAt)
    return (
      <Inline>
        <Chip tone="crit">{t('identity.emergency.open', { time: formatDateTime(opening.endsAt) })}</Chip>
        {can('users.manage') && (
          <Button size="sm" busy={end.busy} onClick={() => end.run(undefined)}>
            {t('identity.emergency.end')}
          </Button>
        )}
      </Inline>
    )
  return (
    <Inline>
      <Chip tone="warn">{t('identity.emergency.toReview')}</Chip>
      <Button size="sm" onClick={onReview}>
        {t('identity.emergency.review')}
      </Button>
    </Inline>
  )
}

function ReviewDialog({ opening, onClose }: { readonly opening: EmergencyOpening; readonly onClose: () => void }) {
  const [review, setReview] = useState('')
  const save = useCommand(
    (text: string, act) => api.post(`${address}/${opening.id}/review`, { review: text }, act),
    {
      refresh: [address],
      done: onClose,
    },
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('identity.emergency.review')}
      actions={
        <Button
          kind="primary"
          busy={save.busy}
          disabledBecause={review.trim() === '' ? t('identity.emergency.whatMissing') : undefined}
          onClick={() => save.run(review)}
        >
          {t('identity.emergency.save')}
        </Button>
      }
    >
      <Stack gap={12}>
        {save.error && <Alert level="warning" title={save.error.title} />}
        <p>{opening.reason}</p>
        <TextArea
          label={t('identity.emergency.what')}
          hint={t('identity.emergency.whatHint')}
          value={review}
          onChange={setReview}
        />
      </Stack>
    </Dialog>
  )
}
