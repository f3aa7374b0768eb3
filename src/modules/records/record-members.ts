import type {
  Communication,
  Condition,
  DiagnosticReport,
  DocumentReference,
  Encounter,
  MedicationRequest,
  Observation,
  Patient,
  Provenance,
  QuestionnaireResponse,
  Resource,
  ServiceRequest,
} from '@medplum/fhirtypes'
import { listPaperFacts, type PaperFact } from '#modules/documents/index.ts'
import type { Context } from '#platform/context.ts'
import { findResource, readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { numberOfRecord } from './encounter-record.ts'
import { recordErrors } from './errors.ts'

/** A record with the members that rules, viewer and index look at. */
export interface RecordMembers {
  readonly encounter: Encounter & { id: string }
  readonly number: string
  readonly patient: Patient | undefined
  readonly conditions: readonly Condition[]
  readonly forms: readonly QuestionnaireResponse[]
  readonly papers: readonly DocumentReference[]
  /** Papers in force with who still has to sign. */
  readonly paperFacts: readonly PaperFact[]
  readonly orders: readonly ServiceRequest[]
  readonly reports: readonly DiagnosticReport[]
  readonly observations: readonly Observation[]
  readonly prescriptions: readonly MedicationRequest[]
  readonly communications: readonly Communication[]
}

/** Reads the root Encounter of a record. */
export async function readRecord(ctx: Context, id: string): Promise<Encounter & { id: string }> {
  const encounter = await readResource<Encounter & { id: string }>(ctx, 'Encounter', id)
  if (encounter.partOf || !numberOfRecord(encounter)) throw recordErrors.notRecord({ id })
  return encounter
}

/** Reads a record with its members. */
export async function readMembers(ctx: Context, id: string): Promise<RecordMembers> {
  const encounter = await readRecord(ctx, id)
  const patientId = encounter.subject?.reference?.split('/')[1]
  const of = <T extends Resource>(type: T['resourceType']) =>
    searchResources<T>(ctx, type, { encounter: `Encounter/${id}` })
  return {
    encounter,
    number: numberOfRecord(encounter) ?? '',
    patient: patientId ? await findResource<Patient>(ctx, 'Patient', patientId) : undefined,
    conditions: await of<Condition>('Condition'),
    forms: await of<QuestionnaireResponse>('QuestionnaireResponse'),
    papers: await of<DocumentReference>('DocumentReference'),
    paperFacts: await listPaperFacts(ctx, id),
    orders: await of<ServiceRequest>('ServiceRequest'),
    reports: await of<DiagnosticReport>('DiagnosticReport'),
    observations: await of<Observation>('Observation'),
    prescriptions: await of<MedicationRequest>('MedicationRequest'),
    communications: await of<Communication>('Communication'),
  }
}

/** Signatures of papers: a Provenance per signature, naming the version that was signed. */
export async function signaturesOf(
  ctx: Context,
  papers: readonly DocumentReference[],
): Promise<readonly Provenance[]> {
  const found: Provenance[] = []
  for (const paper of papers)
    found.push(
      ...(await searchResources<Provenance>(ctx, 'Provenance', { target: `DocumentReference/${paper.id}` })),
    )
  return found
}
