import type {
  DiagnosticReport,
  DocumentReference,
  MedicationRequest,
  Observation,
  Reference,
  ServiceRequest,
} from '@medplum/fhirtypes'
import { cs, ext, sid } from '#fhir/systems.ts'
import { treatingDoctorOf } from '#fhir/treating-doctor.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { RecordFacts } from './domain/completeness.ts'
import type { RecordMembers } from './record-members.ts'

/** Which section of a diagnostic service a report comes from. */
const diagnosticSection = 'http://terminology.hl7.org/CodeSystem/v2-0074'
const gone = ['entered-in-error', 'revoked', 'cancelled', 'stopped', 'unknown']
const finals = ['final', 'amended', 'corrected', 'appended']

/** What the completeness rules ask of a record, drawn from its members. */
export function recordFacts(record: RecordMembers): RecordFacts {
  const { encounter } = record
  const doctor = doctorOf(record)?.display
  return {
    kind: encounter.class?.code ?? '',
    startedOn: dayOf(encounter.period?.start) ?? '',
    endedOn: dayOf(encounter.period?.end),
    doctor,
    ending: encounter.hospitalization?.dischargeDisposition?.coding?.[0]?.code,
    primaryDiagnosis: (encounter.diagnosis ?? []).some((one) => one.rank === 1),
    forms: record.forms
      .filter((form) => !gone.includes(form.status))
      .map((form) => ({
        form: formCode(form.questionnaire) ?? '',
        completed: ['completed', 'amended'].includes(form.status),
        author: form.author?.display,
      })),
    papers: record.paperFacts,
    transfers: transfersOf(encounter),
    orders: record.orders
      .filter((order) => !gone.includes(order.status) && order.status !== 'draft' && !isStanding(order))
      .map((order) => ({
        id: requisitionOf(order.requisition) ?? order.id ?? '',
        name: order.code?.text ?? order.code?.coding?.[0]?.display ?? '',
        done: order.status === 'completed',
        who: undefined,
      })),
    reports: record.reports
      .filter((report) => !gone.includes(report.status) && isOfLaboratory(report))
      .map((report) => ({
        id: report.id ?? '',
        title: [report.code?.text, report.identifier?.[0]?.value].filter(Boolean).join(' '),
        final: finals.includes(report.status),
        who: report.performer?.[0]?.display,
      })),
    prescriptions: prescriptionGroups(record.prescriptions),
    uncalledCriticals: uncalledCriticals(record),
  }
}

/** The doctor of the visit: who leads it, or who filled the form in. */
export function doctorOf(record: Pick<RecordMembers, 'encounter' | 'forms'>): Reference | undefined {
  const leads = treatingDoctorOf(record.encounter)
  return leads?.individual ?? record.forms.find((form) => form.author?.display)?.author
}

/** `urn:lanong:form:15-BV1|2024-01-01` is the form 15/BV1. */
export function formCode(questionnaire: string | undefined): string | undefined {
  const name = /^urn:lanong:form:([^|]+)/.exec(questionnaire ?? '')?.[1]
  return name?.replace(/-(?=BV\d)/, '/')
}

export function isSigned(paper: DocumentReference): boolean {
  return paper.docStatus === 'final' || paper.docStatus === 'amended'
}

function prescriptionGroups(requests: readonly MedicationRequest[]): RecordFacts['prescriptions'] {
  const groups = new Map<string, { group: string; issued: boolean; who: string | undefined }>()
  for (const request of requests) {
    if (gone.includes(request.status) || isForWard(request)) continue
    const group = request.groupIdentifier?.system === sid.prescription ? request.groupIdentifier.value : undefined
    const key = group ?? request.id ?? ''
    const known = groups.get(key)
    groups.set(key, {
      group: key,
      issued: (known?.issued ?? true) && request.status !== 'draft',
      who: request.requester?.display,
    })
  }
  return [...groups.values()]
}

/** What a patient eats and how he is nursed has no result to wait for. */
const standing = new Set(['diet', 'nursing'])
const isStanding = ({ category }: ServiceRequest): boolean =>
  hasCode(category, cs.orderKind, (code) => standing.has(code))

/** A drug order of the ward: it stands on the treatment sheet, not on a prescription. */
const isForWard = ({ category }: MedicationRequest): boolean =>
  hasCode(category, cs.medicationRequestCategory, (code) => code === 'inpatient')

/** The laboratory's own sheet; what others find is written where it was ordered. */
const isOfLaboratory = ({ category = [] }: DiagnosticReport): boolean =>
  category.length === 0 || hasCode(category, diagnosticSection, (code) => code === 'LAB')

function hasCode(category: ServiceRequest['category'], system: string, fits: (code: string) => boolean): boolean {
  return (category ?? []).some(({ coding }) =>
    coding?.some((one) => one.system === system && fits(one.code ?? '')),
  )
}

/** Released critical values nobody was called about. */
function uncalledCriticals(record: RecordMembers): RecordFacts['uncalledCriticals'] {
  const called = new Set(record.communications.flatMap((one) => one.about?.map((about) => about.reference) ?? []))
  return record.observations
    .filter(
      (one) =>
        finals.includes(one.status) &&
        isLaboratory(one) &&
        isCritical(one) &&
        !called.has(`Observation/${one.id}`),
    )
    .map((one) => ({ id: one.id ?? '', name: one.code?.text ?? '', who: one.performer?.[0]?.display }))
}

export function isLaboratory(observation: Observation): boolean {
  return (observation.category ?? []).some((one) => one.coding?.some((coding) => coding.code === 'laboratory'))
}

function isCritical(observation: Observation): boolean {
  return (observation.interpretation ?? []).some((one) =>
    one.coding?.some((coding) => coding.code === 'LL' || coding.code === 'HH'),
  )
}

function requisitionOf(identifier: { system?: string; value?: string } | undefined): string | undefined {
  return identifier?.system === sid.order ? identifier.value : undefined
}

export function dayOf(instant: string | undefined): string | undefined {
  if (!instant) return undefined
  return instant.length <= 10 ? instant : dayInVietnam(new Date(instant))
}

/** How often a stay went to another department, by the events that module ward writes. */
const transfersOf = ({ extension = [] }: RecordMembers['encounter']): number =>
  extension.filter(
    ({ url, extension: parts = [] }) =>
      url === ext.stayEvent && parts.some((part) => part.url === 'kind' && part.valueCode === 'transferred'),
  ).length
