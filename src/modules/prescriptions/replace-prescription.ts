import type { MedicationRequest } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { refuseLocked } from '#store/record-state.ts'
import type { Change } from '#store/types.ts'
import type { PrescriptionView, ReplaceBody } from './contract.ts'
import { prescriptionErrors } from './errors.ts'
import { codeOf, draftOf, prescriptionView } from './prescription-view.ts'
import { readPrescribingVisit } from './read-situation.ts'

/** A copy of an issued line to work on; it names the prescription that it will replace. */
function copyOf(ctx: Context, request: MedicationRequest, code: string, reason: string): Change {
  const { meta: _meta, groupIdentifier: _group, authoredOn: _at, statusReason: _why, ...rest } = request
  const { validityPeriod: _valid, ...dispenseRequest } = rest.dispenseRequest ?? {}
  const id = ctx.newId()
  const resource: MedicationRequest = {
    ...rest,
    id,
    status: 'draft',
    dispenseRequest,
    priorPrescription: {
      reference: `MedicationRequest/${request.id}`,
      identifier: { system: sid.prescription, value: code },
      display: reason,
    },
  }
  return { kind: 'create', resource, id }
}

/** Begins a new prescription in place of an issued one: its lines come back as a draft. */
export async function replacePrescription(
  ctx: Context,
  encounterId: string,
  body: ReplaceBody,
): Promise<PrescriptionView> {
  const visit = await readPrescribingVisit(ctx, encounterId)
  refuseLocked(visit.encounter)
  if (!visit.open) throw prescriptionErrors.visitEnded()
  if (draftOf(visit).requests.length > 0) throw prescriptionErrors.draftInTheWay({ code: body.code })
  const requests = visit.requests.filter((one) => one.status === 'active' && codeOf(one) === body.code)
  if (requests.length === 0) throw prescriptionErrors.notIssued({ code: body.code })
  await commit(
    ctx,
    requests.map((one) => copyOf(ctx, one, body.code, body.reason)),
  )
  return prescriptionView(await readPrescribingVisit(ctx, encounterId))
}
