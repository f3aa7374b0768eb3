import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { Transfer } from './contract.ts'
import { departmentNames, patientNames } from './names.ts'
import type { TransferRow } from './repository.ts'

/** Hand-over papers of a transfer between departments: the doctor's and the nurse's. Circular 32/2023/TT-BYT, annex XXIX. */
export const handOverForms = ['43/BV2', '44/BV2'] as const

/** Hand-over papers of this transfer that are not completed yet. */
export async function missingHandOver(ctx: Context, transfer: TransferRow): Promise<string[]> {
  const fills = await searchResources<QuestionnaireResponse>(ctx, 'QuestionnaireResponse', {
    encounter: `Encounter/${transfer.encounter_id}`,
    status: 'completed,amended',
  })
  return handOverForms.filter(
    (form) =>
      !fills.some(
        (fill) =>
          fill.questionnaire?.startsWith(`urn:lanong:form:${form.replace('/', '-')}|`) &&
          Date.parse(fill.authored ?? '') >= transfer.arrived_at.getTime(),
      ),
  )
}

export async function transferView(ctx: Context, transfer: TransferRow): Promise<Transfer> {
  const [names, departments, missing] = await Promise.all([
    patientNames(ctx, [transfer.patient_id]),
    departmentNames(ctx),
    missingHandOver(ctx, transfer),
  ])
  const named = (id: string) => ({ id, name: departments.get(id) ?? id })
  return {
    encounterId: transfer.encounter_id,
    patientId: transfer.patient_id,
    name: names.get(transfer.patient_id) ?? '',
    from: named(transfer.from_department),
    to: named(transfer.to_department),
    reason: transfer.reason,
    urgent: transfer.urgent,
    askedAt: transfer.asked_at.toISOString(),
    askedBy: transfer.asked_by,
    missing,
  }
}
