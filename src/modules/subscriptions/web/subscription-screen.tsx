import './subscriptions.css'
import {
  Alert,
  api,
  Button,
  Empty,
  Facts,
  Failure,
  formatNumber,
  LinkTo,
  Loading,
  Num,
  notify,
  Page,
  PageHead,
  Panel,
  Stack,
  t,
  useApi,
  useCommand,
  useParams,
  useSearchParam,
} from '#web/kit/index.ts'
import type { Retried, SubscriptionList, SubscriptionRow } from '../contract.ts'
import { EventsPanel } from './events-panel.tsx'
import { channelText, StatusChip, waitText } from './subscription-state.tsx'

const refreshSeconds = 10
const tabs = ['all', 'waiting', 'given-up', 'delivered'] as const

/** One subscription: how it stands, its events with the tries of each, and trying again. */
export default function SubscriptionScreen() {
  const { id = '' } = useParams()
  const [chosen, choose] = useSearchParam('state')
  const list = useApi<SubscriptionList>('/api/subscriptions', {}, { refreshSeconds })
  if (list.isPending) return <Loading rows={8} />
  if (list.isError) return <Failure error={list.error} retry={list.refetch} />
  const row = list.data.subscriptions.find((one) => one.id === id)
  if (!row)
    return (
      <Empty action={<LinkTo to="/admin/subscriptions">{t('subscriptions.back')}</LinkTo>}>
        {t('subscriptions.gone')}
      </Empty>
    )
  const tab = tabs.find((one) => one === chosen) ?? 'all'
  const counts = { waiting: row.waiting, 'given-up': row.givenUp }
  return (
    <Page
      head={
        <PageHead
          title={row.reason || t('subscriptions.noReason')}
          note={<LinkTo to="/admin/subscriptions">{t('subscriptions.back')}</LinkTo>}
          tabs={tabs.map((value) => ({
            value,
            label: t(`subscriptions.tab.${value}`),
            ...(value === 'waiting' || value === 'given-up' ? { count: counts[value] } : {}),
          }))}
          tab={tab}
          onTab={(value) => choose(value === 'all' ? undefined : value)}
        >
          <StatusChip row={row} />
          <RetryButton row={row} />
        </PageHead>
      }
    >
      <Stack>
        <Trouble row={row} />
        <Panel label={t('subscriptions.column.who')} pad>
          <SubscriptionFacts row={row} />
        </Panel>
        <EventsPanel key={tab} id={id} state={tab} refreshSeconds={refreshSeconds} />
      </Stack>
    </Page>
  )
}

function SubscriptionFacts({ row }: { readonly row: SubscriptionRow }) {
  return (
    <Facts
      items={[
        { label: t('subscriptions.fact.criteria'), value: <Long text={row.criteria} /> },
        { label: t('subscriptions.fact.channel'), value: channelText(row.channel) },
        { label: t('subscriptions.fact.endpoint'), value: <Long text={row.endpoint || '–'} /> },
        { label: t('subscriptions.fact.delivered'), value: <Num>{formatNumber(row.delivered)}</Num> },
        { label: t('subscriptions.fact.waiting'), value: <Num>{formatNumber(row.waiting)}</Num> },
        { label: t('subscriptions.fact.givenUp'), value: <Num>{formatNumber(row.givenUp)}</Num> },
        { label: t('subscriptions.fact.oldest'), value: waitText(row.oldestWaiting) },
      ]}
    />
  )
}

const Long = ({ text }: { readonly text: string }) => <span style={{ overflowWrap: 'anywhere' }}>{text}</span>

/** Why nothing leaves, and what follows from it. */
function Trouble({ row }: { readonly row: SubscriptionRow }) {
  if (row.status === 'off')
    return (
      <Alert level="note" title={t('subscriptions.off.title')}>
        {t('subscriptions.off.text')}
      </Alert>
    )
  const error = row.error && (
    <span className="lo-crit" style={{ overflowWrap: 'anywhere' }}>
      {t('subscriptions.error', { error: row.error })}
    </span>
  )
  if (row.status === 'error')
    return (
      <Alert level="stop" title={t('subscriptions.stopped.title')}>
        {error}
        <p>{t('subscriptions.stopped.text')}</p>
      </Alert>
    )
  return error ? <Alert level="warning" title={error} /> : null
}

function RetryButton({ row }: { readonly row: SubscriptionRow }) {
  const retry = useCommand((id: string, act) => api.post<Retried>(`/api/subscriptions/${id}/retry`, {}, act), {
    refresh: ['/api/subscriptions'],
    done: ({ events }) => notify(t('subscriptions.retried', { count: events })),
  })
  return (
    <>
      {retry.error && <Alert level="warning" title={retry.error.title} />}
      <Button
        kind="primary"
        icon="refresh"
        busy={retry.busy}
        disabledBecause={whyNot(row)}
        onClick={() => void retry.run(row.id)}
      >
        {t('subscriptions.retry')}
      </Button>
    </>
  )
}

function whyNot(row: SubscriptionRow): string | undefined {
  if (row.status === 'off') return t('subscriptions.retryOff')
  const nothing = row.waiting + row.givenUp === 0 && row.status !== 'error'
  return nothing ? t('subscriptions.retryNothing') : undefined
}
