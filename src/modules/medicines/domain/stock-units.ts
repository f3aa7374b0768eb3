/** Units of the same kind in their smallest: 1 g = 1,000,000 µg. */
const inSmallest: Readonly<Record<string, { readonly kind: string; readonly factor: number }>> = {
  µg: { kind: 'mass', factor: 1 },
  mcg: { kind: 'mass', factor: 1 },
  mg: { kind: 'mass', factor: 1000 },
  g: { kind: 'mass', factor: 1_000_000 },
  ml: { kind: 'volume', factor: 1 },
  l: { kind: 'volume', factor: 1000 },
  iu: { kind: 'units', factor: 1 },
  'đơn vị': { kind: 'units', factor: 1 },
}

const numberIn = (text: string) => Number(text.replace(/\.(?=\d{3}\b)/g, '').replace(',', '.'))

/** Amounts that a strength names: `40 mg/0,4 ml` is 40 mg and 0.4 mL; `100 IU/ml, 3 ml` is 300 IU and 3 mL. */
export function amountsIn(strength: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  if (strength.includes('+')) return found
  const parts = [...strength.matchAll(/(\/)?\s*(\d[\d.,]*)?\s*(µg|mcg|mg|g|ml|l|iu)\b/gi)]
  const amount = (text: string | undefined, factor: number) => (text === undefined ? 1 : numberIn(text)) * factor
  const per = parts.find((one) => one[1] === '/')
  for (const part of parts) {
    const unit = inSmallest[(part[3] ?? '').toLowerCase()]
    if (unit && part !== per) found.set(unit.kind, amount(part[2], unit.factor))
  }
  return perPack(found, per)
}

function perPack(found: Map<string, number>, per: RegExpExecArray | undefined): ReadonlyMap<string, number> {
  const unit = inSmallest[(per?.[3] ?? '').toLowerCase()]
  if (!per || !unit) return found
  const one = (per[2] === undefined ? 1 : numberIn(per[2])) * unit.factor
  const pack = found.get(unit.kind)
  // A concentration alone does not say how much is in the pack.
  if (pack === undefined && per[2] === undefined) return new Map()
  if (pack === undefined) return found.set(unit.kind, one)
  for (const [kind, amount] of found) if (kind !== unit.kind) found.set(kind, (amount / one) * pack)
  return found
}

/**
 * How many of what is counted in stock a dose takes; undefined when the strength does not say.
 *
 * @param unit what is counted: viên, ống
 */
export function stockUnits(
  dose: number,
  doseUnit: string | undefined,
  unit: string,
  strength: string,
): number | undefined {
  if (doseUnit === undefined || doseUnit === unit) return dose
  const asked = inSmallest[doseUnit.toLowerCase()]
  const held = asked && amountsIn(strength).get(asked.kind)
  if (!asked || !held) return undefined
  return Math.round(((dose * asked.factor) / held) * 10_000) / 10_000
}
