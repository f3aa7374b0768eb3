import type { Observation } from '@medplum/fhirtypes'
import { lexemeOf } from '#fhir/decimal.ts'
import { cs } from '#fhir/systems.ts'
import type { ResultView } from './contract.ts'

/** Statuses a doctor may read: a preliminary value belongs to the laboratory until it is released. */
export const releasedStatuses: ReadonlySet<string> = new Set(['final', 'amended', 'corrected'])

function valueParts(result: Observation): Pick<ResultView, 'value' | 'unit' | 'text'> {
  const value = lexemeOf(result.valueQuantity?.value)
  const comparator = result.valueQuantity?.comparator ?? ''
  const unit = result.valueQuantity?.unit
  if (value !== undefined) return { value: `${comparator}${value}`, ...(unit ? { unit } : {}) }
  const concept = result.valueCodeableConcept
  const text = result.valueString ?? concept?.text ?? concept?.coding?.[0]?.display
  return text ? { text } : {}
}

function rangeText(result: Observation): string | undefined {
  const range = result.referenceRange?.[0]
  if (!range) return undefined
  if (range.text) return range.text
  const low = lexemeOf(range.low?.value)
  const high = lexemeOf(range.high?.value)
  if (low !== undefined && high !== undefined) return `${low} – ${high}`
  if (high !== undefined) return `≤ ${high}`
  return low === undefined ? undefined : `≥ ${low}`
}

/** A released result as screens show it. */
export function resultView(result: Observation, seenVersion: number | undefined): ResultView {
  const coding = result.code.coding ?? []
  const range = rangeText(result)
  const flag = result.interpretation?.[0]?.coding?.[0]?.code
  return {
    id: result.id ?? '',
    code: coding.find((one) => one.system === cs.lab)?.code ?? coding[0]?.code ?? '',
    name: result.code.text ?? coding[0]?.display ?? '',
    ...valueParts(result),
    ...(range ? { range } : {}),
    ...(flag ? { flag } : {}),
    status: result.status,
    ...(result.issued ? { issuedAt: result.issued } : {}),
    isNew: seenVersion === undefined || seenVersion < Number(result.meta?.versionId ?? 0),
  }
}
