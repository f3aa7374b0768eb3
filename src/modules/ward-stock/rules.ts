import { readFileSync } from 'node:fs'

type Policy = 'debt' | 'refuse'
interface Edition {
  readonly validFrom: string
  readonly belowZero: { readonly usual: Policy; readonly controlled: Policy }
  readonly expiryWarningDays: number
  readonly secondPersonMinutes: number
}

const editions = (
  JSON.parse(readFileSync(new URL('../../../data/rules/ward-stock.json', import.meta.url), 'utf8')) as {
    readonly editions: readonly Edition[]
  }
).editions

/** data/rules/ward-stock.json as it stood on a day. */
export function stockRules(day: string): Edition {
  const found = editions.findLast((one) => one.validFrom <= day) ?? editions[0]
  if (!found) throw new Error('data/rules/ward-stock.json has no edition')
  return found
}
