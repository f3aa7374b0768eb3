import type { Patient } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import { fold } from '#kernel/fold.ts'
import { addressText, currentAddress, mergedInto, mrnOf, nameOf, numberIn, phoneOf } from './patient-facts.ts'
import { initialsOf, plainWords, reversedOf } from './person-name.ts'

/** What the search table keeps of a patient. */
export interface IndexRow {
  readonly patient_id: string
  readonly mrn: string | null
  readonly name: string
  readonly folded: string
  readonly accented: string
  readonly reversed: string
  readonly initials: string
  readonly birth_date: string | null
  readonly birth_year: number | null
  readonly sex: string
  readonly cccd: string | null
  readonly bhyt: string | null
  readonly phone: string | null
  readonly numbers: string
  readonly address: string | null
  readonly active: boolean
  readonly merged_into: string | null
}

const personal: readonly string[] = [sid.mrn, sid.cccd, sid.bhyt, sid.oldIdCard, sid.passport]

/** Pure, so that the table can be made again from the store at any time. */
export function indexRow(patient: Patient, id: string): IndexRow {
  const name = nameOf(patient)
  const folded = plainWords(fold(name))
  const phone = phoneOf(patient)
  const into = mergedInto(patient)
  return {
    patient_id: id,
    mrn: mrnOf(patient) ?? null,
    name,
    folded: ` ${folded}`,
    accented: ` ${plainWords(name.normalize('NFC').toLocaleLowerCase('vi'))}`,
    reversed: reversedOf(name),
    initials: initialsOf(name),
    birth_date: patient.birthDate ?? null,
    birth_year: patient.birthDate ? Number(patient.birthDate.slice(0, 4)) : null,
    sex: patient.gender ?? 'unknown',
    cccd: numberIn(patient, sid.cccd) ?? null,
    bhyt: numberIn(patient, sid.bhyt) ?? null,
    phone: phone ?? null,
    numbers: allNumbers(patient, phone)
      .map((number) => ` ${number}`)
      .join(''),
    address: addressText(currentAddress(patient)) ?? null,
    active: patient.active !== false && into === undefined,
    merged_into: into ?? null,
  }
}

/** Former numbers too: a person still carries the old card. An insurance card counts with and without its prefix. */
function allNumbers(patient: Patient, phone: string | undefined): readonly string[] {
  const values = (patient.identifier ?? [])
    .filter((identifier) => identifier.value && personal.includes(identifier.system ?? ''))
    .map((identifier) => (identifier.value ?? '').toLowerCase().replace(/[^a-z0-9]/g, ''))
  const cards = values.filter((value) => /^[a-z]{2}\d{13}$/.test(value)).map((value) => value.slice(5))
  return [...new Set([...values, ...cards, ...(phone ? [phone.replace(/\D/g, '')] : [])])].filter(Boolean)
}
