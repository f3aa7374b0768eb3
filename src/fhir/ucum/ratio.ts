/** An exact fraction: factors between units are multiplied without loss before anything becomes a floating number. */
export interface Ratio {
  readonly over: bigint
  readonly under: bigint
}

export const one: Ratio = { over: 1n, under: 1n }

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

function reduced(over: bigint, under: bigint): Ratio {
  const divisor = greatestCommonDivisor(over, under)
  return { over: over / divisor, under: under / divisor }
}

export function multiply(a: Ratio, b: Ratio): Ratio {
  return reduced(a.over * b.over, a.under * b.under)
}

export function invert(a: Ratio): Ratio {
  return { over: a.under, under: a.over }
}

export function power(a: Ratio, exponent: number): Ratio {
  const size = BigInt(Math.abs(exponent))
  const raised = { over: a.over ** size, under: a.under ** size }
  return exponent < 0 ? invert(raised) : raised
}

/** Reads a decimal as the table writes it: `6.0221367`, `1e-3`, `980665e-5`. */
export function ratioOf(decimal: string): Ratio {
  const [mantissa = '', exponent = '0'] = decimal.split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const shift = Number(exponent) - fraction.length
  const digits = BigInt(whole + fraction)
  return shift >= 0 ? reduced(digits * 10n ** BigInt(shift), 1n) : reduced(digits, 10n ** BigInt(-shift))
}

export interface Factor {
  readonly times: number
  readonly by: number
}

/** The fraction as two floating numbers: one multiplication and one division keep 1.1 mg = 0.0011 g exact. */
export function factorOf(ratio: Ratio): Factor {
  const bits = Math.max(ratio.over.toString(2).length, ratio.under.toString(2).length)
  const drop = BigInt(Math.max(0, bits - 1000))
  const times = Number(ratio.over >> drop)
  const by = Number(ratio.under >> drop)
  return times < 1e100 && by < 1e100 ? { times, by } : { times: times / by, by: 1 }
}
