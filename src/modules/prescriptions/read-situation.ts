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
import { drugOf } from '#fhir/drug-of-request.ts'
import { idOf, isUnderWay } from '#fhir/encounter.ts'
import { knownAllergy } from '#fhir/known-allergy.ts'
import { cs, sid } from '#fhir/systems.ts'
import { addDays, dayInVietnam } from '#kernel/civil-date.ts'
import { isWardDrug } from '#modules/drug-orders/index.ts'
import type { Checked } from '#modules/order-checks/index.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { asAlert, checkDrugs } from './check-drugs.ts'
import type { Alert, Override } from './domain/alert.ts'
import type { ActiveDrug } from './domain/check-duplicates.ts'
import type { Situation } from './domain/check-prescription.ts'
import { lineNumber, lineOf } from './to-request.ts'

/** A weight older than this says nothing about a young child's dose. */
const weightHoldsDays = 30

/** A visit with all that a prescription in it depends on. */
export interface PrescribingVisit {
  readonly encounter: Encounter
  readonly patient: Patient
  readonly patientId: string
  /** Medicines to take home from a ward. */
  readonly fromWard: boolean
  /** Drug orders of the ward in this stay; they end with it. */
  readonly wardDrugs: readonly MedicationRequest[]
  readonly open: boolean
  /** MedicationRequests of this visit, in the order of the prescription. */
  readonly requests: readonly MedicationRequest[]
  /** Issued lines of earlier visits, newest first. */
  readonly earlier: readonly MedicationRequest[]
  readonly weight: Observation | undefined
  readonly situation: Situation
  readonly overrides: readonly Override[]
  /** What the checks of drugs say of the draft. */
  readonly checked: Checked
  readonly drugAlerts: readonly Alert[]
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

/** Lines of this visit's prescriptions that its draft will end. */
function replacedBy(all: readonly MedicationRequest[], drafts: readonly MedicationRequest[]): string[] {
  const codes = new Set(drafts.flatMap((one) => one.priorPrescription?.identifier?.value ?? []))
  return all.flatMap((one) => (codes.has(one.groupIdentifier?.value ?? '') && one.id ? [one.id] : []))
}

/** Lines that are not taken any more beside the draft: of prescriptions that it replaces, and the orders of the ward. */
export function endedBy(
  { requests, wardDrugs }: Pick<PrescribingVisit, 'requests' | 'wardDrugs'>,
  drafts: readonly MedicationRequest[],
): string[] {
  return [...replacedBy(requests, drafts), ...wardDrugs.flatMap(({ id }) => id ?? [])]
}

/** A stay prescribes for home while its record is open, before and after the patient has left. */
const isStay = ({ class: kind }: Encounter): boolean => kind?.code === 'IMP'

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
  const [patient, ofRecord, others, allergies, weights, conditions, issues] = await Promise.all([
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
  const wardDrugs = ofRecord.filter(isWardDrug)
  const own = ofRecord.filter((one) => !isWardDrug(one))
  const all = [...own, ...others.filter((one) => idOf(one.encounter) !== encounterId)]
  const here = (request: MedicationRequest) => idOf(request.encounter) === encounterId
  const earlier = all
    .filter((request) => !here(request) && isIssued(request) && !isWardDrug(request))
    .sort((a, b) => (b.authoredOn ?? '').localeCompare(a.authoredOn ?? ''))
  const weight = weights[0]
  const drafts = own.filter((one) => one.status === 'draft').sort((a, b) => lineNumber(a) - lineNumber(b))
  const checked = await checkDrugs(
    ctx,
    encounter,
    drafts.map(lineOf),
    endedBy({ requests: all, wardDrugs }, drafts),
  )
  return {
    checked,
    drugAlerts: checked.alerts.filter((one) => !one.dry).map((one) => asAlert(ctx, one)),
    encounter,
    patient,
    patientId,
    fromWard: isStay(encounter),
    wardDrugs,
    open: isUnderWay(encounter) || (isStay(encounter) && encounter.status === 'finished'),
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
