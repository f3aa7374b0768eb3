import type { Condition, Patient } from '@medplum/fhirtypes'
import { cs, ext, sid } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { ageText } from '#modules/patients/index.ts'
import { barcodeSvg } from '#platform/typst/symbols.ts'
import type { VisitSources } from './sources.ts'
import * as words from './words.ts'

const sexes: Readonly<Record<string, string>> = { male: 'Nam', female: 'Nữ', other: 'Khác' }

const identifier = (patient: Patient, ...systems: readonly string[]): string | null =>
  systems
    .map((system) => patient.identifier?.find((one) => one.system === system)?.value)
    .find((value) => value) ?? null

/** Name of a coded extension, as it was stored with its code. */
function coded(patient: Patient, url: string): string | null {
  const found = patient.extension?.find((one) => one.url === url)
  const concept = found?.valueCodeableConcept
  return (
    found?.valueString ?? found?.valueCoding?.display ?? concept?.text ?? concept?.coding?.[0]?.display ?? null
  )
}

export interface CodeNames {
  occupation(code: string): string | undefined
  ethnicity(code: string): string | undefined
}

function named(patient: Patient, url: string, name: (code: string) => string | undefined): string | null {
  const code = patient.extension?.find((one) => one.url === url)?.valueCode
  return (code && name(code)) || coded(patient, url)
}

const countries = new Intl.DisplayNames(['vi'], { type: 'region' })

/** The name of a country; its code where that is no code of ISO 3166-1. */
function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code
}

function nationality(patient: Patient): string | null {
  const parts = patient.extension?.find((one) => one.url === ext.nationality)?.extension
  const concept = parts?.find((one) => one.url === 'code')?.valueCodeableConcept
  const code = concept?.coding?.[0]?.code
  return concept?.text ?? (code ? countryName(code) : coded(patient, ext.nationality))
}

export function patientModel(sources: VisitSources, names: CodeNames) {
  const { patient, encounter } = sources
  const on = dayInVietnam(new Date(encounter.period?.start ?? Date.now()))
  const name = patient.name?.find((one) => one.use !== 'old')?.text ?? ''
  return {
    name,
    mrn: identifier(patient, sid.mrn) ?? patient.id,
    birthDay: words.day(patient.birthDate) ?? '',
    age: ageText(patient.birthDate, on, 'vi')?.replace(/ tuổi$/, '') ?? null,
    sex: sexes[patient.gender ?? ''] ?? null,
    occupation: named(patient, ext.occupation, names.occupation),
    ethnicity: named(patient, ext.ethnicity, names.ethnicity),
    nationality: nationality(patient),
    identityNumber: identifier(patient, sid.cccd, sid.passport),
    address: patient.address?.find((one) => one.use !== 'old')?.text ?? null,
    workplace: coded(patient, ext.workplace),
    phone: patient.telecom?.find((one) => one.system === 'phone')?.value ?? null,
    child: null as { months: string; weight: string | null; companion: string | null } | null,
  }
}

function facilityModel({ facility }: VisitSources) {
  return {
    authority:
      facility?.extension?.find((one) => one.url === 'urn:lanong:ext:governing-body')?.valueString ?? 'Sở Y tế',
    name: facility?.name ?? '',
    address: facility?.address?.[0]?.text ?? '',
    phone: facility?.telecom?.find((one) => one.system === 'phone')?.value ?? '',
  }
}

function payerModel({ coverage, encounter }: VisitSources) {
  const payer = encounter.extension?.find((one) => one.url === ext.payer)?.valueCode
  const insured = payer ? payer === 'bhyt' : coverage !== undefined
  return {
    class: insured ? '1. BHYT' : '2. Thu phí',
    card: insured ? (coverage?.subscriberId ?? null) : null,
    validTo: insured ? words.day(coverage?.period?.end) : null,
  }
}

function contactModel({ patient }: VisitSources) {
  const contact = patient.contact?.[0]
  const relation = contact?.relationship?.[0]?.text
  const who = contact?.name?.text && `${contact.name.text}${relation ? ` (${relation})` : ''}`
  return {
    text: [who, contact?.address?.text].filter(Boolean).join(', ') || null,
    phone: contact?.telecom?.find((one) => one.system === 'phone')?.value ?? null,
  }
}

/** `I10 Tăng huyết áp vô căn (nguyên phát)` */
export function diagnosisText(condition: Condition): string {
  const coding = condition.code?.coding?.find((one) => one.system === cs.icd10)
  return [coding?.code, condition.code?.text ?? coding?.display].filter(Boolean).join(' ')
}

/** Diagnoses of the visit by their role in it, main one first. */
export function diagnosesModel({ encounter, conditions }: VisitSources) {
  const byId = new Map(conditions.map((one) => [`Condition/${one.id}`, one]))
  const entries = (encounter.diagnosis ?? [])
    .map((one) => ({
      role: one.use?.coding?.[0]?.code,
      rank: one.rank ?? 99,
      condition: byId.get(one.condition?.reference ?? ''),
    }))
    .filter((one) => one.condition && one.condition.verificationStatus?.coding?.[0]?.code !== 'entered-in-error')
    .sort((a, b) => a.rank - b.rank)
    .map((one) => ({ ...one, text: one.condition ? diagnosisText(one.condition) : '' }))
  const initial = entries.filter((one) => one.role === 'AD')
  const last = entries.filter((one) => one.role !== 'AD')
  const texts = (last.length > 0 ? last : initial).map((one) => one.text)
  const unique = [...new Set(texts)]
  return {
    initial: (initial.length > 0 ? initial : last).map((one) => one.text).join('; ') || null,
    main: unique[0] ?? null,
    others: unique.slice(1).join('; ') || null,
    all: unique.join('; ') || null,
  }
}

/** What every form prints at its head and foot. */
export function sharedModel(sources: VisitSources, names: CodeNames, code: string, title: string) {
  const { encounter } = sources
  const number = encounter.identifier?.find((one) => one.system === sid.record)?.value ?? ''
  const archive = encounter.identifier?.find((one) => one.system === sid.archive)?.value ?? null
  return {
    form: code,
    documentTitle: `${code} ${title}`,
    facility: facilityModel(sources),
    department: (sources.department?.name ?? 'Khám bệnh').replace(/^Khoa /, ''),
    record: { number, archive },
    footNumber: `Số hồ sơ ${number}`,
    barcode: barcodeSvg(number || encounter.id),
    patient: patientModel(sources, names),
    payer: payerModel(sources),
    contact: contactModel(sources),
    diagnosis: diagnosesModel(sources),
    correction: null as { replaces: string; reason: string } | null,
  }
}
