import type { Api } from '#platform/http/api.ts'
import { ClosingView, EncounterParams } from '../contract.ts'
import { prepareClosing, readClosing } from './close-papers.ts'

export function closingRoutes(api: Api): void {
  const closing = { path: '/encounters/:id/closing', params: EncounterParams, response: ClosingView } as const
  api(
    {
      ...closing,
      method: 'GET',
      permission: 'fills.read',
      summary: 'Forms of a stay that are still open, and what its record lacks',
    },
    ({ ctx, params: { id } }) => readClosing(ctx, id),
  )
  api(
    {
      ...closing,
      method: 'POST',
      permission: 'forms.fill',
      summary: 'Begin the papers of leaving, and tell open forms what is known by now',
    },
    ({ ctx, params: { id } }) => prepareClosing(ctx, id),
  )
}
