import { completedMonths, completedYears, type Day, daysBetween } from '#kernel/civil-date.ts'

export interface Age {
  readonly count: number
  readonly unit: 'day' | 'month' | 'year'
}

/**
 * The age as it is said at the bedside: in days under 28 days or one month, in months under 36 months, then in years.
 * Of a birth date known only by year or month, the years are counted from its first day.
 */
export function ageOn(birthDate: string, day: Day): Age | undefined {
  const exact = birthDate.length === 10
  const from = `${birthDate}-01-01`.slice(0, 10)
  const born = exact ? birthDate : birthDate.length === 7 ? `${birthDate}-01` : from
  if (born > day) return undefined
  if (!exact) return { count: completedYears(born, day), unit: 'year' }
  const days = daysBetween(born, day)
  const months = completedMonths(born, day)
  if (days < 28 || months === 0) return { count: days, unit: 'day' }
  return months < 36 ? { count: months, unit: 'month' } : { count: completedYears(born, day), unit: 'year' }
}

const words = {
  vi: { day: 'ngày', month: 'tháng', year: 'tuổi' },
  en: { day: 'days', month: 'months', year: 'years' },
} as const

export function ageText(birthDate: string | undefined, day: Day, language: 'vi' | 'en'): string | undefined {
  const age = birthDate ? ageOn(birthDate, day) : undefined
  return age ? `${age.count} ${words[language][age.unit]}` : undefined
}
