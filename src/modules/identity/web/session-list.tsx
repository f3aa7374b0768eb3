import {
  api,
  Button,
  Empty,
  Failure,
  formatDateTime,
  Loading,
  Panel,
  Row,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { SessionSummary } from '../contract.ts'

/** The latest sessions of an account, newest first. */
export function SessionList({ accountId }: { readonly accountId: string }) {
  const address = `/api/accounts/${accountId}/sessions`
  const sessions = useApi<SessionSummary[]>(address)
  const end = useCommand((_: undefined, act) => api.delete(address, act), { refresh: ['/api/accounts'] })
  if (sessions.isPending) return <Loading rows={3} />
  if (sessions.isError) return <Failure error={sessions.error} retry={sessions.refetch} />
  const open = sessions.data.some((session) => session.endedAt === undefined)
  return (
    <Panel
      title={t('identity.sessions.title')}
      count={sessions.data.length}
      actions={
        open && (
          <Button size="sm" busy={end.busy} onClick={() => end.run(undefined)}>
            {t('identity.sessions.end')}
          </Button>
        )
      }
    >
      {sessions.data.length === 0 && <Empty>{t('identity.sessions.none')}</Empty>}
      {sessions.data.slice(0, 10).map((session) => (
        <Row
          key={session.id}
          icon={session.endedAt ? 'logout' : 'door'}
          title={formatDateTime(session.createdAt)}
          detail={`${session.address} · ${session.userAgent}`}
          aside={t(`identity.sessions.state.${session.endReason ?? 'open'}`)}
        />
      ))}
    </Panel>
  )
}
