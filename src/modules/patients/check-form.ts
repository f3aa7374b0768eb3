import { type Day, formatDay, isDay } from '#kernel/civil-date.ts'
import type { PatientForm } from './contract.ts'
import { compareWithDigits, type NumberWarning } from './domain/identity-number.ts'
import { parseCardNumber } from './domain/insurance-card.ts'
import { tidyName } from './domain/person-name.ts'

export type FormFault =
  | 'nameMissing'
  | 'birthDateInvalid'
  | 'birthDateInFuture'
  | 'birthDateTooOld'
  | 'insuranceNumberInvalid'
  | 'insuranceDates'

/** Nobody is known to have lived longer than 122 years; more is a slip of the keyboard. */
const mostYears = 130

/** What keeps a form from being saved. A missing personal number never does (Law on Examination and Treatment 2023, art. 72). */
export function checkForm(form: Partial<PatientForm>, today: Day): FormFault | undefined {
  if (!form.name?.trim() && !form.noIdentity) return 'nameMissing'
  if (!form.name?.trim() && (form.noIdentity === 'foreigner' || form.noIdentity === 'notBrought'))
    return 'nameMissing'
  if (form.birthDate && !isDay(`${form.birthDate}-01-01`.slice(0, 10))) return 'birthDateInvalid'
  if (form.birthDate && form.birthDate > today.slice(0, form.birthDate.length)) return 'birthDateInFuture'
  if (form.birthDate && Number(form.birthDate.slice(0, 4)) < Number(today.slice(0, 4)) - mostYears)
    return 'birthDateTooOld'
  const card = form.insurance
  if (card && !parseCardNumber(card.number) && !/^\d{10}$/.test(card.number.replace(/\s/g, '')))
    return 'insuranceNumberInvalid'
  if (card?.from && card.to && card.from > card.to) return 'insuranceDates'
  return undefined
}

/** What a person should look at, without stopping. */
export function formWarnings(form: Partial<PatientForm>): readonly NumberWarning[] {
  if (!form.cccd) return []
  const sex = form.sex === 'male' || form.sex === 'female' ? form.sex : undefined
  return compareWithDigits(form.cccd, sex, form.birthDate)
}

const sexWord = { male: 'nam', female: 'nữ', other: 'giới khác', unknown: 'chưa rõ giới' } as const

/** The form with a name: who has none gets one that nobody takes for a real one. */
export function withName(form: PatientForm, today: Day, clock: string): PatientForm {
  const name = tidyName(form.name)
  if (name) return { ...form, name }
  const when = `${formatDay(today)} ${clock}`
  return {
    ...form,
    name:
      form.noIdentity === 'newborn'
        ? `Trẻ sơ sinh ${sexWord[form.sex]} ${when}`
        : `Không rõ tên ${sexWord[form.sex]} ${when}`,
  }
}
