import type { AllergyIntolerance, Organization, Patient, Practitioner, Procedure } from '@medplum/fhirtypes'
import { allergyNames, allergyStatus, noAllergyText } from '#fhir/allergy.ts'
import { ext, sid } from '#fhir/systems.ts'
import { completedYears, dayInVietnam, daysBetween, instantInVietnam } from '#kernel/civil-date.ts'
import { codeNames, sharedModel, type VisitSources } from '#modules/documents/index.ts'
import type { OrdersView } from '#modules/orders/index.ts'
import { addressParts } from './domain/address-parts.ts'

/** What the texts of a form are made from, beside the visit itself. */
export interface FactSources {
  readonly visit: VisitSources
  readonly orders: OrdersView
  /** `Amlodipin 5 mg, uống sáng 1 viên, 30 ngày`. */
  readonly drugs: readonly string[]
  readonly procedures: readonly Procedure[]
  readonly user: Practitioner | undefined
  readonly now: Date
}

type Facts = Readonly<Record<string, unknown>>

/** Without what is not known: an expression on it is empty then. */
function known(facts: Facts): Facts | undefined {
  const entries = Object.entries(facts).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

const codeIn = (patient: Patient, url: string) => patient.extension?.find((one) => one.url === url)?.valueCode

const sexCodes: Readonly<Record<string, string>> = { male: '1', female: '2' }

function patientFacts({ visit, now }: FactSources, model: ReturnType<typeof sharedModel>): Facts | undefined {
  const { patient, encounter } = visit
  const { child: _child, ...texts } = model.patient
  const address = patient.address?.find((one) => one.use !== 'old')
  const on = encounter.period?.start ? dayInVietnam(new Date(encounter.period.start)) : dayInVietnam(now)
  const born = patient.birthDate
  const nationality = patient.extension?.find((one) => one.url === ext.nationality)?.extension
  return known({
    ...texts,
    nameUpper: texts.name.toLocaleUpperCase('vi'),
    ageYears: born?.length === 10 ? completedYears(born, on) : undefined,
    sexCode: sexCodes[patient.gender ?? ''],
    ethnicityCode: codeIn(patient, ext.ethnicity),
    occupationCode: codeIn(patient, ext.occupation),
    nationalityCode: nationality?.find((one) => one.url === 'code')?.valueCodeableConcept?.coding?.[0]?.code,
    ...addressParts(address?.line ?? []),
    ward: address?.city,
    province: address?.state,
    wardCode: address?.extension?.find((one) => one.url === ext.ward)?.valueCode,
    provinceCode: address?.extension?.find((one) => one.url === ext.province)?.valueCode,
    identityIssued: patient.identifier?.find((one) => one.system === sid.cccd)?.period?.start,
  })
}

function contactFacts(
  { contact }: Patient,
  texts: { text: string | null; phone: string | null },
): Facts | undefined {
  const first = contact?.[0]
  return known({
    ...texts,
    name: first?.name?.text,
    address: first?.address?.text,
    relation: first?.relationship?.[0]?.text,
  })
}

function payerFacts({ visit }: FactSources, model: ReturnType<typeof sharedModel>): Facts | undefined {
  const { coverage } = visit
  const insured = model.payer.card !== null
  return known({
    class: model.payer.class,
    classCode: model.payer.class.slice(0, 1),
    card: model.payer.card,
    validFrom: insured ? coverage?.period?.start?.slice(0, 10) : undefined,
    validTo: insured ? coverage?.period?.end?.slice(0, 10) : undefined,
    place: coverage?.extension?.find((one) => one.url === ext.registeredFacility)?.valueString,
  })
}

function recordFacts({ encounter }: VisitSources, model: ReturnType<typeof sharedModel>): Facts | undefined {
  const { start, end } = encounter.period ?? {}
  const days = start && end ? daysBetween(dayInVietnam(new Date(start)), dayInVietnam(new Date(end))) : undefined
  return known({
    ...model.record,
    admitted: start,
    discharged: end,
    days,
    referral: encounter.hospitalization?.origin?.display,
  })
}

function diagnosisFacts(visit: VisitSources, model: ReturnType<typeof sharedModel>): Facts | undefined {
  const first = visit.encounter.diagnosis?.find((one) => one.rank === 1)?.condition?.reference
  const main = visit.conditions.find((one) => `Condition/${one.id}` === first)
  return known({
    ...model.diagnosis,
    mainCode: main?.code?.coding?.[0]?.code,
    referral: visit.encounter.hospitalization?.preAdmissionIdentifier?.value,
  })
}

function resultsText({ orders }: OrdersView): string {
  const results = orders.flatMap((order) => order.results)
  return results
    .map((one) => {
      const value =
        one.value === undefined ? one.text : [one.value.replace('.', ','), one.unit].filter(Boolean).join(' ')
      const flag = one.flag !== undefined && one.flag !== 'N' ? ` (${one.flag})` : ''
      return `${one.name}: ${value ?? ''}${flag}`
    })
    .join('; ')
}

/**
 * `allergies` names what a patient is allergic to; only `allergyStatus` (known, none, unasked) says whether there is
 * anything, and `allergyText` is what stands in one line: the names, that none is known, or nothing.
 */
export function allergyFacts(all: readonly AllergyIntolerance[]): Facts {
  const status = allergyStatus(all)
  const names = allergyNames(all).join(', ')
  return {
    allergyStatus: status,
    ...(known({ allergies: names, allergyText: status === 'none' ? noAllergyText : names }) ?? {}),
  }
}

const organizationFacts = (one: Organization | undefined, more: Facts) => known({ name: one?.name, ...more })

function userFacts(user: Practitioner | undefined): Facts | undefined {
  const name = user?.name?.[0]
  return known({
    name: name?.text,
    title: name?.prefix?.join(' '),
    licence: user?.identifier?.find((one) => one.system === sid.licence)?.value,
  })
}

/**
 * `%facts`: texts that forms print and that FHIRPath cannot make from the resources. Days and times stay in the way of
 * FHIR, so that questions for days take them.
 */
export function factsOf(sources: FactSources): Facts {
  const { visit, now } = sources
  const model = sharedModel(visit, codeNames(), '', '')
  const authority = {
    authority: model.facility.authority,
    address: model.facility.address,
    phone: model.facility.phone,
  }
  const code = visit.facility?.identifier?.find((one) => one.system === sid.facility)?.value
  return {
    facility: organizationFacts(visit.facility, { ...authority, code }),
    department: organizationFacts(visit.department, {}),
    ...placesOf(visit),
    patient: patientFacts(sources, model),
    contact: contactFacts(visit.patient, model.contact),
    payer: payerFacts(sources, model),
    record: recordFacts(visit, model),
    diagnosis: diagnosisFacts(visit, model),
    ...known({
      results: resultsText(sources.orders),
      treatment: sources.drugs.join('; '),
      procedures: sources.procedures.flatMap((one) => one.code?.text ?? []).join('; '),
    }),
    ...allergyFacts(visit.allergies),
    now: instantInVietnam(now),
    today: dayInVietnam(now),
    user: userFacts(sources.user),
  }
}

/** Where the patient is, or was last: a visit names its room, a stay its bed and the room around it. */
function placesOf({ encounter: { location = [] }, bedRoom }: VisitSources): Facts {
  const isBed = (one: (typeof location)[number]) =>
    one.physicalType?.coding?.some(({ code }) => code === 'bd') === true
  const isWard = (one: (typeof location)[number]) =>
    one.physicalType?.coding?.some(({ code }) => code === 'wa') === true
  const room = location.findLast((one) => !isBed(one) && !isWard(one))?.location?.display
  return known({ room: bedRoom ?? room, bed: location.findLast(isBed)?.location?.display }) ?? {}
}
