import type {
  AllergyIntolerance,
  Condition,
  DocumentReference,
  Encounter,
  MedicationRequest,
} from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { idOf, isUnderWay, recordStateOf } from '#fhir/encounter.ts'
import { cs, sid } from '#fhir/systems.ts'
import { addDays, type Day, dayInVietnam, daysBetween } from '#kernel/civil-date.ts'
import type { ChartView, Medicine, Paper, Problem, Visit } from './contract.ts'
import { newestFirst } from './domain/event.ts'

const codesIn = (concept: { readonly coding?: readonly { readonly code?: string }[] } | undefined) =>
  concept?.coding?.flatMap((one) => one.code ?? []) ?? []

const isReal = (one: { readonly verificationStatus?: Condition['verificationStatus'] }) =>
  !codesIn(one.verificationStatus).some((code) => code === 'entered-in-error' || code === 'refuted')

const stands = (one: Condition) =>
  isReal(one) && !codesIn(one.clinicalStatus).some((code) => ['resolved', 'inactive', 'remission'].includes(code))

const onset = (one: Condition) => one.onsetDateTime ?? one.recordedDate

function problemOf(group: readonly Condition[], kind: Problem['kind']): Problem | undefined {
  const one = group[0]
  if (!one) return undefined
  const code = (one.code?.coding?.find((each) => each.system === cs.icd10) ?? one.code?.coding?.[0])?.code
  const name = one.code?.text ?? one.code?.coding?.[0]?.display
  const since = group.flatMap((each) => onset(each) ?? []).sort()[0]
  return {
    id: one.id ?? '',
    ...(code ? { code } : {}),
    name: name ?? code ?? '',
    kind,
    ...(since ? { since } : {}),
    visits: new Set(group.map((each) => each.encounter?.reference)).size,
  }
}

const conceptKey = (one: Condition) => codesIn(one.code)[0] ?? one.code?.text ?? one.id ?? ''

/** Visits here code in ICD-10 and end; another system's active condition stands until it says otherwise. */
const hasIcd10 = (one: Condition) => one.code?.coding?.some((each) => each.system === cs.icd10) ?? false

/** Long-standing problems, then what the visits of the last twelve months found; each code once. */
export function problemsOf(conditions: readonly Condition[], today: Day): Problem[] {
  const listed = conditions.filter(
    (one) => stands(one) && one.category?.some((each) => codesIn(each).includes('problem-list-item')),
  )
  const listedCodes = new Set(listed.map(conceptKey))
  const since = addDays(today, -365)
  const recent = conditions.filter(
    (one) =>
      stands(one) &&
      !listed.includes(one) &&
      !listedCodes.has(conceptKey(one)) &&
      ((onset(one) ?? '') >= since || !hasIcd10(one)),
  )
  const group = (of: readonly Condition[], kind: Problem['kind']) =>
    [...Map.groupBy(of, conceptKey).values()].flatMap((each) => problemOf(each, kind) ?? [])
  return [...group(listed, 'problem'), ...group(recent, 'diagnosis')]
}

function medicineOf(one: MedicationRequest, today: Day): Medicine {
  const days = numberOf(one.dispenseRequest?.expectedSupplyDuration?.value)
  const since = one.authoredOn
  const left = since && days ? daysBetween(today, addDays(dayInVietnam(new Date(since)), days)) : undefined
  const dosage = one.dosageInstruction?.[0]?.text
  return {
    id: one.id ?? '',
    name:
      one.medicationCodeableConcept?.text ??
      one.medicationCodeableConcept?.coding?.[0]?.display ??
      one.medicationReference?.display ??
      '',
    ...(dosage ? { dosage } : {}),
    ...(since ? { since } : {}),
    ...(days ? { days: Math.round(days) } : {}),
    ...(left === undefined ? {} : { daysLeft: left }),
    ...(one.requester?.display ? { requester: one.requester.display } : {}),
  }
}

/** Medicines in force: issued, and not used up when the length of the supply is known; each drug once, newest. */
export function medicinesOf(requests: readonly MedicationRequest[], today: Day): Medicine[] {
  const all = requests.filter((one) => one.status === 'active').map((one) => medicineOf(one, today))
  const taken = all
    .filter((one) => one.daysLeft === undefined || one.daysLeft > 0)
    .sort((a, b) => newestFirst({ key: a.id, at: a.since ?? '' }, { key: b.id, at: b.since ?? '' }))
  return [...new Map(taken.reverse().map((one) => [one.name, one])).values()].reverse()
}

const noneKnown = ['716186003', '409137002', '429625007']

export function allergiesOf(all: readonly AllergyIntolerance[]): ChartView['allergies'] {
  return all
    .filter(
      (one) =>
        isReal(one) && !codesIn(one.clinicalStatus).some((code) => code === 'inactive' || code === 'resolved'),
    )
    .filter((one) => !codesIn(one.code).some((code) => noneKnown.includes(code)))
    .map((one) => {
      const severity = one.reaction?.[0]?.description ?? one.reaction?.[0]?.manifestation?.[0]?.text
      return {
        id: one.id ?? '',
        substance: one.code?.text ?? one.code?.coding?.[0]?.display ?? '',
        ...(severity ? { severity } : {}),
      }
    })
}

export function paperOf(one: DocumentReference): Paper {
  const form = one.type?.coding?.find((each) => each.system === cs.form)?.code ?? one.type?.coding?.[0]?.code ?? ''
  const encounterId = idOf(one.context?.encounter?.[0])
  return {
    id: one.id ?? '',
    form,
    title: one.content?.[0]?.attachment?.title ?? one.description ?? one.type?.text ?? form,
    at: one.date ?? one.meta?.lastUpdated ?? '',
    state: one.docStatus === 'final' ? 'signed' : one.docStatus === 'amended' ? 'amended' : 'unsigned',
    ...(encounterId ? { encounterId } : {}),
  }
}

export function visitOf(one: Encounter): Visit {
  const facts = {
    recordNumber: one.identifier?.find((each) => each.system === sid.record)?.value,
    at: one.period?.start,
    place: one.location?.[0]?.location.display ?? one.serviceProvider?.display,
    reason: one.reasonCode?.[0]?.text ?? one.reasonCode?.[0]?.coding?.[0]?.display,
  }
  return {
    id: one.id ?? '',
    status: one.status,
    recordState: recordStateOf(one),
    ...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
  }
}

/** The newest visit that still goes on; a stay has screens of its own. */
export function openVisitOf(encounters: readonly Encounter[], today: Day): Visit | undefined {
  const since = addDays(today, -1)
  const open = encounters.find(
    (one) => isUnderWay(one) && one.class?.code !== 'IMP' && (one.period?.start ?? '') >= since,
  )
  return open && visitOf(open)
}
