import './laboratory.css'
import { useState } from 'react'
import {
  Alert,
  api,
  Checkbox,
  Empty,
  Failure,
  Icon,
  Inline,
  Loading,
  notify,
  Page,
  PageHead,
  Panel,
  SelectField,
  Table,
  TextField,
  t,
  useApi,
  useCommand,
  useGo,
  useListed,
  useLive,
  useScanner,
  useSearchParam,
  useShortcuts,
} from '#web/kit/index.ts'
import type { Worklist, WorklistRow } from '../contract.ts'
import { worklistColumns } from './worklist-columns.tsx'

const tabs = ['ordered', 'collected', 'received', 'entered', 'validated', 'released', 'all'] as const

/** The laboratory's desk: what waits at each step; a scanned tube is received wherever the cursor is. */
export default function WorklistScreen() {
  const [chosen, choose] = useSearchParam('state')
  const [group, setGroup] = useSearchParam('group')
  const [q, setQ] = useState('')
  const [urgent, setUrgent] = useState(false)
  const go = useGo()
  const tab = tabs.find((one) => one === chosen) ?? 'all'
  const query = {
    ...(tab === 'all' ? {} : { state: tab }),
    ...(group ? { group } : {}),
    ...(urgent ? { urgent: 'true' } : {}),
    ...(q.trim() ? { q: q.trim() } : {}),
  }
  const list = useApi<Worklist>('/api/laboratory/worklist', query, { keepPrevious: true, refreshSeconds: 60 })
  useLive(['ServiceRequest', 'Specimen', 'Observation'], ['/api/laboratory/worklist', '/api/laboratory/count'])
  useListed((list.data?.rows ?? []).map((row) => `/laboratory/${encodeURIComponent(row.requisition)}`))
  const receive = useReceive(go)
  useShortcuts([
    {
      keys: '/',
      label: t('laboratory.worklist.search'),
      run: () => document.getElementById('lab-search')?.focus(),
    },
  ])
  const counts = list.data?.counts ?? {}
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return (
    <Page
      head={
        <PageHead
          title={t('laboratory.worklist.title')}
          tabs={tabs.map((value) => ({
            value,
            label: value === 'all' ? t('laboratory.tab.all') : t(`laboratory.state.${value}`),
            count: value === 'all' ? total : (counts[value] ?? 0),
          }))}
          tab={tab}
          onTab={(value) => choose(value === 'all' ? undefined : value)}
        >
          <TextField
            id="lab-search"
            label={t('laboratory.worklist.search')}
            hideLabel
            placeholder={t('laboratory.worklist.search')}
            value={q}
            onChange={setQ}
            left={<Icon name="search" size={16} />}
            type="search"
          />
        </PageHead>
      }
    >
      {receive.error && <Alert level="warning" title={receive.error.title} />}
      <Panel
        title={tab === 'all' ? t('laboratory.tab.all') : t(`laboratory.state.${tab}`)}
        count={list.data?.rows.length ?? 0}
        actions={
          <>
            <Checkbox label={t('laboratory.worklist.urgentOnly')} checked={urgent} onChange={setUrgent} />
            <SelectField
              label={t('laboratory.worklist.group')}
              hideLabel
              value={group}
              onChange={setGroup}
              placeholder={t('laboratory.worklist.allGroups')}
              options={(list.data?.groups ?? []).map((one) => ({ value: one.code, label: one.name }))}
            />
          </>
        }
        footer={
          <span className="lo-dense lo-ink3">
            <Inline gap={6}>
              <Icon name="barcode" size={16} />
              {t('laboratory.worklist.receiveHint')}
            </Inline>
          </span>
        }
      >
        {list.isPending && <Loading rows={10} />}
        {list.isError && <Failure error={list.error} retry={list.refetch} />}
        {list.data && (
          <Table<WorklistRow>
            label={t('laboratory.worklist.title')}
            columns={worklistColumns(q)}
            rows={list.data.rows}
            rowKey={(row) => row.requisition}
            onOpen={(row) => go(`/laboratory/${encodeURIComponent(row.requisition)}`)}
            rowTone={(row) => (row.critical ? 'crit' : undefined)}
            empty={<Empty>{t('laboratory.worklist.empty')}</Empty>}
          />
        )}
      </Panel>
    </Page>
  )
}

/** A tube scanned anywhere on the screen is received, and its requisition opened. */
function useReceive(go: (to: string) => void) {
  const receive = useCommand(
    (accession: string, act) => api.post<{ requisition: string }>('/api/laboratory/receive', { accession }, act),
    {
      refresh: ['/api/laboratory'],
      done: (answer, accession) => {
        notify(t('laboratory.worklist.received', { accession }))
        go(`/laboratory/${encodeURIComponent(answer.requisition)}`)
      },
    },
  )
  useScanner((text) => {
    if (!/^\d{10,12}$/.test(text.trim())) return false
    void receive.run(text.trim())
    return true
  })
  return receive
}
