import type { Api } from '#platform/http/api.ts'
import { EmergencyParams, EmergencyReviewBody, EmergencyState } from './contract.ts'
import { endEmergency } from './end.ts'
import { readEmergencies, reviewEmergency } from './review.ts'

/** Emergency access to the server: how it stands, ending it, reviewing it. It is opened on the server itself only. */
export function emergencyRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/accounts/emergencies',
      permission: 'users.reviewAll',
      summary: 'Envelopes and openings of the emergency access',
      response: EmergencyState,
    },
    ({ ctx }) => readEmergencies(ctx),
  )
  api(
    {
      method: 'POST',
      path: '/accounts/emergencies/end',
      permission: 'users.manage',
      summary: 'End the emergency access before its time',
    },
    ({ ctx }) => endEmergency(ctx),
  )
  api(
    {
      method: 'POST',
      path: '/accounts/emergencies/:opening/review',
      permission: 'users.reviewAll',
      summary: 'Say what an emergency access was used for',
      params: EmergencyParams,
      body: EmergencyReviewBody,
    },
    ({ ctx, params, body }) => reviewEmergency(ctx, params.opening, body.review),
  )
}
