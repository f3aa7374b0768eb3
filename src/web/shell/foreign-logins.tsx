import { useQuery } from '@tanstack/react-query'
import { Alert, api, Icon, t } from '#web/kit/index.ts'

interface Provider {
  readonly id: string
  readonly name: string
}

/** Logging in through another system; what it refused is told where the person comes back. */
export function ForeignLogins() {
  const providers = useQuery({
    queryKey: ['providers'],
    queryFn: () => api.get<readonly Provider[]>('/api/session/providers').catch(() => []),
  })
  const refused = new URLSearchParams(location.search).get('refused')
  return (
    <>
      {refused && /^identity\.[A-Za-z]+$/.test(refused) && <Alert level="warning" title={t(`error.${refused}`)} />}
      {providers.data?.map(({ id, name }) => (
        <a key={id} className="lo-btn" data-full href={`/oauth/external/${encodeURIComponent(id)}/begin`}>
          <Icon name="key" />
          <span>{t('shell.login.foreign', { name })}</span>
        </a>
      ))}
    </>
  )
}
