import { useState } from 'react'
import {
  Button,
  Chip,
  type Column,
  can,
  Empty,
  Failure,
  formatDateTime,
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
  useSearchParam,
  useShortcuts,
} from '#web/kit/index.ts'
import type { IncidentList, IncidentRow } from '../contract.ts'
import { ReportDialog } from './report-dialog.tsx'
import { StateChip } from './state-chip.tsx'

/** What happened and whom it must be told to; anybody of the staff reports here. */
export default function IncidentsScreen() {
  const list = useApi<IncidentList>('/api/incidents', undefined, { refreshSeconds: 60, background: true })
  const [from, setFrom] = useSearchParam('from')
  const [about] = useSearchParam('about')
  const [asked, ask] = useState(false)
  const go = useGo()
  useShortcuts([{ keys: 'n', label: t('incidents.report'), run: () => ask(true) }])
  return (
    <Page
      head={
        <PageHead title={t(list.data?.own ? 'incidents.own' : 'incidents.title')}>
          {can('drills.run') && <LinkTo to="/drills">{t('incidents.drills')}</LinkTo>}
          <Button kind="primary" icon="plus" keyHint="N" onClick={() => ask(true)}>
            {t('incidents.report')}
          </Button>
        </PageHead>
      }
    >
      {list.isPending && <Loading rows={6} />}
      {list.isError && <Failure error={list.error} retry={list.refetch} />}
      {list.data && (
        <Panel label={t('incidents.all')}>
          <Table<IncidentRow>
            label={t('incidents.all')}
            columns={columns()}
            rows={list.data.rows}
            rowKey={(one) => one.id}
            onOpen={(one) => go(`/incidents/${one.id}`)}
            rowTone={(one) => (one.late > 0 ? 'crit' : undefined)}
            empty={<Empty>{t('incidents.none')}</Empty>}
          />
        </Panel>
      )}
      {list.data && (asked || from) && (
        <ReportDialog
          kinds={list.data.kinds}
          origin={originOf(from, about)}
          title={about}
          onClose={() => {
            ask(false)
            setFrom(undefined)
          }}
        />
      )}
    </Page>
  )
}

/** `alarm:<id>` or `unusual:<rule day account>`, from the link that led here. */
function originOf(from: string | undefined, about: string | undefined) {
  const [kind, ...ref] = (from ?? '').split(':')
  if (kind !== 'alarm' && kind !== 'unusual') return undefined
  return { from: kind, ref: ref.join(':') || (about ?? kind) } as const
}

const columns = (): readonly Column<IncidentRow>[] => [
  {
    key: 'number',
    head: t('incidents.column.number'),
    width: 100,
    onPhone: 'line',
    cell: (one) => <Num>{one.number}</Num>,
  },
  {
    key: 'title',
    head: t('incidents.column.title'),
    onPhone: 'main',
    cell: (one) => (
      <div>
        <b>{one.title}</b>
        <div className="lo-dense lo-ink2">{`${one.kindTitle} · ${one.openedBy}`}</div>
      </div>
    ),
  },
  {
    key: 'noticed',
    head: t('incidents.column.noticed'),
    width: 150,
    hideOn: 'tablet',
    cell: (one) => <Num>{formatDateTime(one.noticedAt)}</Num>,
  },
  {
    key: 'next',
    head: t('incidents.column.next'),
    width: 230,
    onPhone: 'line',
    cell: (one) => <Next row={one} />,
  },
  {
    key: 'state',
    head: t('incidents.column.state'),
    width: 160,
    onPhone: 'aside',
    cell: (one) => <StateChip row={one} />,
  },
]

function Next({ row }: { readonly row: IncidentRow }) {
  if (!row.next) return row.level ? <span className="lo-ink3">{t('incidents.nothingOwed')}</span> : null
  return (
    <div>
      {row.late > 0 && <Chip tone="crit">{t('incidents.late', { count: row.late })}</Chip>} {row.next.title}
      <div className="lo-dense lo-ink2">{t('incidents.until', { time: formatDateTime(row.next.dueAt) })}</div>
    </div>
  )
}
