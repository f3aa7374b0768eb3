import type { Observation } from '@medplum/fhirtypes'
import { numberOf } from './decimal.ts'
import { cs } from './systems.ts'

/** An examination in labour, and a birth with its newborn: Observations of the mother's stay. */
export const labourCodes = { examination: `${cs.labour}|examination`, birth: `${cs.labour}|birth` } as const

/** The parts of an examination in labour or of a birth, by their code. */
export function labourParts({
  component = [],
}: Pick<Observation, 'component'>): Readonly<Record<string, number | string>> {
  return Object.fromEntries(
    component.flatMap((part) => {
      const key = part.code?.coding?.find(({ system }) => system === cs.labour)?.code
      const value = part.valueString ?? numberOf(part.valueQuantity?.value)
      return key && value !== undefined ? [[key, value] as const] : []
    }),
  )
}

/** A part with its unit in UCUM, or a letter or word. */
export function labourPart(code: string, value: number | string, unit?: string) {
  const coded = { code: { coding: [{ system: cs.labour, code }] } }
  if (typeof value === 'string') return { ...coded, valueString: value }
  return { ...coded, valueQuantity: { value, ...(unit ? { unit, system: cs.ucum, code: unit } : {}) } }
}
