import type { Api } from '#platform/http/api.ts'
import { DraftBody, EncounterParams, IssueBody, PrescriptionView, PreviousView, ReplaceBody } from './contract.ts'
import { issuePrescription } from './issue-prescription.ts'
import { readPrescription, readPrevious } from './read-prescription.ts'
import { replacePrescription } from './replace-prescription.ts'
import { saveDraft } from './save-draft.ts'

const path = '/encounters/:id/prescription'
const common = { params: EncounterParams, response: PrescriptionView }

export function routes(api: Api): void {
  api(
    {
      ...common,
      method: 'GET',
      path,
      permission: 'prescriptions.read',
      summary: 'Draft and issued prescriptions of a visit, with alerts',
    },
    ({ ctx, params }) => readPrescription(ctx, params.id),
  )
  api(
    {
      method: 'GET',
      path: `${path}/previous`,
      permission: 'prescriptions.read',
      params: EncounterParams,
      response: PreviousView,
      summary: "Lines of the patient's last prescription, to copy",
    },
    ({ ctx, params }) => readPrevious(ctx, params.id),
  )
  api(
    {
      ...common,
      method: 'PUT',
      path,
      permission: 'prescriptions.write',
      body: DraftBody,
      summary: 'Keep the draft as it stands on the screen',
    },
    ({ ctx, params, body }) => saveDraft(ctx, params.id, body),
  )
  api(
    {
      ...common,
      method: 'POST',
      path: `${path}/issue`,
      permission: 'prescriptions.write',
      body: IssueBody,
      summary: 'Put the draft in force under a new code',
    },
    ({ ctx, params, body }) => issuePrescription(ctx, params.id, body.basis),
  )
  api(
    {
      ...common,
      method: 'POST',
      path: `${path}/replace`,
      permission: 'prescriptions.write',
      body: ReplaceBody,
      summary: 'Begin a prescription that replaces an issued one',
    },
    ({ ctx, params, body }) => replacePrescription(ctx, params.id, body),
  )
}
