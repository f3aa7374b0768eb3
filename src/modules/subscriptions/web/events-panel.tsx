import { useState } from 'react'
import {
  Button,
  type Column,
  Empty,
  Failure,
  formatDateTime,
  formatNumber,
  Loading,
  Num,
  Panel,
  Table,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { EventsAnswer, SubscriptionEvent } from '../contract.ts'
import { EventChip, nextTryText } from './subscription-state.tsx'

interface EventsPanelProps {
  readonly id: string
  readonly state: 'all' | 'waiting' | 'given-up' | 'delivered'
  readonly refreshSeconds: number
}

/** Events, newest first; each with its tries, the next one and the last error. */
export function EventsPanel({ id, state, refreshSeconds }: EventsPanelProps) {
  const [before, setBefore] = useState<number | undefined>(undefined)
  const events = useApi<EventsAnswer>(
    `/api/subscriptions/${id}/events`,
    { ...(state === 'all' ? {} : { state }), ...(before === undefined ? {} : { before: String(before) }) },
    { refreshSeconds, keepPrevious: true },
  )
  const next = events.data?.next
  return (
    <Panel
      title={t('subscriptions.events.title')}
      actions={
        before !== undefined && (
          <Button size="sm" icon="arrowUp" onClick={() => setBefore(undefined)}>
            {t('subscriptions.events.newest')}
          </Button>
        )
      }
      footer={
        next !== undefined && (
          <Button onClick={() => setBefore(next)} icon="arrowDown">
            {t('subscriptions.events.older')}
          </Button>
        )
      }
    >
      {events.isPending && <Loading rows={8} />}
      {events.isError && <Failure error={events.error} retry={events.refetch} />}
      {events.data && (
        <Table<SubscriptionEvent>
          label={t('subscriptions.events.title')}
          columns={columns()}
          rows={events.data.events}
          rowKey={(event) => String(event.number)}
          rowTone={(event) => (event.state === 'given-up' ? 'crit' : undefined)}
          empty={<Empty>{t(`subscriptions.events.empty.${state}`)}</Empty>}
        />
      )}
    </Panel>
  )
}

/** `Observation/x/_history/3` as name and version. */
function Changed({ event }: { readonly event: SubscriptionEvent }) {
  const [type = '', id = '', , version = ''] = event.resource.split('/')
  return (
    <span style={{ overflowWrap: 'anywhere' }}>
      {type}/{id} <span className="lo-dense lo-ink2">{t('subscriptions.events.version', { version })}</span>
    </span>
  )
}

function columns(): readonly Column<SubscriptionEvent>[] {
  return [
    {
      key: 'number',
      head: t('subscriptions.events.number'),
      width: 70,
      align: 'right',
      hideOn: 'phone',
      cell: (event) => <Num>{formatNumber(event.number)}</Num>,
    },
    {
      key: 'at',
      head: t('subscriptions.events.at'),
      width: 150,
      onPhone: 'line',
      cell: (event) => (
        <>
          <Num>{formatDateTime(event.at)}</Num>
          <div className="sb-phone lo-dense lo-ink2">
            {t('subscriptions.events.tries')}: {formatNumber(event.attempts)}
            {event.nextAt && ` · ${t('subscriptions.events.next')}: ${nextTryText(event.nextAt)}`}
          </div>
        </>
      ),
    },
    {
      key: 'resource',
      head: t('subscriptions.events.resource'),
      onPhone: 'main',
      cell: (event) => <Changed event={event} />,
    },
    {
      key: 'state',
      head: t('subscriptions.events.state'),
      width: 120,
      onPhone: 'aside',
      cell: (event) => <EventChip state={event.state} />,
    },
    {
      key: 'tries',
      head: t('subscriptions.events.tries'),
      width: 80,
      align: 'right',
      hideOn: 'phone',
      cell: (event) => <Num>{formatNumber(event.attempts)}</Num>,
    },
    {
      key: 'next',
      head: t('subscriptions.events.next'),
      width: 150,
      hideOn: 'phone',
      cell: (event) => <Num>{nextTryText(event.nextAt)}</Num>,
    },
    {
      key: 'result',
      head: t('subscriptions.events.result'),
      onPhone: 'line',
      cell: (event) =>
        event.error ? (
          <span className="lo-crit" style={{ overflowWrap: 'anywhere' }}>
            {event.error}
          </span>
        ) : (
          event.deliveredAt && t('subscriptions.events.deliveredAt', { time: formatDateTime(event.deliveredAt) })
        ),
    },
  ]
}
