import {
  Alert,
  type Column,
  Empty,
  Failure,
  formatDateTime,
  formatDay,
  formatNumber,
  Loading,
  Panel,
  Stack,
  Table,
  t,
  useApi,
} from '#web/kit/index.ts'
import type { Keeping } from '../contract.ts'
import { HoldsPanel } from './holds-panel.tsx'

const useKeeping = () => useApi<Keeping>('/api/audit/keeping')

/** That older events are gone, and which will go when: stands above every question. */
export function RemovedNote() {
  const keeping = useKeeping()
  const removals = keeping.data?.removals ?? []
  const done = removals.find(({ state }) => state === 'done')
  const next = removals.find(({ state }) => state !== 'done')
  if (!done && !next) return null
  return (
    <Alert
      level="note"
      title={[
        done &&
          t('audit.keeping.removed', {
            count: formatNumber(done.removed),
            at: formatDateTime(done.endedAt ?? ''),
          }),
        next && t('audit.keeping.announced', { count: formatNumber(next.due), at: formatDateTime(next.fromAt) }),
      ]
        .filter(Boolean)
        .join(' ')}
    />
  )
}

/** How long the journal is kept, what was removed of it, and what must stay. */
export function KeepingTab() {
  const keeping = useKeeping()
  if (keeping.isPending) return <Loading rows={8} />
  if (keeping.isError) return <Failure error={keeping.error} retry={keeping.refetch} />
  const { terms, removals, holds } = keeping.data
  return (
    <Stack>
      <Panel title={t('audit.keeping.terms')}>
        <Table<Term>
          label={t('audit.keeping.terms')}
          columns={termColumns()}
          rows={terms}
          rowKey={(one) => `${one.kind} ${one.from}`}
          empty={<Empty>{t('audit.keeping.none')}</Empty>}
        />
      </Panel>
      <Panel title={t('audit.keeping.removals')}>
        <Table<Removal>
          label={t('audit.keeping.removals')}
          columns={removalColumns()}
          rows={removals}
          rowKey={(one) => one.id}
          empty={<Empty>{t('audit.keeping.none')}</Empty>}
        />
      </Panel>
      <HoldsPanel holds={holds} />
    </Stack>
  )
}

type Term = Keeping['terms'][number]
type Removal = Keeping['removals'][number]

function termText({ months, withRecord }: Term): string {
  const term = months === undefined ? t('audit.keeping.forEver') : t('audit.keeping.months', { count: months })
  return withRecord ? `${term}, ${t('audit.keeping.withRecord')}` : term
}

const termColumns = (): readonly Column<Term>[] => [
  { key: 'kind', head: t('audit.column.action'), onPhone: 'main', cell: (one) => one.title },
  { key: 'term', head: t('audit.keeping.term'), onPhone: 'line', cell: termText },
  { key: 'from', head: t('audit.keeping.from'), onPhone: 'aside', cell: (one) => formatDay(one.from) },
  { key: 'source', head: t('audit.keeping.source'), hideOn: 'phone', cell: (one) => one.source },
]

const removalColumns = (): readonly Column<Removal>[] => [
  {
    key: 'state',
    head: t('audit.keeping.state'),
    onPhone: 'main',
    cell: (one) => t(`audit.keeping.state.${one.state}`),
  },
  {
    key: 'announced',
    head: t('audit.keeping.announcedAt'),
    onPhone: 'line',
    cell: (one) => formatDateTime(one.announcedAt),
  },
  { key: 'from', head: t('audit.keeping.fromAt'), onPhone: 'line', cell: (one) => formatDateTime(one.fromAt) },
  {
    key: 'ended',
    head: t('audit.keeping.endedAt'),
    onPhone: 'line',
    cell: (one) => one.endedAt && formatDateTime(one.endedAt),
  },
  {
    key: 'events',
    head: t('audit.keeping.events'),
    onPhone: 'aside',
    cell: (one) => formatNumber(one.state === 'done' ? one.removed : one.due),
  },
]
