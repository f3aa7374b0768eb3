import type { MedicationRequest } from '@medplum/fhirtypes'
import { drugOf } from '#fhir/drug-of-request.ts'
import { idOf } from '#fhir/encounter.ts'
import { sid } from '#fhir/systems.ts'
import { addDays, dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { drugKinds } from '#kernel/drug/drug-kind.ts'
import { countDrugUse, noteOutcome } from '#modules/order-checks/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import type { Change } from '#store/types.ts'
import type { PrescriptionView } from './contract.ts'
import { holdingBack } from './domain/alert.ts'
import { limitsOn } from './domain/day-limits.ts'
import { prescriptionErrors } from './errors.ts'
import { alertsOf, codeOf, counted, draftOf, prescriptionView } from './prescription-view.ts'
import { type PrescribingVisit, readPrescribingVisit } from './read-situation.ts'
import { prescriptionRules } from './rules.ts'
import { refuseStale, requesterOf } from './save-draft.ts'
import { takeCode } from './take-code.ts'

function refuseUnready(visit: PrescribingVisit): void {
  if (draftOf(visit).requests.length === 0) throw prescriptionErrors.nothingToIssue()
  if (visit.situation.diagnoses.length === 0) throw prescriptionErrors.noDiagnosis()
  const held = holdingBack(alertsOf(visit), visit.overrides)
  if (held.length > 0) throw prescriptionErrors.heldBack({ count: held.length, first: held[0]?.reason ?? '' })
}

function issued(ctx: Context, request: MedicationRequest, code: string): Change {
  const today = dayInVietnam(ctx.now())
  const validDays = limitsOn(today, prescriptionRules().dayLimits)?.validDays ?? 5
  const resource: MedicationRequest & { id: string } = {
    ...request,
    id: request.id ?? '',
    status: 'active',
    authoredOn: instantInVietnam(ctx.now()),
    requester: requesterOf(ctx),
    groupIdentifier: { system: sid.prescription, value: code },
    dispenseRequest: {
      ...request.dispenseRequest,
      validityPeriod: { start: today, end: addDays(today, validDays - 1) },
    },
  }
  return { kind: 'update', resource, ifVersion: Number(request.meta?.versionId) }
}

/** The replaced prescription stays as it is; only its state says that it is no longer followed. */
function stopped(visit: PrescribingVisit, replaced: readonly string[], by: readonly string[]): Change[] {
  return visit.requests
    .filter((one) => one.status === 'active' && replaced.includes(codeOf(one) ?? ''))
    .map((one) => ({
      kind: 'update',
      resource: {
        ...one,
        id: one.id ?? '',
        status: 'stopped',
        statusReason: { text: `Thay bằng đơn số ${by.join(', ')}` },
      },
      ifVersion: Number(one.meta?.versionId),
    }))
}

/**
 * Puts the draft in force: one code per kind of drug, since narcotics and psychotropic drugs stand on
 * prescriptions of their own, and the prescription that is being replaced ends in the same commit.
 * @see Circular 26/2025/TT-BYT art. 6 to 8; Decision 425/QĐ-BYT 2025: an issued one never changes
 */
export async function issuePrescription(
  ctx: Context,
  encounterId: string,
  basis: string,
): Promise<PrescriptionView> {
  const visit = await readPrescribingVisit(ctx, encounterId)
  refuseStale(visit, basis)
  refuseUnready(visit)
  const { requests, replaces } = draftOf(visit)
  const changes: Change[] = []
  const codes: string[] = []
  for (const kind of drugKinds) {
    const ofKind = requests.filter((one) => drugOf(one).kind === kind)
    if (ofKind.length === 0) continue
    const code = await takeCode(ctx, { kind, encounterId, patientId: visit.patientId, replaces: replaces[0] })
    codes.push(code)
    changes.push(...ofKind.map((one) => issued(ctx, one, code)))
  }
  await commit(ctx, [...stopped(visit, replaces, codes), ...changes])
  await noteOutcome(ctx, encounterId, counted(visit), visit.overrides)
  const room = idOf(visit.encounter.location?.[0]?.location) || undefined
  await countDrugUse(
    ctx,
    requests.map((one) => drugOf(one).code),
    room,
  )
  return prescriptionView(await readPrescribingVisit(ctx, encounterId))
}
