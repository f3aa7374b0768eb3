import Type from 'typebox'
import type { Api } from '#platform/http/api.ts'
import { inTransaction } from '#platform/http/command.ts'
import { fhirBaseOf, originOf } from '../oauth/origin.ts'
import { addClient, launchableApps, listClients, switchClient } from './clients.ts'
import {
  ClientParams,
  ClientStateBody,
  ClientSummary,
  LaunchAnswer,
  LaunchableApp,
  LaunchBody,
  NewClient,
  NewClientBody,
} from './contract.ts'
import { launch } from './launch-context.ts'

/** Other programs: their registration, and their launch from a chart. */
export function smartRoutes(api: Api): void {
  const permission = 'users.manage'
  api(
    {
      method: 'GET',
      path: '/accounts/clients',
      permission,
      summary: 'Applications and systems',
      response: Type.Array(ClientSummary),
    },
    ({ ctx }) => listClients(ctx),
  )
  api(
    {
      method: 'POST',
      path: '/accounts/clients',
      permission,
      summary: 'Register an application or a system',
      body: NewClientBody,
      response: NewClient,
      command: false,
    },
    ({ ctx, body }) => inTransaction(ctx, (within) => addClient(within, body)),
  )
  api(
    {
      method: 'PUT',
      path: '/accounts/clients/:client',
      permission,
      summary: 'Close a client or open it again',
      params: ClientParams,
      body: ClientStateBody,
    },
    ({ ctx, params, body }) => switchClient(ctx, params.client, body.active),
  )
  api(
    {
      method: 'GET',
      path: '/session/apps',
      permission: 'chart.read',
      summary: 'Applications that a chart can open',
      response: Type.Array(LaunchableApp),
    },
    ({ ctx }) => launchableApps(ctx),
  )
  api(
    {
      method: 'POST',
      path: '/session/launch',
      permission: 'chart.read',
      summary: 'Open an application from a chart',
      body: LaunchBody,
      response: LaunchAnswer,
      command: false,
    },
    ({ ctx, body, request }) =>
      launch(ctx, {
        clientId: body.client,
        patient: body.patient,
        encounter: body.encounter,
        issuer: fhirBaseOf(originOf(request.server, ctx.config)),
      }),
  )
}
