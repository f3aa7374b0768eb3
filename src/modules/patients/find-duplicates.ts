import { fold } from '#kernel/fold.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import type { Duplicate, PatientForm } from './contract.ts'
import { likeness, worthALook } from './domain/duplicates.ts'
import { parseCardNumber } from './domain/insurance-card.ts'
import { tidyPhone } from './domain/phone-number.ts'
import { foundPatient } from './found-patient.ts'
import { findLookAlikes } from './repository.ts'
import type { PatientIndexTable } from './tables.ts'

/** Numbers of a form as the search table writes them. */
export function numbersOf(form: Partial<PatientForm>): readonly string[] {
  const card = form.insurance?.number.replace(/[^A-Za-z0-9]/g, '')
  const bhxh = card ? (parseCardNumber(card)?.bhxh ?? card) : undefined
  return [form.cccd, form.oldIdCard, form.passport, bhxh]
    .filter((number) => number !== undefined && number !== '')
    .map((number) => String(number).toLowerCase())
}

/** Entries that may be the same person, likeliest first, each with its reasons. */
export async function findDuplicates(ctx: Context, form: Partial<PatientForm>): Promise<readonly Duplicate[]> {
  const numbers = numbersOf(form)
  const phone = form.phone ? tidyPhone(form.phone) : undefined
  const rows = await findLookAlikes(ctx, {
    numbers,
    ...present({ folded: form.name ? fold(form.name) : undefined, birthDate: form.birthDate, phone }),
  })
  const given = { numbers, ...present({ name: form.name, birthDate: form.birthDate, sex: form.sex, phone }) }
  return rows
    .map((row) => ({ patient: foundPatient(ctx, row), ...likeness(given, comparable(row)) }))
    .filter((found) => found.score >= worthALook)
    .sort((a, b) => b.score - a.score)
    .slice(0, 10)
    .map((found) => ({ ...found, reasons: [...found.reasons] }))
}

function comparable(row: PatientIndexTable) {
  return {
    numbers: row.numbers.split(' ').filter(Boolean),
    name: row.name,
    sex: row.sex,
    ...present({ birthDate: row.birth_date ?? undefined, phone: row.phone ?? undefined }),
  }
}
