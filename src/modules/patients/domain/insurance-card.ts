import type { Day } from '#kernel/civil-date.ts'

/** A health-insurance (BHYT) card as far as it is known; cards printed since 2021 carry only `bhxh`. */
export interface InsuranceCard {
  /** 15 characters: object group, benefit level, province, social-insurance number. */
  readonly number?: string
  /** Ten digits of social insurance, the last part of the card number. */
  readonly bhxh: string
  readonly from?: Day
  readonly to?: Day
  /** Five-character code of the facility where the holder is registered. */
  readonly facility?: string
  /** From when the holder counts five years of insurance without a gap. */
  readonly fiveYearsFrom?: Day
}

const cardPattern = /^([A-Z]{2})([1-5])(\d{2})(\d{10})$/

/** Takes `GD 4 01 0000000101`, lower case, with dots or dashes; undefined when it is no card number. */
export function parseCardNumber(
  text: string,
): { readonly number: string; readonly bhxh: string; readonly group: string; readonly level: string } | undefined {
  const number = text.toUpperCase().replace(/[\s.-]/g, '')
  const parts = cardPattern.exec(number)
  if (!parts) return undefined
  return { number, group: parts[1] ?? '', level: parts[2] ?? '', bhxh: parts[4] ?? '' }
}

const shareByLevel: Readonly<Record<string, number>> = { '1': 100, '2': 100, '3': 95, '4': 80, '5': 100 }

/**
 * Per cent of the cost that the fund pays at the place of registration, by the third character of the card.
 * Printed for orientation; what is paid is settled by the insurance rules of the visit.
 *
 * @see Decision 1351/QĐ-BHXH 2015
 */
export function benefitShare(cardNumber: string | undefined): number | undefined {
  const level = cardNumber ? parseCardNumber(cardNumber)?.level : undefined
  return level ? shareByLevel[level] : undefined
}

export type CardValidity = 'valid' | 'expired' | 'notYet' | 'unknown'

/** Whether the printed dates cover a day. The dates are read from the card, not asked from the portal. */
export function validityOn(card: Pick<InsuranceCard, 'from' | 'to'>, day: Day): CardValidity {
  if (card.from && day < card.from) return 'notYet'
  if (card.to && day > card.to) return 'expired'
  return card.from || card.to ? 'valid' : 'unknown'
}
