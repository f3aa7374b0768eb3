import { present } from '#kernel/present.ts'
import type { Api } from '#platform/http/api.ts'
import { admit } from './admit.ts'
import { AdmitBody, Admitted, StayList, StayParams, StaysQuery, StayView } from './contract.ts'
import { type PatientStay, staysOfPatient } from './names.ts'
import { readStayView } from './read-stay.ts'

export function stayRoutes(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/ward/admissions',
      permission: 'ward.admit',
      summary: 'Admit a patient: a record of a stay, in a bed or waiting for one',
      body: AdmitBody,
      response: Admitted,
    },
    ({ ctx, body }) => admit(ctx, body),
  )
  api(
    {
      method: 'GET',
      path: '/stays',
      permission: 'ward.read',
      summary: 'Stays of a patient, newest first',
      query: StaysQuery,
      response: StayList,
    },
    async ({ ctx, query }) => ({ stays: (await staysOfPatient(ctx, query.patient)).map(listed) }),
  )
  api(
    {
      method: 'GET',
      path: '/stays/:encounterId',
      permission: 'ward.read',
      summary: 'The stay as every screen of it shows it at its head',
      params: StayParams,
      response: StayView,
    },
    ({ ctx, params }) => readStayView(ctx, params.encounterId),
  )
}

function listed(row: PatientStay): StayList['stays'][number] {
  return {
    encounterId: row.encounter_id,
    recordNumber: row.record_number,
    status: row.status,
    department: { id: row.department, name: row.department_name ?? row.department },
    admittedAt: row.admitted_at.toISOString(),
    ...present({
      bed: row.bed ?? undefined,
      leftAt: row.left_at?.toISOString(),
      disposition: row.disposition ?? undefined,
    }),
  }
}
