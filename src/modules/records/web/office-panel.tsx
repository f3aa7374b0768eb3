import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  can,
  formatDateTime,
  Inline,
  Panel,
  Row,
  Stack,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { HoldView, OfficeView, ReopeningView } from '../office-contract.ts'
import { HoldDialog, LiftDialog } from './hold-dialogs.tsx'
import { PlaceDialog } from './place-dialog.tsx'

/** What the record office keeps beside a record: a request to open it, legal holds, where its paper lies. */
export function OfficePanel({ encounterId }: { readonly encounterId: string }) {
  const office = useApi<OfficeView>(`/api/records/${encounterId}/office`)
  if (!office.data) return null
  const { reopening } = office.data
  return (
    <>
      {reopening && (
        <Panel title={t('records.reopening.title')} tone="warn">
          <Reopening reopening={reopening} />
        </Panel>
      )}
      <Holds encounterId={encounterId} holds={office.data.holds} />
      <Place encounterId={encounterId} office={office.data} />
    </>
  )
}

/** One request to open a closed record again, with the decision of another person. */
export function Reopening({
  reopening,
  onOpen,
}: {
  readonly reopening: ReopeningView
  readonly onOpen?: () => void
}) {
  const decide = useCommand(
    (decision: 'granted' | 'refused', act) =>
      api.post(`/api/record-reopenings/${reopening.id}/decide`, { decision, note: '' }, act),
    { refresh: ['/api/records', '/api/record-reopenings'] },
  )
  const { askedBy: name, askedAt, reason } = reopening
  const own = reopening.own ? t('records.reopening.own') : undefined
  return (
    <Stack gap={8}>
      {decide.error && <Alert level="warning" title={decide.error.title} />}
      <Row
        icon="unlock"
        title={<b>{`${reopening.number} · ${reopening.patientName}`}</b>}
        detail={t('records.reopening.asked', { name, time: formatDateTime(askedAt), reason })}
        onOpen={onOpen}
      />
      {can('records.reopen') && (
        <div style={{ padding: '0 14px 12px' }}>
          <Inline wrap>
            <Button disabledBecause={own} busy={decide.busy} onClick={() => void decide.run('refused')}>
              {t('records.reopening.refuse')}
            </Button>
            <Button
              kind="danger"
              icon="unlock"
              disabledBecause={own}
              busy={decide.busy}
              onClick={() => void decide.run('granted')}
            >
              {t('records.reopening.grant')}
            </Button>
          </Inline>
        </div>
      )}
    </Stack>
  )
}

function Holds({ encounterId, holds }: { readonly encounterId: string; readonly holds: readonly HoldView[] }) {
  const [placing, setPlacing] = useState(false)
  return (
    <Panel
      title={t('records.hold.title')}
      actions={
        can('records.hold') && (
          <Button size="sm" onClick={() => setPlacing(true)}>
            {t('records.hold.place')}
          </Button>
        )
      }
    >
      {holds.length === 0 && <Row icon="check" title={t('records.hold.none')} />}
      {holds.map((hold) => (
        <Hold key={hold.id} hold={hold} />
      ))}
      {placing && <HoldDialog encounterId={encounterId} onClose={() => setPlacing(false)} />}
    </Panel>
  )
}

function Hold({ hold }: { readonly hold: HoldView }) {
  const [asking, setAsking] = useState(false)
  const lift = useCommand((_: undefined, act) => api.post(`/api/record-holds/${hold.id}/lift`, undefined, act), {
    refresh: ['/api/records'],
  })
  const by = { name: hold.placedBy, time: formatDateTime(hold.placedAt), reason: hold.reason }
  return (
    <>
      <Row
        icon={hold.liftedAt ? 'check' : 'lock'}
        iconTone={hold.liftedAt ? 'quiet' : 'warn'}
        title={hold.basis}
        detail={
          <>
            <div>{t('records.hold.by', by)}</div>
            {hold.liftAskedBy && (
              <div>{t('records.hold.liftAsked', { name: hold.liftAskedBy, reason: hold.liftReason ?? '' })}</div>
            )}
            {hold.liftedAt && (
              <div>
                {t('records.hold.lifted', { time: formatDateTime(hold.liftedAt), name: hold.liftedBy ?? '' })}
              </div>
            )}
            {lift.error && <Alert level="warning" title={lift.error.title} />}
          </>
        }
        aside={
          !hold.liftedAt &&
          (hold.liftAskedBy && can('records.liftHold') ? (
            <Button
              size="sm"
              busy={lift.busy}
              disabledBecause={hold.liftAskedByMe ? t('records.reopening.own') : undefined}
              onClick={() => void lift.run(undefined)}
            >
              {t('records.hold.lift')}
            </Button>
          ) : (
            !hold.liftAskedBy &&
            can('records.hold') && (
              <Button size="sm" onClick={() => setAsking(true)}>
                {t('records.hold.askLift')}
              </Button>
            )
          ))
        }
      />
      {asking && <LiftDialog holdId={hold.id} onClose={() => setAsking(false)} />}
    </>
  )
}

function Place({ encounterId, office }: { readonly encounterId: string; readonly office: OfficeView }) {
  const [editing, setEditing] = useState(false)
  const place = office.places[0]
  return (
    <Panel
      title={t('records.place.title')}
      actions={
        can('records.archive') && (
          <Button size="sm" onClick={() => setEditing(true)}>
            {t('records.place.edit')}
          </Button>
        )
      }
    >
      <Row
        icon="folder"
        title={t(`records.place.${place?.medium ?? 'electronic'}`)}
        detail={place && `${place.by} · ${formatDateTime(place.at)}`}
        aside={<span className="lo-num">{place?.location}</span>}
      />
      {editing && <PlaceDialog encounterId={encounterId} now={place} onClose={() => setEditing(false)} />}
    </Panel>
  )
}
