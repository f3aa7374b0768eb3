import type { Range } from './date-range.ts'

const pattern = /^([+-]?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/

/**
 * The values a number means by its digits: 100 is 99.5 up to, not with, 100.5; 100.00 is 99.995 up to 100.005.
 * The bounds are made of digits, not of sums, so that a stored 5.35 meets the bound of 5.4.
 * @see http://hl7.org/fhir/R4/search.html#number
 */
export function numberRange(text: string): (Range & { readonly exact: number }) | undefined {
  const parts = pattern.exec(text)
  if (!parts) return undefined
  const [, sign, whole = '0', fraction = '', exponent = '0'] = parts
  const exact = Number(text)
  if (!Number.isFinite(exact)) return undefined
  const digits = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n) * 10n
  const power = Number(exponent) - fraction.length - 1
  const lo = Number(`${digits - 5n}e${power}`)
  const hi = Number(`${digits + 5n}e${power}`)
  return { lo, hi: below(hi), exact }
}

const bits = new DataView(new ArrayBuffer(8))

/** The greatest double that is less than a number. */
export function below(value: number): number {
  if (value === 0) return -Number.MIN_VALUE
  bits.setFloat64(0, value)
  bits.setBigInt64(0, bits.getBigInt64(0) + (value > 0 ? -1n : 1n))
  return bits.getFloat64(0)
}
