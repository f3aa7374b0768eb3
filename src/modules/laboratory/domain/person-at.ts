import { completedYears, type Day, daysBetween } from '#kernel/civil-date.ts'

export type LaboratorySex = 'female' | 'male'

/** The patient as the laboratory must see them: sex and age on the day the sample was taken. */
export interface PersonAt {
  readonly sex: LaboratorySex | undefined
  /** Undefined when only a year is known: a range by age may then be wrong by a year and is taken by year. */
  readonly ageDays: number | undefined
  readonly ageYears: number | undefined
}

/** Sex and age at collection. A birth date known by year or month only counts from its middle. */
export function personAt(
  patient: { readonly gender?: string | undefined; readonly birthDate?: string | undefined },
  on: Day,
): PersonAt {
  const sex = patient.gender === 'female' || patient.gender === 'male' ? patient.gender : undefined
  const born = patient.birthDate && middleOf(patient.birthDate)
  if (!born || born > on) return { sex, ageDays: undefined, ageYears: undefined }
  return { sex, ageDays: daysBetween(born, on), ageYears: completedYears(born, on) }
}

function middleOf(birthDate: string): Day {
  if (birthDate.length === 4) return `${birthDate}-07-01`
  if (birthDate.length === 7) return `${birthDate}-15`
  return birthDate.slice(0, 10)
}
