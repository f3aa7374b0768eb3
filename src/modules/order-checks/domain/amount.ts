/** What one unit or one mL of a drug holds of an ingredient. */
export interface Amount {
  readonly unit: 'mg' | 'IU'
  readonly perUnit: number | undefined
  readonly perMl: number | undefined
}

const masses: Readonly<Record<string, number>> = { g: 1000, mg: 1, µg: 0.001, μg: 0.001, mcg: 0.001 }
const part = /^([\d.,]+)\s*(g|mg|µg|μg|mcg|IU|UI|%)/i

const number = (text: string) => Number(text.replace(/\.(?=\d{3}\b)/g, '').replace(',', '.'))

interface Pack {
  /** mL that the amounts are in; undefined when they are of one unit. */
  readonly perMl: number | undefined
  /** mL of a whole bottle or ampoule. */
  readonly packMl: string | undefined
}

function packOf(per: string, pack: string): Pack {
  const volume = /^([\d.,]*)\s*ml/i.exec(per.trim())
  const perMl = volume ? (volume[1] ? number(volume[1]) : 1) : undefined
  return { perMl, packMl: /([\d.,]+)\s*ml/i.exec(pack)?.[1] }
}

function amountOf(text: string, { perMl, packMl }: Pack): Amount | undefined {
  const found = part.exec(text.trim())
  const value = number(found?.[1] ?? '')
  if (!found || Number.isNaN(value)) return undefined
  const written = (found[2] ?? '').toLowerCase()
  if (written === '%') return ofConcentration(value * 10, packMl)
  const unit = written === 'iu' || written === 'ui' ? 'IU' : 'mg'
  const amount = value * (unit === 'IU' ? 1 : (masses[written] ?? 0))
  if (perMl === undefined) return { unit, perUnit: amount, perMl: undefined }
  const each = amount / perMl
  return { unit, perMl: each, perUnit: packMl ? each * number(packMl) : amount }
}

/** `80 mg/2 ml`, `100 mg/5 ml, 60 ml`, `10 mg/ml`, `0,9%, 500 ml`, `160 µg + 4,5 µg/liều, 60 liều`. */
export function amountsOf(strength: string): (Amount | undefined)[] {
  const [concentration = '', pack = ''] = strength.split(/,\s+(?=\d)/)
  const [sum = '', per = ''] = concentration.split('/')
  const packed = packOf(per, pack)
  return sum.split('+').map((text) => amountOf(text, packed))
}

function ofConcentration(mgPerMl: number, packMl: string | undefined): Amount {
  return { unit: 'mg', perMl: mgPerMl, perUnit: packMl ? mgPerMl * number(packMl) : undefined }
}

/** What a dose holds of an ingredient, in mg or IU; undefined when the strength does not tell. */
export function doseAmount(
  amount: Amount | undefined,
  dose: number,
  doseUnit: string | undefined,
): { readonly value: number; readonly unit: 'mg' | 'IU' } | undefined {
  const unit = doseUnit?.trim().toLowerCase()
  if (unit && masses[unit] !== undefined) return { value: dose * (masses[unit] ?? 0), unit: 'mg' }
  if (unit === 'iu' || unit === 'ui' || unit === 'đơn vị') return { value: dose, unit: 'IU' }
  if (!amount) return undefined
  const each = unit === 'ml' ? amount.perMl : unit ? undefined : amount.perUnit
  return each === undefined ? undefined : { value: dose * each, unit: amount.unit }
}
