import './orders.css'
import { useState } from 'react'
import {
  api,
  Button,
  Checkbox,
  Chip,
  can,
  Empty,
  Failure,
  formatDateTime,
  Icon,
  LinkTo,
  Loading,
  Page,
  PageHead,
  Panel,
  Table,
  t,
  useApi,
  useCommand,
  useLive,
  useSearchParam,
} from '#web/kit/index.ts'
import type { OverdueView, ToCosignView } from '../contract.ts'
import { PerformDialog } from './perform-dialog.tsx'
import { kindIcon } from './words.ts'

const tabs = ['ward', 'mine', 'performing', 'cosign'] as const
type Late = OverdueView['orders'][number]
type Said = ToCosignView['orders'][number]

/** Orders whose next step is late: for the ward, the orderer and who performs; orders by word that wait. */
export default function OverdueScreen() {
  const [chosen, choose] = useSearchParam('view')
  const tab = tabs.find((one) => one === chosen) ?? 'ward'
  return (
    <Page
      head={
        <PageHead
          title={t('orders.overdue.title')}
          tabs={tabs.map((value) => ({ value, label: t(`orders.overdue.${value}`) }))}
          tab={tab}
          onTab={choose}
        />
      }
    >
      {tab === 'cosign' ? <CosignList /> : <LateList key={tab} view={tab} />}
    </Page>
  )
}

function LateList({ view }: { readonly view: 'ward' | 'mine' | 'performing' }) {
  const [all, setAll] = useState(view === 'performing')
  const [doing, setDoing] = useState<Late>()
  const list = useApi<OverdueView>(
    '/api/orders/overdue',
    { view, ...(all ? { all: 'true' } : {}) },
    { refreshSeconds: 60 },
  )
  useLive(['ServiceRequest', 'Procedure', 'DiagnosticReport', 'Specimen'], ['/api/orders/overdue'])
  const seen = useCommand((id: string, act) => api.post(`/api/orders/${id}/seen`, {}, act), {
    refresh: ['/api/orders/overdue'],
  })
  if (list.isPending) return <Loading rows={8} />
  if (list.isError) return <Failure error={list.error} retry={list.refetch} />
  const mayPerform = (row: Late) => can('orders.perform') && row.kind !== 'laboratory' && row.step !== 'see'
  return (
    <Panel
      title={t('orders.overdue.count', { count: list.data.total })}
      actions={<Checkbox label={t('orders.overdue.all')} checked={all} onChange={setAll} />}
    >
      <Table<Late>
        label={t('orders.overdue.title')}
        rows={list.data.orders}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.late ? 'warn' : undefined)}
        empty={<Empty>{t('orders.overdue.none')}</Empty>}
        columns={[
          { key: 'kind', head: '', width: 32, cell: (row) => <Icon name={kindIcon(row.kind)} />, onPhone: 'lead' },
          {
            key: 'order',
            head: t('orders.overdue.order'),
            onPhone: 'main',
            cell: (row) => (
              <>
                <b>{row.name}</b> {row.urgent && <Chip tone="warn">{t('orders.urgent')}</Chip>}
                <div className="lo-dense lo-ink2">
                  {formatDateTime(row.orderedAt)} · {row.requester}
                </div>
              </>
            ),
          },
          {
            key: 'patient',
            head: t('orders.overdue.patient'),
            onPhone: 'line',
            cell: (row) => <LinkTo to={`/stay/${row.encounterId}/orders`}>{row.patientName}</LinkTo>,
          },
          {
            key: 'where',
            head: t('orders.overdue.where'),
            hideOn: 'phone',
            cell: (row) => (view === 'performing' ? row.department : row.performer || row.department),
          },
          {
            key: 'due',
            head: t('orders.overdue.due'),
            onPhone: 'aside',
            cell: (row) => (
              <Chip tone={row.late ? 'crit' : 'quiet'}>
                {t(row.late ? `orders.late.${row.step}` : `orders.due.${row.step}`, {
                  at: formatDateTime(row.dueAt),
                })}
              </Chip>
            ),
          },
          {
            key: 'act',
            head: '',
            onPhone: 'line',
            cell: (row) => (
              <>
                {mayPerform(row) && (
                  <Button size="sm" onClick={() => setDoing(row)}>
                    {row.performed ? t('orders.perform.answer') : t('orders.act.perform')}
                  </Button>
                )}
                {row.step === 'see' && can('orders.write') && (
                  <Button size="sm" icon="eye" onClick={() => void seen.run(row.id)}>
                    {t('orders.act.seen')}
                  </Button>
                )}
              </>
            ),
          },
        ]}
      />
      {doing && <PerformDialog order={doing} path="/api/orders" onClose={() => setDoing(undefined)} />}
    </Panel>
  )
}

function CosignList() {
  const list = useApi<ToCosignView>('/api/orders/to-cosign', {}, { refreshSeconds: 60 })
  useLive(['ServiceRequest', 'MedicationRequest'], ['/api/orders/to-cosign'])
  const sign = useCommand(
    (row: { type: string; id: string }, act) =>
      api.post(`/api/orders/by-word/${row.type}/${row.id}/cosign`, {}, act),
    { refresh: ['/api/orders'] },
  )
  if (list.isPending) return <Loading rows={6} />
  if (list.isError) return <Failure error={list.error} retry={list.refetch} />
  return (
    <Panel title={t('orders.overdue.cosign')} count={list.data.orders.length}>
      {sign.error && <Failure error={sign.error} retry={list.refetch} />}
      <Table<Said>
        label={t('orders.overdue.cosign')}
        rows={list.data.orders}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.late ? 'warn' : undefined)}
        empty={<Empty>{t('orders.cosign.none')}</Empty>}
        columns={[
          {
            key: 'order',
            head: t('orders.overdue.order'),
            onPhone: 'main',
            cell: (row) => (
              <>
                <b>{row.name}</b>
                <div className="lo-dense lo-ink2">{formatDateTime(row.orderedAt)}</div>
              </>
            ),
          },
          {
            key: 'patient',
            head: t('orders.overdue.patient'),
            onPhone: 'line',
            cell: (row) => <LinkTo to={`/stay/${row.encounterId}/orders`}>{row.patientName}</LinkTo>,
          },
          {
            key: 'until',
            head: t('orders.cosign.until'),
            onPhone: 'aside',
            cell: (row) => <Chip tone={row.late ? 'crit' : 'warn'}>{formatDateTime(row.until)}</Chip>,
          },
          {
            key: 'act',
            head: '',
            onPhone: 'line',
            cell: (row) =>
              row.mine && can('orders.write') ? (
                <Button
                  size="sm"
                  icon="penCheck"
                  busy={sign.busy}
                  onClick={() => void sign.run({ type: row.type, id: row.id })}
                >
                  {t('orders.cosign.sign')}
                </Button>
              ) : (
                row.saidBy
              ),
          },
        ]}
      />
    </Panel>
  )
}
