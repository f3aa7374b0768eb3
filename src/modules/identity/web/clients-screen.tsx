import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Chip,
  Empty,
  Failure,
  Loading,
  Page,
  PageHead,
  Panel,
  Row,
  Stack,
  t,
  useApi,
  useCommand,
} from '#web/kit/index.ts'
import type { ProviderSummary } from '../external/contract.ts'
import type { ClientSummary, NewClient } from '../smart/contract.ts'
import { NewClientDialog } from './new-client-dialog.tsx'
import { NewProviderDialog } from './new-provider-dialog.tsx'

const clientsAt = '/api/accounts/clients'
const providersAt = '/api/accounts/providers'

/** Other programs: those that come to us with tokens, and those through which people log in. */
export default function ClientsScreen() {
  const clients = useApi<ClientSummary[]>(clientsAt)
  const providers = useApi<ProviderSummary[]>(providersAt)
  const [adding, setAdding] = useState<'client' | 'provider'>()
  const [made, setMade] = useState<NewClient>()
  const turn = useCommand(
    ({ path, active }: { path: string; active: boolean }, act) => api.put(path, { active }, act),
    { refresh: [clientsAt, providersAt] },
  )
  if (clients.isPending || providers.isPending) return <Loading rows={8} />
  if (clients.isError) return <Failure error={clients.error} retry={clients.refetch} />
  if (providers.isError) return <Failure error={providers.error} retry={providers.refetch} />
  const toggle = (path: string, active: boolean) => (
    <Button size="sm" busy={turn.busy} onClick={() => turn.run({ path, active: !active })}>
      {t(active ? 'identity.clients.close' : 'identity.clients.open')}
    </Button>
  )
  return (
    <Page
      head={
        <PageHead title={t('identity.clients.title')} note={t('identity.clients.note')}>
          <Button icon="plus" onClick={() => setAdding('provider')}>
            {t('identity.providers.add')}
          </Button>
          <Button kind="primary" icon="plus" onClick={() => setAdding('client')}>
            {t('identity.clients.add')}
          </Button>
        </PageHead>
      }
    >
      <Stack gap={16}>
        {turn.error && <Alert level="warning" title={turn.error.title} />}
        {made?.secret && (
          <Alert level="note" title={t('identity.clients.secretOnce', { id: made.id })}>
            <span className="lo-num">{made.secret}</span>
          </Alert>
        )}
        <Panel title={t('identity.clients.title')} count={clients.data.length}>
          {clients.data.length === 0 && <Empty>{t('identity.clients.none')}</Empty>}
          {clients.data.map((client) => (
            <Row
              key={client.id}
              icon={client.kind === 'system' ? 'device' : 'external'}
              title={`${client.name} · ${client.id}`}
              detail={[...client.scopes, ...client.roles].join(' ')}
              aside={
                <>
                  <Chip {...(client.active ? {} : { tone: 'warn' })}>
                    {t(client.active ? `identity.clients.kind.${client.kind}` : 'identity.clients.closed')}
                  </Chip>
                  {toggle(`${clientsAt}/${client.id}`, client.active)}
                </>
              }
            />
          ))}
        </Panel>
        <Panel
          title={t('identity.providers.title')}
          note={t('identity.providers.note')}
          count={providers.data.length}
        >
          {providers.data.length === 0 && <Empty>{t('identity.clients.none')}</Empty>}
          {providers.data.map((provider) => (
            <Row
              key={provider.id}
              icon="key"
              title={`${provider.name} · ${provider.id}`}
              detail={provider.issuer}
              aside={toggle(`${providersAt}/${provider.id}`, provider.active)}
            />
          ))}
        </Panel>
      </Stack>
      {adding === 'client' && <NewClientDialog onClose={() => setAdding(undefined)} onMade={setMade} />}
      {adding === 'provider' && <NewProviderDialog onClose={() => setAdding(undefined)} />}
    </Page>
  )
}
