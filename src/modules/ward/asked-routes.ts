import type { Api } from '#platform/http/api.ts'
import { admitAsked, askAdmission, refuseAdmission, withdrawAdmission } from './ask-admission.ts'
import { Admission, AskBody, AskedParams, TakeBody, VisitParams } from './asked-contract.ts'
import { Admitted, ReasonBody } from './contract.ts'
import { admissionOf } from './read-asked.ts'

/** From the conclusion of a visit to a bed. */
export function askedRoutes(api: Api): void {
  const visit = '/encounters/:encounterId/admission'
  api(
    {
      method: 'GET',
      path: visit,
      permission: 'ward.read',
      params: VisitParams,
      response: Admission,
      summary: 'Where the admission of a visit stands, and the wards that could take the patient',
    },
    ({ ctx, params }) => admissionOf(ctx, params.encounterId),
  )
  api(
    {
      method: 'POST',
      path: visit,
      permission: 'ward.admit',
      params: VisitParams,
      body: AskBody,
      response: Admission,
      summary: 'The visit ends in an admission: the patient waits for a bed of a department',
    },
    async ({ ctx, params, body }) => {
      await askAdmission(ctx, params.encounterId, body)
      return admissionOf(ctx, params.encounterId)
    },
  )
  const asked = { method: 'POST', params: AskedParams } as const
  api(
    {
      ...asked,
      path: '/ward/asked/:id/admit',
      permission: 'ward.receive',
      body: TakeBody,
      response: Admitted,
      summary: 'Take a patient whom a visit sends, into a bed or to wait for one on the ward',
    },
    ({ ctx, params, body }) => admitAsked(ctx, params.id, body),
  )
  api(
    {
      ...asked,
      path: '/ward/asked/:id/refuse',
      permission: 'ward.receive',
      body: ReasonBody,
      summary: 'Send a patient back to the visit that asked, with the reason',
    },
    ({ ctx, params, body }) => refuseAdmission(ctx, params.id, body.reason),
  )
  api(
    {
      ...asked,
      path: '/ward/asked/:id/withdraw',
      permission: 'ward.admit',
      body: ReasonBody,
      summary: 'Withdraw an admission that was asked for',
    },
    ({ ctx, params, body }) => withdrawAdmission(ctx, params.id, body.reason),
  )
}
