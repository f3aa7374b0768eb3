import type { MedicationRequest } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import { addDays, dayInVietnam } from '#kernel/civil-date.ts'
import { printedDrugName } from '#kernel/drug/drug.ts'
import { drugKinds } from '#kernel/drug/drug-kind.ts'
import { basisOf } from './basis.ts'
import type { AlertView, IssuedView, LineView, PrescriptionView } from './contract.ts'
import { graveFirst } from './domain/alert.ts'
import { checkPrescription } from './domain/check-prescription.ts'
import { sinceLast } from './domain/compare-lines.ts'
import { limitsOn, maxDays } from './domain/day-limits.ts'
import { dosageText } from './domain/dosage-text.ts'
import type { Line } from './domain/line.ts'
import { longCourseDisease } from './domain/long-course.ts'
import { kindOfCode } from './domain/prescription-code.ts'
import { printedQuantity } from './domain/quantity.ts'
import { youngChildAge } from './domain/young-child.ts'
import type { PrescribingVisit } from './read-situation.ts'
import { prescriptionRules } from './rules.ts'
import { companionOf, lineOf } from './to-request.ts'

export function lineView(line: Line, last: readonly Line[]): LineView {
  const { drug, ...written } = line
  return {
    ...written,
    moments: [...line.moments],
    drugCode: drug.code,
    name: `${printedDrugName(drug)} ${drug.strength}`.trim(),
    ...(drug.tradeName ? { tradeName: drug.tradeName } : {}),
    form: drug.form,
    unit: drug.unit,
    kind: drug.kind,
    dosage: dosageText(line),
    printedQuantity: printedQuantity(line.quantity, drug.unit, drug.kind),
    since: sinceLast(line, last),
  }
}

/** The code of an issued line. */
export function codeOf(request: MedicationRequest): string | undefined {
  return request.groupIdentifier?.system === sid.prescription ? request.groupIdentifier.value : undefined
}

/** Lines of the newest earlier visit that had any. */
export function lastLines(visit: PrescribingVisit): MedicationRequest[] {
  const newest = visit.earlier[0]?.encounter?.reference
  return visit.earlier.filter((request) => request.encounter?.reference === newest && request.status !== 'stopped')
}

function issuedViews(visit: PrescribingVisit, last: readonly Line[]): IssuedView[] {
  const groups = Map.groupBy(
    visit.requests.filter((one) => one.status !== 'draft'),
    (one) => codeOf(one) ?? '',
  )
  const limits = limitsOn(visit.situation.today, prescriptionRules().dayLimits)
  return [...groups].flatMap(([code, requests]): IssuedView[] => {
    const first = requests[0]
    if (!first || code === '') return []
    const issuedAt = first.authoredOn ?? ''
    const replaces = first.priorPrescription?.identifier?.value ?? first.priorPrescription?.display
    return [
      {
        code,
        kind: kindOfCode(code) ?? 'C',
        issuedAt,
        validUntil: addDays(dayInVietnam(new Date(issuedAt)), (limits?.validDays ?? 5) - 1),
        state: first.status === 'stopped' ? 'replaced' : 'active',
        ...(replaces ? { replaces } : {}),
        lines: requests.map((one) => lineView(lineOf(one), last)),
      },
    ]
  })
}

/** Draft lines, their companion, and the codes they will replace. */
export function draftOf(visit: PrescribingVisit) {
  const requests = visit.requests.filter((one) => one.status === 'draft')
  const replaces = requests.flatMap((one) => one.priorPrescription?.identifier?.value ?? [])
  return {
    requests,
    lines: requests.map(lineOf),
    companion: requests.map(companionOf).find(Boolean) ?? contactName(visit),
    replaces: [...new Set(replaces)],
  }
}

/** Who usually comes with the child: the first next of kin of the registration. */
function contactName(visit: PrescribingVisit): string | undefined {
  const name = visit.patient.contact?.[0]?.name
  return name?.text ?? [name?.family, ...(name?.given ?? [])].filter(Boolean).join(' ') ?? undefined
}

export function alertsOf(visit: PrescribingVisit): AlertView[] {
  const { lines, companion } = draftOf(visit)
  const accepted = new Map(visit.overrides.map((one) => [one.key, one.reason]))
  const own = checkPrescription(lines, { ...visit.situation, companion }, prescriptionRules())
  const found = [...own, ...visit.drugAlerts].sort(graveFirst)
  return found.map(({ cause: _cause, ...alert }) => {
    const reason = alert.overridable ? accepted.get(alert.key) : undefined
    return { ...alert, values: { ...alert.values }, ...(reason ? { accepted: reason } : {}) }
  })
}

/** The alerts of the draft as their fatigue is counted: those of this module by what they say. */
export function counted(visit: PrescribingVisit) {
  const silent = visit.checked.alerts.filter((one) => one.dry)
  return [...silent, ...alertsOf(visit).map((one) => ({ ...one, rule: one.reason }))]
}

/** All that the prescription part of the exam screen shows. */
export function prescriptionView(visit: PrescribingVisit): PrescriptionView {
  const last = lastLines(visit).map(lineOf)
  const { lines, companion, replaces, requests } = draftOf(visit)
  const rules = prescriptionRules()
  const limits = limitsOn(visit.situation.today, rules.dayLimits)
  const listed = visit.situation.diagnoses.some((code) => longCourseDisease(code, rules.longCourse) !== undefined)
  const months = youngChildAge(visit.patient.birthDate, visit.situation.today)
  const { weightKg } = visit.situation
  return {
    basis: basisOf(requests),
    editable: visit.open,
    lines: lines.map((line) => lineView(line, last)),
    alerts: alertsOf(visit),
    uncovered: visit.checked.view.uncovered,
    checkedBy: visit.checked.view.basis,
    ...(months === undefined ? {} : { child: { months, ...(weightKg ? { weightKg } : {}) } }),
    ...(companion ? { companion } : {}),
    replaces,
    maxDays: limits ? Object.fromEntries(drugKinds.map((kind) => [kind, maxDays(limits, kind, listed)])) : {},
    issued: issuedViews(visit, last),
  }
}
