import type { Address, ContactPoint, Extension, Identifier, Patient } from '@medplum/fhirtypes'
import { ext, sid } from '#fhir/systems.ts'
import type { Day } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { AddressForm, PatientForm } from './contract.ts'
import { parseCardNumber } from './domain/insurance-card.ts'
import { addressText } from './domain/patient-facts.ts'
import { splitName } from './domain/person-name.ts'
import { tidyPhone } from './domain/phone-number.ts'

interface Known {
  readonly id: string
  readonly mrn: string
  readonly today: Day
  /** The stored version; its former numbers, names and addresses are kept. */
  readonly before?: Patient
}

/** The Patient resource of a form. What changed stays beside the new value, marked `old` and ended today. */
export function buildPatient(form: PatientForm, known: Known): Patient {
  const { today } = known
  const { extension, telecom, ...before } = known.before ?? ({} as Partial<Patient>)
  const extended = extensions(form, extension)
  const reached = telecoms(form, telecom, today)
  return {
    ...before,
    resourceType: 'Patient',
    id: known.id,
    active: before.active ?? true,
    identifier: withHistory(
      before.identifier,
      identifiers(form, known.mrn),
      (one) => `${one.system}|${one.value}`,
      today,
      ownSystems,
    ),
    name: withHistory(
      before.name,
      [{ use: 'official' as const, ...mutableName(form.name) }],
      (one) => one.text ?? '',
      today,
    ),
    gender: form.sex,
    ...present({
      birthDate: form.birthDate,
      telecom: reached.length > 0 ? reached : undefined,
      address: form.address
        ? withHistory(before.address, [address(form.address)], (one) => addressText(one) ?? '', today)
        : before.address,
      contact: form.contact ? [contact(form.contact)] : before.contact,
      extension: extended.length > 0 ? extended : undefined,
    }),
  }
}

/** Other ways to reach the person (mail, other systems' entries) stay. */
function telecoms(form: PatientForm, before: ContactPoint[] | undefined, today: Day): ContactPoint[] {
  const phone = form.phone?.trim()
  const now: ContactPoint[] = phone ? [{ system: 'phone', use: 'mobile', value: tidyPhone(phone) ?? phone }] : []
  return withHistory(before, now, (one) => `${one.system}|${one.value}`, today, new Set(['phone']))
}

const ownSystems = new Set<string>([sid.mrn, sid.cccd, sid.oldIdCard, sid.passport, sid.bhyt])

function mutableName(text: string) {
  const { given, ...rest } = splitName(text)
  return { ...rest, ...(given.length > 0 ? { given: [...given] } : {}) }
}

function identifiers(form: PatientForm, mrn: string): Identifier[] {
  const card = form.insurance
    ? (parseCardNumber(form.insurance.number)?.number ?? form.insurance.number)
    : undefined
  const rows: readonly [string, string | undefined][] = [
    [sid.mrn, mrn],
    [sid.cccd, form.cccd],
    [sid.oldIdCard, form.oldIdCard],
    [sid.passport, form.passport?.toUpperCase()],
    [sid.bhyt, card],
  ]
  return rows.flatMap(([system, value]) =>
    value ? [{ use: system === sid.mrn ? ('usual' as const) : ('official' as const), system, value }] : [],
  )
}

interface Dated {
  use?: string | undefined
  system?: string | undefined
  period?: { end?: string | undefined } | undefined
}

/** New values first, then what was valid before and is no more, ended today; already ended entries stay as they are. */
function withHistory<T extends object>(
  before: T[] | undefined,
  now: T[],
  key: (one: T) => string,
  today: Day,
  systems?: ReadonlySet<string>,
): T[] {
  const kept = (before ?? []).flatMap((one): T[] => {
    const dated = one as Dated
    if (systems && !systems.has(dated.system ?? '')) return [one]
    if (now.some((other) => key(other) === key(one))) return []
    return dated.use === 'old' ? [one] : [{ ...one, use: 'old', period: { ...dated.period, end: today } }]
  })
  return [...now, ...kept]
}

function address(form: AddressForm): Address {
  const text = [form.line, form.ward, form.province]
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(', ')
  const codes: Extension[] = [
    ...(form.wardCode ? [{ url: ext.ward, valueCode: form.wardCode }] : []),
    ...(form.provinceCode ? [{ url: ext.province, valueCode: form.provinceCode }] : []),
  ]
  return {
    use: 'home',
    ...(text ? { text } : {}),
    ...(form.line ? { line: [form.line.trim()] } : {}),
    ...(form.ward ? { city: form.ward } : {}),
    ...(form.province ? { state: form.province } : {}),
    country: 'VN',
    ...(codes.length > 0 ? { extension: codes } : {}),
  }
}

function contact(form: NonNullable<PatientForm['contact']>) {
  return {
    name: { text: form.name },
    ...(form.relation ? { relationship: [{ text: form.relation }] } : {}),
    ...(form.phone ? { telecom: [{ system: 'phone' as const, value: tidyPhone(form.phone) ?? form.phone }] } : {}),
  }
}

function extensions(form: PatientForm, before: readonly Extension[] | undefined): Extension[] {
  const own: readonly string[] = [ext.ethnicity, ext.occupation, ext.workplace, ext.noIdentity, ext.nationality]
  const code = (url: string, valueCode: string | undefined): Extension[] => (valueCode ? [{ url, valueCode }] : [])
  const nationality = form.nationality
    ? [
        {
          url: ext.nationality,
          extension: [
            {
              url: 'code',
              valueCodeableConcept: { coding: [{ system: 'urn:iso:std:iso:3166', code: form.nationality }] },
            },
          ],
        },
      ]
    : []
  return [
    ...(before ?? []).filter((one) => !own.includes(one.url ?? '')),
    ...code(ext.ethnicity, form.ethnicity),
    ...code(ext.occupation, form.occupation),
    ...code(ext.noIdentity, form.cccd ? undefined : form.noIdentity),
    ...(form.workplace ? [{ url: ext.workplace, valueString: form.workplace }] : []),
    ...nationality,
  ]
}
