import Type from 'typebox'
import type { Api } from '#platform/http/api.ts'
import { inTransaction } from '#platform/http/command.ts'
import { listApplications, withdrawConsent } from './consents.ts'
import { ApplicationParams, OwnApplication } from './contract.ts'

/** What a person lets applications do, and taking it back. */
export function consentRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/session/applications',
      permission: 'login',
      summary: 'Applications that may act in the own name',
      response: Type.Array(OwnApplication),
    },
    ({ ctx }) => listApplications(ctx),
  )
  api(
    {
      method: 'DELETE',
      path: '/session/applications/:application',
      permission: 'login',
      summary: 'Take back what an application was allowed',
      params: ApplicationParams,
      command: false,
    },
    ({ ctx, params }) => inTransaction(ctx, (within) => withdrawConsent(within, params.application)),
  )
}
