import type { Range } from './date-range.ts'

/**
 * The values a number means by its digits: 100 is 99.5 to 100.5, 100.00 is 99.995 to 100.005.
 * @see http://hl7.org/fhir/R4/search.html#number
 */
export function numberRange(text: string): (Range & { readonly exact: number }) | undefined {
  const parts = /^[+-]?\d+(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!parts) return undefined
  const exact = Number(text)
  if (!Number.isFinite(exact)) return undefined
  const half = 0.5 * 10 ** (Number(parts[2] ?? 0) - (parts[1]?.length ?? 0))
  return { lo: exact - half, hi: exact + half, exact }
}
