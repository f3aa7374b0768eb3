import type {
  AllergyIntolerance,
  Condition,
  DetectedIssue,
  Encounter,
  MedicationRequest,
  Observation,
  Patient,
} from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { idOf, isUnderWay } from '#fhir/encounter.ts'
import { cs, sid } from '#fhir/systems.ts'
import { addDays, dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { Override } from './domain/alert.ts'
import type { ActiveDrug } from './domain/check-duplicates.ts'
import type { Situation } from './domain/check-prescription.ts'
import { knownAllergy } from './known-allergy.ts'
import { drugOf, lineNumber } from './to-request.ts'

/** A weight older than this says nothing about a young child's dose. */
const weightHoldsDays = 30

/** A visit with all that a prescription in it depends on. */
export interface PrescribingVisit {
  readonly encounter: Encounter
  readonly patient: Patient
  readonly patientId: string
  readonly open: boolean
  /** MedicationRequests of this visit, in the order of the prescription. */
  readonly requests: readonly MedicationRequest[]
  /** Issued lines of earlier visits, newest first. */
  readonly earlier: readonly MedicationRequest[]
  readonly weight: Observation | undefined
  readonly situation: Situation
  readonly overrides: readonly Override[]
}

const isIssued = (request: MedicationRequest) =>
  request.status !== 'draft' && request.status !== 'entered-in-error'

export function activeDrug(request: MedicationRequest): ActiveDrug {
  return {
    requestId: request.id ?? '',
    name: request.medicationCodeableConcept?.text ?? '',
    ingredients: drugOf(request).ingredients,
    authoredOn: dayInVietnam(new Date(request.authoredOn ?? 0)),
    days: numberOf(request.dispenseRequest?.expectedSupplyDuration?.value) ?? 0,
  }
}

/** Reasons a doctor gave in this visit, from its DetectedIssues. */
function overridesIn(issues: readonly DetectedIssue[], encounterId: string): Override[] {
  return issues.flatMap((issue) => {
    const key = issue.identifier?.find((one) => one.system === sid.alert)?.value
    const reason = issue.mitigation?.[0]?.action.text
    if (!key?.startsWith(`${encounterId}|`) || !reason || issue.status !== 'final') return []
    return [{ key: key.slice(encounterId.length + 1), reason }]
  })
}

/** Issued and in force, here or earlier; what the draft of this visit replaces does not count. */
function takenNow(all: readonly MedicationRequest[], encounterId: string): MedicationRequest[] {
  const drafts = all.filter((one) => one.status === 'draft' && idOf(one.encounter) === encounterId)
  const replaced = new Set(drafts.flatMap((one) => one.priorPrescription?.identifier?.value ?? []))
  return all.filter((one) => one.status === 'active' && !replaced.has(one.groupIdentifier?.value ?? ''))
}

export async function readPrescribingVisit(ctx: Context, encounterId: string): Promise<PrescribingVisit> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  const patientId = idOf(encounter.subject)
  const today = dayInVietnam(ctx.now())
  const recent = { patient: patientId, _count: '200' }
  const [patient, own, others, allergies, weights, conditions, issues] = await Promise.all([
    readResource<Patient>(ctx, 'Patient', patientId),
    searchResources<MedicationRequest>(ctx, 'MedicationRequest', { encounter: encounterId, _count: '200' }),
    searchResources<MedicationRequest>(ctx, 'MedicationRequest', {
      ...recent,
      status: 'active,completed,stopped',
    }),
    searchResources<AllergyIntolerance>(ctx, 'AllergyIntolerance', recent),
    searchResources<Observation>(ctx, 'Observation', {
      patient: patientId,
      code: `${cs.loinc}|29463-7`,
      date: `ge${addDays(today, -weightHoldsDays)}`,
      _count: '1',
    }),
    searchResources<Condition>(ctx, 'Condition', { encounter: encounterId, _count: '50' }),
    searchResources<DetectedIssue>(ctx, 'DetectedIssue', {
      patient: patientId,
      _count: '200',
    }),
  ])
  const all = [...own, ...others.filter((one) => idOf(one.encounter) !== encounterId)]
  const here = (request: MedicationRequest) => idOf(request.encounter) === encounterId
  const earlier = all
    .filter((request) => !here(request) && isIssued(request))
    .sort((a, b) => (b.authoredOn ?? '').localeCompare(a.authoredOn ?? ''))
  const weight = weights[0]
  return {
    encounter,
    patient,
    patientId,
    open: isUnderWay(encounter),
    requests: all
      .filter((request) => here(request) && request.status !== 'entered-in-error')
      .sort((a, b) => lineNumber(a) - lineNumber(b)),
    earlier,
    weight,
    overrides: overridesIn(issues, encounterId),
    situation: {
      today,
      birthDate: patient.birthDate,
      weightKg: numberOf(weight?.valueQuantity?.value),
      diagnoses: conditions.flatMap(
        (one) => one.code?.coding?.find((coding) => coding.system === cs.icd10)?.code ?? [],
      ),
      allergies: allergies.flatMap((one) => knownAllergy(one) ?? []),
      active: takenNow(all, encounterId).map(activeDrug),
    },
  }
}
