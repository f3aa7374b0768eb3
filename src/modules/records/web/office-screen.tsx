import { useState } from 'react'
import {
  Button,
  Columns,
  can,
  DateField,
  Empty,
  Failure,
  Icon,
  Loading,
  Page,
  PageHead,
  Panel,
  Row,
  Table,
  TextField,
  t,
  useApi,
  useGo,
  useListed,
  useLive,
  useSearchParam,
  useShortcuts,
} from '#web/kit/index.ts'
import type { RecordPage, RecordRow } from '../contract.ts'
import { officeColumns } from './office-columns.tsx'
import { daysLate } from './record-state.tsx'
import { StatusPanel } from './status-panel.tsx'
import { useBatch } from './use-batch.ts'

const tabs = ['finished', 'completed', 'submitted', 'accepted', 'archived', 'all'] as const
const counted: ReadonlySet<string> = new Set(['finished', 'completed', 'submitted', 'accepted'])

/** Whose work completing is begins with what is not handed in; who only looks begins with finding. */
function ownTabs(): readonly (typeof tabs)[number][] {
  return can('records.archive') || can('records.complete')
    ? tabs
    : ['all', 'archived', 'accepted', 'submitted', 'completed', 'finished']
}

/** The record office: what is not handed in, what lacks and with whom, what waits for the archive; finding any record. */
export default function OfficeScreen() {
  const [chosen, choose] = useSearchParam('tab')
  const asked = useAsked()
  const [selected, select] = useState<string | undefined>(undefined)
  const go = useGo()
  const own = ownTabs()
  const first = own[0] ?? 'all'
  const tab = own.find((one) => one === chosen) ?? first
  const query = { ...(tab === 'all' ? {} : { state: tab }), ...asked.query, count: '200' }
  const page = useApi<RecordPage>('/api/records', query, { keepPrevious: true })
  useLive(['Encounter', 'DocumentReference', 'DiagnosticReport'], ['/api/records'])
  useShortcuts([
    { keys: '/', label: t('records.search'), run: () => document.getElementById('record-search')?.focus() },
  ])
  const rows = page.data?.rows ?? []
  useListed(rows.map((one) => `/records/${one.id}`))
  const row = rows.find((one) => one.id === selected) ?? rows[0]
  const counts = page.data?.counts ?? {}
  return (
    <Page
      head={
        <PageHead
          title={t(first === 'all' ? 'records.find.title' : 'records.office.title')}
          tabs={own.map((value) => ({
            value,
            label: t(`records.tab.${value}`),
            ...(counted.has(value) ? { count: counts[value] ?? 0 } : {}),
          }))}
          tab={tab}
          onTab={(value) => choose(value === first ? undefined : value)}
        >
          <Search tab={tab} asked={asked} />
          <Batch tab={tab} rows={rows} />
        </PageHead>
      }
    >
      <Columns
        sideWidth={370}
        main={
          <Panel
            label={t(`records.tab.${tab}`)}
            footer={page.data && tab === 'finished' && <Summary page={page.data} />}
          >
            {page.isPending && <Loading rows={12} />}
            {page.isError && <Failure error={page.error} retry={page.refetch} />}
            {page.data && (
              <Table<RecordRow>
                label={t(`records.tab.${tab}`)}
                columns={officeColumns(tab, page.data.today, asked.q)}
                rows={rows}
                rowKey={(one) => one.id}
                selectedKey={row?.id}
                onSelect={(one) => select(one.id)}
                empty={<Empty>{t(`records.empty.${tab}`)}</Empty>}
              />
            )}
          </Panel>
        }
        side={
          row ? (
            <StatusPanel key={row.id} row={row} onOpen={() => go(`/records/${row.id}`)} />
          ) : (
            <Panel>
              <Row icon="folder" title={t('records.panel.choose')} />
            </Panel>
          )
        }
      />
    </Page>
  )
}

/** What is looked for: words, and days for what is long ago. */
function useAsked() {
  const [q, setQ] = useState('')
  const [from, setFrom] = useState<string | undefined>(undefined)
  const [to, setTo] = useState<string | undefined>(undefined)
  const query = { ...(q.trim() ? { q: q.trim() } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) }
  return { q, setQ, from, setFrom, to, setTo, query }
}

function Search({
  tab,
  asked,
}: {
  readonly tab: (typeof tabs)[number]
  readonly asked: ReturnType<typeof useAsked>
}) {
  return (
    <>
      <TextField
        id="record-search"
        label={t('records.search')}
        hideLabel
        placeholder={t('records.search')}
        type="search"
        left={<Icon name="search" size={16} />}
        value={asked.q}
        onChange={asked.setQ}
      />
      {(tab === 'all' || tab === 'archived') && (
        <>
          <DateField label={t('records.from')} hideLabel value={asked.from} onChange={asked.setFrom} />
          <DateField label={t('records.to')} hideLabel value={asked.to} onChange={asked.setTo} />
        </>
      )}
    </>
  )
}

function Summary({ page }: { readonly page: RecordPage }) {
  const late = page.rows.filter((row) => row.missing.length > 0 && daysLate(row.dueOn, page.today) > 0).length
  const ready = page.rows.filter((row) => row.missing.length === 0).length
  return (
    <span className="lo-dense lo-ink2">
      {t('records.office.summary', { count: page.rows.length, late, ready, days: page.handInDays ?? 0 })}
    </span>
  )
}

/** Takes all complete records at once: the one primary act of the office. */
function Batch({ tab, rows }: { readonly tab: (typeof tabs)[number]; readonly rows: readonly RecordRow[] }) {
  const batch = useBatch(tab, rows)
  useShortcuts([{ keys: 'r', label: batch.label, run: batch.run }], { enabled: batch.count > 0 })
  if (batch.count === 0) return null
  return (
    <Button
      kind="primary"
      icon={batch.step === 'archive' ? 'archive' : 'check'}
      keyHint="R"
      busy={batch.busy}
      onClick={batch.run}
    >
      {batch.label}
    </Button>
  )
}
