import type { Observation, Patient, ServiceRequest, Specimen } from '@medplum/fhirtypes'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { type LabBook, type LabTest, labBook } from './catalogue.ts'
import { type PersonAt, personAt } from './domain/person-at.ts'
import { readMany } from './read-many.ts'
import {
  type LabResultTable,
  type LabTubeTable,
  type LabWorkTable,
  lockRequisition,
  resultsOf,
  tubesOf,
  workOfRequisition,
} from './repository.ts'

/** One requisition with everything the laboratory needs of it. */
export interface LoadedRequisition {
  readonly requisition: string
  readonly book: LabBook
  readonly work: readonly LabWorkTable[]
  readonly requests: ReadonlyMap<string, ServiceRequest>
  readonly tests: ReadonlyMap<string, readonly LabTest[]>
  readonly tubes: readonly LabTubeTable[]
  readonly specimens: ReadonlyMap<string, Specimen>
  readonly resultRows: readonly LabResultTable[]
  readonly observations: ReadonlyMap<string, Observation>
  readonly patient: Patient | undefined
  /** When the newest usable sample was taken; undefined before any. */
  readonly collectedAt: Date | undefined
  readonly person: PersonAt
}

/** @param lock hold the requisition until the transaction ends */
export async function loadRequisition(
  ctx: Context,
  requisition: string,
  lock = false,
): Promise<LoadedRequisition> {
  const work = lock ? await lockRequisition(ctx, requisition) : await workOfRequisition(ctx, requisition)
  const first = work[0]
  if (!first) throw commonErrors.notFound({ type: 'Requisition', id: requisition })
  const ids = work.map((row) => row.request_id)
  const tubes = await tubesOf(ctx, ids)
  const resultRows = await resultsOf(ctx, ids)
  const requests = await readMany<ServiceRequest>(ctx, 'ServiceRequest', ids)
  const specimens = await readMany<Specimen>(
    ctx,
    'Specimen',
    tubes.map((tube) => tube.specimen_id),
  )
  const observations = await readMany<Observation>(
    ctx,
    'Observation',
    resultRows.map((row) => row.observation_id),
  )
  const patient = (await readMany<Patient>(ctx, 'Patient', [first.patient_id])).get(first.patient_id)
  const book = await labBook(ctx)
  const tests = new Map([...requests].map(([id, request]) => [id, book.testsOf(request)] as const))
  const collectedAt = tubes.find((tube) => tube.status === 'available')?.collected_at ?? undefined
  const person = personAt(patient ?? {}, dayInVietnam(collectedAt ?? ctx.now()))
  return {
    requisition,
    book,
    work,
    requests,
    tests,
    tubes,
    specimens,
    resultRows,
    observations,
    patient,
    collectedAt,
    person,
  }
}

/** The live result of a test of a request: what was typed last and not taken back. */
export function resultOf(loaded: LoadedRequisition, requestId: string, test: string): Observation | undefined {
  const row = loaded.resultRows.find(
    (one) => one.request_id === requestId && one.code === test && one.status !== 'entered-in-error',
  )
  return row && loaded.observations.get(row.observation_id)
}

/** The tube a request's results come from: the newest usable one of the kind. */
export function tubeFor(loaded: LoadedRequisition, requestId: string, kind: string): LabTubeTable | undefined {
  return loaded.tubes.find(
    (tube) => tube.kind === kind && tube.requests.includes(requestId) && tube.status === 'available',
  )
}
