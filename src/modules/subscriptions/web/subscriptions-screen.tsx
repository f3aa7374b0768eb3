import './subscriptions.css'
import {
  type Column,
  Empty,
  Failure,
  formatNumber,
  LinkTo,
  Loading,
  Num,
  Page,
  PageHead,
  Panel,
  Table,
  t,
  useApi,
  useGo,
  useListed,
} from '#web/kit/index.ts'
import type { SubscriptionList, SubscriptionRow } from '../contract.ts'
import { channelText, StatusChip, waitText } from './subscription-state.tsx'

const refreshSeconds = 10

/** All subscriptions of other systems: what was delivered, what waits, what was given up and why. */
export default function SubscriptionsScreen() {
  const go = useGo()
  const list = useApi<SubscriptionList>('/api/subscriptions', {}, { refreshSeconds })
  const rows = list.data?.subscriptions ?? []
  useListed(rows.map((row) => `/admin/subscriptions/${row.id}`))
  return (
    <Page head={<PageHead title={t('subscriptions.title')} note={t('subscriptions.note')} />}>
      <Panel label={t('subscriptions.title')}>
        {list.isPending && <Loading rows={8} />}
        {list.isError && <Failure error={list.error} retry={list.refetch} />}
        {list.data && (
          <Table<SubscriptionRow>
            label={t('subscriptions.title')}
            columns={columns()}
            rows={rows}
            rowKey={(row) => row.id}
            rowTone={toneOf}
            onOpen={(row) => go(`/admin/subscriptions/${row.id}`)}
            empty={<Empty>{t('subscriptions.empty')}</Empty>}
          />
        )}
      </Panel>
    </Page>
  )
}

function toneOf(row: SubscriptionRow): 'crit' | 'warn' | undefined {
  if (row.status === 'error' || row.givenUp > 0) return 'crit'
  return row.waiting > 0 && row.error ? 'warn' : undefined
}

function columns(): readonly Column<SubscriptionRow>[] {
  return [
    {
      key: 'state',
      head: t('subscriptions.column.state'),
      width: 150,
      onPhone: 'aside',
      cell: (row) => <StatusChip row={row} />,
    },
    {
      key: 'who',
      head: t('subscriptions.column.who'),
      onPhone: 'main',
      cell: (row) => (
        <div>
          <LinkTo to={`/admin/subscriptions/${row.id}`}>{row.reason || t('subscriptions.noReason')}</LinkTo>
          <div className="lo-dense lo-ink2" style={{ overflowWrap: 'anywhere' }}>
            {row.criteria}
          </div>
          <div className="sb-phone lo-dense">
            {(['delivered', 'waiting', 'givenUp'] as const)
              .map((key) => `${t(`subscriptions.column.${key}`)} ${formatNumber(row[key])}`)
              .join(' · ')}
          </div>
          {row.error && (
            <div className="lo-dense lo-crit" style={{ overflowWrap: 'anywhere' }}>
              {t('subscriptions.error', { error: row.error })}
            </div>
          )}
        </div>
      ),
    },
    {
      key: 'channel',
      head: t('subscriptions.column.channel'),
      onPhone: 'line',
      cell: (row) => (
        <div>
          {channelText(row.channel)}
          <div className="lo-dense lo-ink2" style={{ overflowWrap: 'anywhere' }}>
            {row.endpoint}
          </div>
        </div>
      ),
    },
    count('delivered', (row) => row.delivered),
    count('waiting', (row) => row.waiting, 'lo-warn'),
    count('givenUp', (row) => row.givenUp, 'lo-crit'),
    {
      key: 'oldest',
      head: t('subscriptions.column.oldest'),
      width: 110,
      align: 'right',
      hideOn: 'phone',
      cell: (row) => waitText(row.oldestWaiting),
    },
  ]
}

/** A figure, loud only when it is not nought. */
function count(
  key: 'delivered' | 'waiting' | 'givenUp',
  of: (row: SubscriptionRow) => number,
  loud?: 'lo-warn' | 'lo-crit',
): Column<SubscriptionRow> {
  return {
    key,
    head: t(`subscriptions.column.${key}`),
    width: 90,
    align: 'right',
    hideOn: 'phone',
    cell: (row) => (
      <span className={of(row) > 0 ? loud : 'lo-ink2'} style={of(row) > 0 && loud ? { fontWeight: 600 } : {}}>
        <Num>{formatNumber(of(row))}</Num>
      </span>
    ),
  }
}
