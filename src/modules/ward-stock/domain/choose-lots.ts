/** What is held of a lot, in ten-thousandths of the unit so that sums are exact. */
export interface HeldLot {
  readonly lot: string
  readonly expiresOn: string | null
  readonly units: bigint
}

export interface Taken {
  readonly lot: string
  readonly expiresOn: string | null
  readonly units: bigint
}

const factor = 10_000n

/** `1.5` in ten-thousandths; what has more digits than four is rounded half up. */
export function unitsOf(text: string | number): bigint {
  const [, sign = '', whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plain(text)) ?? []
  const padded = part.padEnd(5, '0')
  const units = BigInt(whole) * factor + BigInt(padded.slice(0, 4)) + (Number(padded[4]) >= 5 ? 1n : 0n)
  return sign === '-' ? -units : units
}

const plain = (text: string | number) =>
  typeof text === 'number' ? text.toFixed(6) : text.trim().replace(',', '.')

/** Ten-thousandths as they are written: without zeros at the end. */
export function textOf(units: bigint): string {
  const [sign, left] = units < 0n ? ['-', -units] : ['', units]
  const part = String(left % factor)
    .padStart(4, '0')
    .replace(/0+$/, '')
  return `${sign}${left / factor}${part ? `.${part}` : ''}`
}

/**
 * Takes an amount from lots: the one that was asked for first, then what expires first; expired ones never. What no lot
 * holds is left over.
 */
export function chooseLots(
  held: readonly HeldLot[],
  asked: bigint,
  today: string,
  lot?: string,
): { readonly taken: readonly Taken[]; readonly missing: bigint } {
  const usable = held
    .filter((one) => one.units > 0n && (one.expiresOn === null || one.expiresOn >= today))
    .sort((a, b) => order(a, lot).localeCompare(order(b, lot)))
  const taken: Taken[] = []
  let missing = asked
  for (const one of usable) {
    if (missing === 0n) break
    const whole = one.units <= missing
    const units = whole ? one.units : missing
    taken.push({ lot: one.lot, expiresOn: one.expiresOn, units })
    missing -= units
  }
  return { taken, missing }
}

const order = (one: HeldLot, lot: string | undefined) =>
  `${one.lot === lot ? '0' : '1'} ${one.expiresOn ?? '9999-12-31'} ${one.lot}`
