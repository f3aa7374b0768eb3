import { completedMonths, type Day } from '#kernel/civil-date.ts'

/** Children below it need their age in months, weight and companion on the prescription. */
export const youngChildMonths = 72

export type YoungChildNeed = 'weight' | 'companion'

/** Age in completed months when the patient is below 72 months; undefined when older or the birth day is unknown. */
export function youngChildAge(birthDate: string | undefined, on: Day): number | undefined {
  if (!birthDate) return undefined
  const months = completedMonths(latestBirthday(birthDate), on)
  return months < youngChildMonths ? Math.max(0, months) : undefined
}

/** A year or a month alone is taken at its end: the youngest the child can be, so that the weight is asked. */
function latestBirthday(birthDate: string): Day {
  if (birthDate.length === 4) return `${birthDate}-12-31`
  if (birthDate.length > 7) return birthDate.slice(0, 10)
  const [year = 0, month = 0] = birthDate.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

/**
 * What a prescription for a child below 72 months still lacks.
 * @see Circular 26/2025/TT-BYT art. 6 para. 3: age in months, weight, name of who brings the child
 */
export function missingForYoungChild(
  months: number | undefined,
  given: { readonly weightKg?: number | undefined; readonly companion?: string | undefined },
): YoungChildNeed[] {
  if (months === undefined) return []
  const missing: YoungChildNeed[] = []
  if (!given.weightKg || given.weightKg <= 0) missing.push('weight')
  if (!given.companion?.trim()) missing.push('companion')
  return missing
}
