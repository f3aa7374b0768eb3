import type { Encounter, Extension, Reference } from '@medplum/fhirtypes'
import { ext } from './systems.ts'

/** Where the patient lies, else the department of the record. */
const placeOf = ({ location = [], serviceProvider }: Encounter) =>
  location.find(({ status }) => status === 'active')?.location ?? serviceProvider

/**
 * How much, where and who pays, on an act whose resource has no element of its own for them. With who, when and what in
 * the resource, a charge is made from these alone.
 */
export function actMarks(encounter: Encounter, given: { readonly place?: Reference } = {}): Extension[] {
  const place = given.place ?? placeOf(encounter)
  const payer = encounter.extension?.find(({ url }) => url === ext.payer)
  return [
    { url: ext.actQuantity, valueQuantity: { value: 1 } },
    ...(place?.reference ? [{ url: ext.actPlace, valueReference: { reference: place.reference } }] : []),
    ...(payer ? [payer] : []),
  ]
}
