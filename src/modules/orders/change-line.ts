import type { MedicationRequest } from '@medplum/fhirtypes'
import { drugOf } from '#fhir/drug-of-request.ts'
import { idOf } from '#fhir/encounter.ts'
import { drugLineOf } from '#modules/drug-orders/index.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import type { DrugOrderForm } from './contract.ts'
import { orderErrors } from './errors.ts'
import type { PadLineView } from './office-contract.ts'

/** A placed drug as a line of the pad, under a new id: what a change begins with. */
export async function lineToChange(ctx: Context, encounterId: string, id: string): Promise<PadLineView> {
  const request = await readResource<MedicationRequest>(ctx, 'MedicationRequest', id)
  const line = drugLineOf(request)
  if (!line || idOf(request.encounter) !== encounterId) throw orderErrors.notOfStay({ id })
  const { start: _start, ...rest } = line
  const drug = drugOf(request)
  return {
    kind: line.rateMlPerHour === undefined ? 'drug' : 'infusion',
    name: request.medicationCodeableConcept?.text ?? '',
    unit: drug.unit,
    routeName: drug.route.name,
    line: { kind: 'drug', ...structuredClone({ ...rest, id: ctx.newId() }) } as DrugOrderForm,
  }
}
