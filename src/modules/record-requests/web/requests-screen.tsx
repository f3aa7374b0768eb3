import { useState } from 'react'
import {
  Button,
  Chip,
  type Column,
  Columns,
  can,
  Empty,
  Failure,
  formatDay,
  LinkTo,
  Loading,
  Num,
  Page,
  PageHead,
  Panel,
  Row,
  Table,
  t,
  useApi,
  useSearchParam,
} from '#web/kit/index.ts'
import type { RequestView } from '../contract.ts'
import { RequestPanel } from './request-panel.tsx'
import { TakeDialog } from './take-dialog.tsx'

const tabs = ['waiting', 'granted', 'lent', 'all'] as const
const tones = { waiting: 'accent', granted: 'ok', refused: 'crit', expired: 'quiet', withdrawn: 'quiet' } as const

/** Who asks for records, what was granted to them, what was handed out and what is lent. */
export default function RequestsScreen() {
  const [chosen, choose] = useSearchParam('tab')
  const tab = tabs.find((one) => one === chosen) ?? 'waiting'
  const list = useApi<{ rows: readonly RequestView[] }>('/api/record-requests', { show: tab })
  const [selected, select] = useState<string | undefined>(undefined)
  const [taking, setTaking] = useState(false)
  const rows = list.data?.rows ?? []
  const request = rows.find((one) => one.id === selected) ?? rows[0]
  return (
    <Page
      head={
        <PageHead
          title={t('requests.title')}
          tabs={tabs.map((value) => ({ value, label: t(`requests.tab.${value}`) }))}
          tab={tab}
          onTab={(value) => choose(value === 'waiting' ? undefined : value)}
        >
          {can('requests.take') && (
            <Button kind="primary" icon="plus" onClick={() => setTaking(true)}>
              {t('requests.new')}
            </Button>
          )}
        </PageHead>
      }
    >
      <Columns
        sideWidth={380}
        main={
          <Panel label={t(`requests.tab.${tab}`)}>
            {list.isPending && <Loading rows={8} />}
            {list.isError && <Failure error={list.error} retry={list.refetch} />}
            {list.data && (
              <Table<RequestView>
                label={t(`requests.tab.${tab}`)}
                columns={columns()}
                rows={rows}
                rowKey={(one) => one.id}
                selectedKey={request?.id}
                onSelect={(one) => select(one.id)}
                rowTone={(one) => (one.loans.some((loan) => loan.late) ? 'warn' : undefined)}
                empty={<Empty>{t('requests.empty')}</Empty>}
              />
            )}
          </Panel>
        }
        side={
          request ? (
            <RequestPanel key={request.id} request={request} />
          ) : (
            <Panel>
              <Row icon="copy" title={t('requests.choose')} />
            </Panel>
          )
        }
      />
      {taking && <TakeDialog onClose={() => setTaking(false)} />}
    </Page>
  )
}

const columns = (): readonly Column<RequestView>[] => [
  {
    key: 'number',
    head: t('requests.column.number'),
    width: 116,
    onPhone: 'line',
    cell: (one) => <Num>{one.number}</Num>,
  },
  {
    key: 'asker',
    head: t('requests.column.asker'),
    onPhone: 'main',
    cell: (one) => (
      <div>
        <b>{one.asker}</b>
        <div className="lo-dense lo-ink2">{one.kindTitle}</div>
      </div>
    ),
  },
  {
    key: 'record',
    head: t('requests.column.record'),
    width: 190,
    onPhone: 'line',
    cell: (one) => (
      <div>
        <LinkTo to={`/records/${one.encounterId}`}>
          <Num>{one.recordNumber}</Num>
        </LinkTo>
        <div className="lo-dense lo-ink2">{one.patientName}</div>
      </div>
    ),
  },
  {
    key: 'want',
    head: t('requests.column.want'),
    width: 100,
    hideOn: 'tablet',
    cell: (one) => t(`requests.want.${one.want}`),
  },
  {
    key: 'until',
    head: t('requests.column.until'),
    width: 104,
    hideOn: 'tablet',
    cell: (one) => <Num>{one.validUntil ? formatDay(one.validUntil) : ''}</Num>,
  },
  {
    key: 'state',
    head: t('requests.column.state'),
    width: 110,
    onPhone: 'aside',
    cell: (one) => <Chip tone={tones[one.state]}>{t(`requests.state.${one.state}`)}</Chip>,
  },
]
