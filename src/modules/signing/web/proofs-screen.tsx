import {
  api,
  Button,
  Chip,
  type Column,
  Empty,
  Failure,
  formatDateTime,
  LinkTo,
  Loading,
  notify,
  Page,
  PageHead,
  Panel,
  Table,
  t,
  useApi,
  useCommand,
  useSearchParam,
} from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import type { OwedPaper, ProofsView } from '../contract.ts'

/** `3 giờ`, `2 ngày`: how long something has waited. */
function age(since: string): string {
  const hours = Math.floor((serverNow().getTime() - Date.parse(since)) / 3_600_000)
  if (hours < 1) return t('signing.proofs.age.below')
  return hours < 48
    ? t('signing.proofs.age.hours', { count: hours })
    : t('signing.proofs.age.days', { count: Math.floor(hours / 24) })
}

const columns = (): readonly Column<OwedPaper>[] => [
  {
    key: 'paper',
    head: t('signing.proofs.column.paper'),
    onPhone: 'main',
    cell: (row) => (
      <LinkTo to={row.fillId ? `/fills/${row.fillId}` : `/documents/${row.id}`}>
        {row.kind === 'row' ? t('signing.proofs.row', { title: row.title }) : row.title}
      </LinkTo>
    ),
  },
  {
    key: 'patient',
    head: t('signing.proofs.column.patient'),
    onPhone: 'line',
    cell: (row) => row.patientName,
  },
  {
    key: 'record',
    head: t('signing.proofs.column.record'),
    width: 110,
    onPhone: 'line',
    cell: (row) => <LinkTo to={`/records/${row.encounterId}`}>{row.recordNumber}</LinkTo>,
  },
  {
    key: 'level',
    head: `${t('signing.proofs.column.level')} → ${t('signing.proofs.column.wanted')}`,
    width: 130,
    hideOn: 'tablet',
    cell: (row) => `${row.level} → ${row.wanted}`,
  },
  {
    key: 'since',
    head: t('signing.proofs.column.since'),
    width: 150,
    onPhone: 'line',
    cell: (row) => (
      <>
        {formatDateTime(row.since)}
        <div className="lo-dense lo-ink2">{age(row.since)}</div>
      </>
    ),
  },
  {
    key: 'reason',
    head: t('signing.proofs.column.reason'),
    onPhone: 'line',
    cell: (row) => row.reason,
  },
  {
    key: 'tries',
    head: t('signing.proofs.column.tries'),
    width: 150,
    onPhone: 'line',
    cell: (row) => (
      <>
        {t('signing.proofs.tried', { count: row.tries })}
        {row.nextTry && (
          <div className="lo-dense lo-ink2">
            {t('signing.proofs.column.nextTry')} {formatDateTime(row.nextTry)}
          </div>
        )}
      </>
    ),
  },
  {
    key: 'state',
    head: '',
    width: 124,
    onPhone: 'aside',
    cell: (row) => (
      <Chip
        tone={row.state === 'refused' ? 'crit' : 'warn'}
        icon={row.state === 'refused' ? 'sealBroken' : 'clock'}
      >
        {t(`signing.proofs.state.${row.state}`)}
      </Chip>
    ),
  },
]

interface Retried {
  readonly expected: number
  readonly processed: number
}

/** Signed papers that wait for a time stamp or an answer about a certificate, and those whose signature is refused. */
export default function ProofsScreen() {
  const [after, setAfter] = useSearchParam('after')
  const query = after ? `?after=${encodeURIComponent(after)}` : ''
  const proofs = useApi<ProofsView>(`/api/signing/proofs${query}`, { refetchInterval: 30_000 })
  const retry = useCommand((_: undefined, act) => api.post<Retried>('/api/signing/proofs/retry', undefined, act), {
    refresh: ['/api/signing/proofs'],
    done: ({ expected, processed }) => notify(t('signing.proofs.retried', { expected, processed })),
  })
  if (proofs.isPending) return <Loading rows={6} />
  if (proofs.isError) return <Failure error={proofs.error} retry={proofs.refetch} />
  const { papers, sent, accepted, waiting, refused, next } = proofs.data
  const head = (
    <PageHead
      title={t('signing.proofs.title')}
      note={t('signing.proofs.counts', { sent, accepted, waiting, refused })}
    >
      {waiting > 0 && (
        <Button icon="refresh" busy={retry.busy} onClick={() => void retry.run(undefined)}>
          {t('signing.proofs.retry')}
        </Button>
      )}
    </PageHead>
  )
  return (
    <Page head={head}>
      {retry.error && <Failure error={retry.error} />}
      <Panel>
        <Table
          label={t('signing.proofs.title')}
          columns={columns()}
          rows={papers}
          rowKey={(row) => row.id}
          empty={
            <Empty>
              <b>{t('signing.proofs.empty.title')}</b>
              <div>{t('signing.proofs.empty.text')}</div>
            </Empty>
          }
        />
        {(after || next) && (
          <div className="lo-inline" style={{ gap: 8, padding: 12 }}>
            {after && <Button onClick={() => setAfter(undefined)}>{t('signing.proofs.first')}</Button>}
            {next && <Button onClick={() => setAfter(next)}>{t('signing.proofs.next')}</Button>}
          </div>
        )}
      </Panel>
    </Page>
  )
}
