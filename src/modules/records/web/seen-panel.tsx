import { Empty, Failure, formatDateTime, LinkTo, Loading, Num, Panel, Row, t, useApi } from '#web/kit/index.ts'

interface SeenRow {
  readonly id: string
  readonly at: string
  readonly action: string
  readonly outcome: string
  readonly name: string
  readonly userName: string
}

const shown = 12
const words = new Set(['create', 'update', 'delete', 'view', 'read', 'search', 'sign', 'print', 'export'])

/** Who has seen or changed this patient's data since the visit began. */
export function SeenPanel({ patientId, from }: { readonly patientId: string; readonly from: string }) {
  const seen = useApi<{ rows: readonly SeenRow[] }>('/api/audit', { patient: patientId, from, count: '60' })
  return (
    <Panel
      title={t('records.view.audit')}
      actions={<LinkTo to={`/audit?patient=${patientId}`}>{t('audit.more')}</LinkTo>}
    >
      {seen.isPending && <Loading rows={4} />}
      {seen.isError && <Failure error={seen.error} retry={seen.refetch} />}
      {seen.data?.rows.length === 0 && <Empty>{t('audit.empty')}</Empty>}
      {seen.data?.rows.slice(0, shown).map((row) => (
        <Row
          key={row.id}
          lead={<Num>{formatDateTime(row.at)}</Num>}
          icon={row.action === 'view' ? 'eye' : 'pen'}
          title={row.name}
          detail={words.has(row.action) ? t(`audit.action.${row.action}`) : row.action}
        />
      ))}
    </Panel>
  )
}
