import type { Day } from '#kernel/civil-date.ts'

export type Sex = 'male' | 'female'

/**
 * What the digits of a personal identification number say: the fourth is sex and century (0 and 1 the
 * 1900s, 2 and 3 the 2000s, and so on; even male, odd female), the next two the year of birth.
 * There is no check digit. After a correction of sex or birth year an old number may stay in use.
 *
 * @see Decree 137/2015/NĐ-CP art. 13; Circular 59/2021/TT-BCA
 */
export function digitsSay(number: string): { readonly sex: Sex; readonly birthYear: number } | undefined {
  if (!/^\d{12}$/.test(number)) return undefined
  const sign = Number(number[3])
  return {
    sex: sign % 2 === 0 ? 'male' : 'female',
    birthYear: 1900 + 100 * Math.floor(sign / 2) + Number(number.slice(4, 6)),
  }
}

export type NumberWarning = 'sexMismatch' | 'birthYearMismatch'

/** Where the number and the card differ. Soft: a person decides, nothing is refused. */
export function compareWithDigits(
  number: string,
  sex: Sex | undefined,
  birth: Day | string | undefined,
): readonly NumberWarning[] {
  const said = digitsSay(number)
  if (!said) return []
  const warnings: NumberWarning[] = []
  if (sex && sex !== said.sex) warnings.push('sexMismatch')
  if (birth && Number(birth.slice(0, 4)) !== said.birthYear) warnings.push('birthYearMismatch')
  return warnings
}

/** `099185004316` as people read it: `099 185 004 316`; an MRN of ten digits as `0260 211 904`. */
export function groupDigits(number: string): string {
  if (/^\d{12}$/.test(number)) return number.replace(/(\d{3})(?=\d)/g, '$1 ')
  if (/^\d{10}$/.test(number)) return `${number.slice(0, 4)} ${number.slice(4, 7)} ${number.slice(7)}`
  return number
}
