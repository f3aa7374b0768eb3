import {
  api,
  Button,
  Chip,
  Empty,
  Failure,
  formatDateTime,
  Inline,
  Loading,
  Panel,
  Row,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { OwnApplication } from '../oauth/contract.ts'

const address = '/api/session/applications'

/** The applications that act in the name of the person, and taking that back. */
export function ApplicationsPanel() {
  const own = useApi<readonly OwnApplication[]>(address)
  const withdraw = useCommand((id: string, act) => api.delete(`${address}/${encodeURIComponent(id)}`, act), {
    refresh: [address],
  })
  if (own.isPending) return <Loading rows={2} />
  if (own.isError) return <Failure error={own.error} retry={own.refetch} />
  return (
    <Panel title={t('identity.applications.title')} note={t('identity.applications.note')} count={own.data.length}>
      {own.data.length === 0 && <Empty>{t('identity.applications.none')}</Empty>}
      {own.data.map((one) => (
        <Row
          key={one.id}
          icon="external"
          title={one.name}
          detail={`${t('identity.applications.since', { time: formatDateTime(one.madeAt) })} · ${one.scopes.join(' ')}`}
          aside={
            <Inline>
              {one.offline && <Chip tone="warn">{t('identity.applications.offline')}</Chip>}
              <Button size="sm" busy={withdraw.busy} onClick={() => withdraw.run(one.id)}>
                {t('identity.applications.withdraw')}
              </Button>
            </Inline>
          }
        />
      ))}
    </Panel>
  )
}
