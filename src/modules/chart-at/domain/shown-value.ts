import type { Observation, Quantity, Resource } from '@medplum/fhirtypes'
import { lexemeOf } from '#fhir/decimal.ts'

/** What a fact says in figures or words; `unit` is UCUM and is put into words on the screen. */
export interface ShownValue {
  readonly value: string
  readonly unit: string | undefined
}

const nothing: ShownValue = { value: '', unit: undefined }

export function shownValue(resource: Resource): ShownValue {
  if (resource.resourceType !== 'Observation') return nothing
  const { valueString, valueCodeableConcept, valueQuantity, component } = resource as Observation
  if (valueQuantity) return ofQuantity(valueQuantity)
  const parts = (component ?? []).flatMap((one) => (one.valueQuantity ? [ofQuantity(one.valueQuantity)] : []))
  if (parts.length > 0) return { value: parts.map((one) => one.value).join('/'), unit: parts[0]?.unit }
  return { value: valueString ?? valueCodeableConcept?.text ?? '', unit: undefined }
}

function ofQuantity({ comparator, value, unit, code }: Quantity): ShownValue {
  return { value: [comparator, lexemeOf(value)].filter(Boolean).join(' '), unit: unit ?? code }
}
