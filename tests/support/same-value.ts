import { isDecimal, lexemeOf } from '#fhir/decimal.ts'

/** A resource in a form in which two are deeply equal when they have the same value: digits count, order of members does not. */
export function sameValue(value: unknown): unknown {
  if (typeof value === 'number' || isDecimal(value)) return { number: lexemeOf(value) }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sameValue)
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, sameValue(one)]))
}
