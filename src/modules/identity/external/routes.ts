import Type from 'typebox'
import type { Api } from '#platform/http/api.ts'
import { inTransaction } from '#platform/http/command.ts'
import { NewProviderBody, ProviderButton, ProviderParams, ProviderStateBody, ProviderSummary } from './contract.ts'
import { addProvider, listProviders, switchProvider } from './providers.ts'

/** Foreign OpenID Connect providers: their registration, and the buttons of the login screen. */
export function externalRoutes(api: Api): void {
  const permission = 'users.manage'
  api(
    {
      method: 'GET',
      path: '/session/providers',
      permission: 'public',
      summary: 'Foreign providers one can log in through',
      response: Type.Array(ProviderButton),
    },
    async ({ ctx }) =>
      (await listProviders(ctx)).filter(({ active }) => active).map(({ id, name }) => ({ id, name })),
  )
  api(
    {
      method: 'GET',
      path: '/accounts/providers',
      permission,
      summary: 'Foreign OpenID Connect providers',
      response: Type.Array(ProviderSummary),
    },
    ({ ctx }) => listProviders(ctx),
  )
  api(
    {
      method: 'POST',
      path: '/accounts/providers',
      permission,
      summary: 'Add a foreign OpenID Connect provider',
      body: NewProviderBody,
      command: false,
    },
    ({ ctx, body }) => inTransaction(ctx, (within) => addProvider(within, body)),
  )
  api(
    {
      method: 'PUT',
      path: '/accounts/providers/:provider',
      permission,
      summary: 'Switch a foreign provider off or on',
      params: ProviderParams,
      body: ProviderStateBody,
    },
    ({ ctx, params, body }) => switchProvider(ctx, params.provider, body.active),
  )
}
