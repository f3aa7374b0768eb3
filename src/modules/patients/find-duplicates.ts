import { fold } from '#kernel/fold.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import type { Duplicate, FoundPatient, PatientForm } from './contract.ts'
import { type Comparable, type Likeness, likeness, worthALook } from './domain/duplicates.ts'
import { parseCardNumber } from './domain/insurance-card.ts'
import { tidyPhone } from './domain/phone-number.ts'
import { foundPatient } from './found-patient.ts'
import { findAllIndexed, findIndexed, findLookAlikes } from './repository.ts'
import type { PatientIndexTable } from './tables.ts'

/** Numbers of a form as the search table writes them. */
export function numbersOf(form: Partial<PatientForm>): readonly string[] {
  const card = form.insurance?.number.replace(/[^A-Za-z0-9]/g, '')
  const bhxh = card ? (parseCardNumber(card)?.bhxh ?? card) : undefined
  return [form.cccd, form.oldIdCard, form.passport, bhxh]
    .filter((number) => number !== undefined && number !== '')
    .map((number) => String(number).toLowerCase())
}

export interface LookAlike extends Likeness {
  readonly row: PatientIndexTable
}

/** Entries that may be this person, likeliest first. */
export async function lookAlikes(ctx: Context, given: Comparable): Promise<readonly LookAlike[]> {
  const rows = await findLookAlikes(ctx, {
    numbers: given.numbers,
    ...present({
      folded: given.name ? fold(given.name) : undefined,
      birthDate: given.birthDate,
      phone: given.phone,
    }),
  })
  return rows
    .map((row) => ({ row, ...likeness(given, comparable(row)) }))
    .filter((found) => found.score >= worthALook)
    .sort((a, b) => b.score - a.score)
    .slice(0, 10)
}

/** Entries that may be the person of a form, likeliest first, each with its reasons. */
export async function findDuplicates(ctx: Context, form: Partial<PatientForm>): Promise<readonly Duplicate[]> {
  const phone = form.phone ? tidyPhone(form.phone) : undefined
  const found = await lookAlikes(ctx, {
    numbers: numbersOf(form),
    ...present({ name: form.name, birthDate: form.birthDate, sex: form.sex, phone }),
  })
  return found.map(({ row, score, reasons }) => ({
    patient: foundPatient(ctx, row),
    score,
    reasons: [...reasons],
  }))
}

/** Other entries in use that may be the person of an entry. The telephone counts as such, not as a number of papers. */
export async function duplicatesOf(ctx: Context, patientId: string): Promise<readonly Duplicate[]> {
  const row = await findIndexed(ctx, patientId)
  if (!row) return []
  const given = comparable(row)
  const phone = given.phone?.replace(/\D/g, '')
  const found = await lookAlikes(ctx, { ...given, numbers: given.numbers.filter((number) => number !== phone) })
  return found
    .filter(({ row: other }) => other.active && other.patient_id !== patientId)
    .map(({ row: other, score, reasons }) => ({
      patient: foundPatient(ctx, other),
      score,
      reasons: [...reasons],
    }))
}

/** Entries by id, also those out of use, for lists that name patients. */
export async function patientsById(
  ctx: Context,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FoundPatient>> {
  const rows = await findAllIndexed(ctx, [...new Set(ids)])
  return new Map(rows.map((row) => [row.patient_id, foundPatient(ctx, row)]))
}

function comparable(row: PatientIndexTable) {
  return {
    numbers: row.numbers.split(' ').filter(Boolean),
    name: row.name,
    sex: row.sex,
    ...present({ birthDate: row.birth_date ?? undefined, phone: row.phone ?? undefined }),
  }
}
