import type { ServiceRequest } from '@medplum/fhirtypes'
import { cs, sid } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { labBook } from './catalogue.ts'
import type { LabWorkTable } from './repository.ts'
import { rules } from './rules.ts'

const snomedLaboratory = '108252007'

/** Whether an order is for the laboratory: by our category, or by SNOMED CT as other systems send it. */
export function isLaboratoryRequest(request: ServiceRequest): boolean {
  return (request.category ?? []).some((category) =>
    category.coding?.some(
      (coding) =>
        (coding.system === cs.observationCategory && coding.code === 'laboratory') ||
        (coding.system === cs.snomed && coding.code === snomedLaboratory),
    ),
  )
}

/** The number the tests of one ordering act share; an order without one is its own requisition. */
export function requisitionOf(request: ServiceRequest): string {
  const { requisition } = request
  return requisition?.system === sid.order && requisition.value ? requisition.value : (request.id ?? '')
}

/** Code of the laboratory catalogue; otherwise the first code the order has, so that it is seen at all. */
export function orderCode(request: ServiceRequest): string {
  const codings = request.code?.coding ?? []
  return codings.find((coding) => coding.system === cs.lab)?.code ?? codings[0]?.code ?? ''
}

/** The row of the work list for an order. */
export async function workRow(
  ctx: Context,
  request: ServiceRequest & { id: string },
): Promise<Omit<LabWorkTable, 'facility' | 'state' | 'changed_at'>> {
  const code = orderCode(request)
  const tests = (await labBook(ctx)).testsOf(request)
  const mayLack = new Set(rules.calculations.map((calculation) => calculation.test))
  const idOf = (reference: string | undefined) => reference?.split('/')[1] ?? null
  return {
    request_id: request.id,
    requisition: requisitionOf(request),
    patient_id: idOf(request.subject?.reference) ?? '',
    encounter_id: idOf(request.encounter?.reference),
    code,
    name: request.code?.text ?? request.code?.coding?.[0]?.display ?? code,
    lab_group: tests[0]?.group ?? 'other',
    urgent: ['urgent', 'asap', 'stat'].includes(request.priority ?? 'routine'),
    request_status: request.status,
    expected: Math.max(1, tests.filter((test) => !mayLack.has(test.code)).length),
    ordered_at: new Date(request.authoredOn ?? ctx.now()),
    requester_id: idOf(request.requester?.reference),
    requester_name: request.requester?.display ?? null,
  }
}
