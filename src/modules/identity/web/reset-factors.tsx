import { Alert, api, Button, notify, Panel, Stack, t, useCommand, useMe } from '#web/kit/index.ts'

/** For a person who lost phone and codes: the second step goes, and is set up anew at the next login. */
export function ResetFactors({ accountId }: { readonly accountId: string }) {
  const me = useMe()
  const reset = useCommand(
    (_: undefined, act) => api.post(`/api/accounts/${accountId}/factors/reset`, undefined, act),
    { refresh: ['/api/accounts'], done: () => notify(t('identity.factors.wasReset'), { tone: 'ok' }) },
  )
  return (
    <Panel title={t('identity.factors.title')} note={t('identity.factors.resetNote')} pad>
      <Stack>
        {reset.error && <Alert level="warning" title={reset.error.title} />}
        <Button
          busy={reset.busy}
          disabledBecause={me.id === accountId ? t('identity.account.notOwn') : undefined}
          onClick={() => reset.run(undefined)}
        >
          {t('identity.factors.reset')}
        </Button>
      </Stack>
    </Panel>
  )
}
