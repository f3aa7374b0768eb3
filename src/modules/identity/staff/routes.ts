import Type from 'typebox'
import type { Api } from '#platform/http/api.ts'
import { EndingCertificate, StaffFacts, StaffParams, StaffView } from './contract.ts'
import { endingCertificates, readStaffFacts, writeStaffFacts } from './staff-facts.ts'

/** Licence, certificates and departments of the staff. */
export function staffRoutes(api: Api): void {
  const permission = 'users.manage'
  api(
    {
      method: 'GET',
      path: '/accounts/certificates',
      permission,
      summary: 'Certificates that are over or end soon',
      response: Type.Array(EndingCertificate),
    },
    ({ ctx }) => endingCertificates(ctx),
  )
  api(
    {
      method: 'GET',
      path: '/accounts/:id/staff',
      permission,
      summary: 'Licence, certificates and departments of a person',
      params: StaffParams,
      response: StaffView,
    },
    ({ ctx, params }) => readStaffFacts(ctx, params.id),
  )
  api(
    {
      method: 'PUT',
      path: '/accounts/:id/staff',
      permission,
      summary: 'Write licence, certificates and departments of a person',
      params: StaffParams,
      body: StaffFacts,
    },
    ({ ctx, params, body }) => writeStaffFacts(ctx, params.id, body),
  )
}
