import type { Appointment, Condition, Encounter } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { findResource } from '#store/read.ts'
import type { Change } from '#store/types.ts'
import type { ConcludedView } from './contract.ts'
import { readDiagnoses } from './diagnoses.ts'
import { filledSummary } from './domain/summary.ts'
import { examErrors } from './errors.ts'
import { findExam, responseFrom, valuesOf } from './exam-response.ts'
import { judge } from './read-exam.ts'
import { rankedDiagnoses } from './save-diagnoses.ts'
import { readOpenVisit, refuseOtherVersion } from './save-exam.ts'

/** The re-examination that the doctor asks for, proposed until reception settles hour and room. */
async function appointment(ctx: Context, encounter: Encounter, day: string | undefined): Promise<Change[]> {
  const id = `reexam-${encounter.id}`.slice(0, 64)
  const stored = await findResource<Appointment>(ctx, 'Appointment', id)
  if (!day) return stored ? [{ kind: 'update', resource: { ...stored, id, status: 'cancelled' } }] : []
  const place = encounter.location?.[0]?.location
  const resource: Appointment & { id: string } = {
    resourceType: 'Appointment',
    id,
    status: 'proposed',
    description: 'Khám lại',
    supportingInformation: [{ reference: `Encounter/${encounter.id}` }],
    requestedPeriod: [{ start: day, end: day }],
    participant: [
      { actor: encounter.subject as Appointment['participant'][number]['actor'] & object, status: 'needs-action' },
      ...(place
        ? [
            {
              actor: place as Appointment['participant'][number]['actor'] & object,
              status: 'needs-action' as const,
            },
          ]
        : []),
    ],
  }
  return [stored ? { kind: 'update', resource } : { kind: 'create', resource, id }]
}

function finalDiagnoses(encounter: Encounter, conditions: readonly Condition[]): Change {
  const ids = conditions.map((one) => one.id ?? '')
  return {
    kind: 'update',
    resource: { ...encounter, id: encounter.id ?? '', diagnosis: rankedDiagnoses(ids, 'DD') },
    ifVersion: Number(encounter.meta?.versionId),
  }
}

/**
 * Concludes the examination: nothing mandatory is missing, the empty boxes of part B take what the data
 * tell, the diagnoses become final. The visit stays open: papers are signed before it ends.
 */
export async function concludeExam(ctx: Context, encounterId: string, version: number): Promise<ConcludedView> {
  const encounter = await readOpenVisit(ctx, encounterId)
  const stored = await findExam(ctx, encounterId)
  refuseOtherVersion(stored, version)
  if (stored?.status === 'completed') throw examErrors.concluded()
  const judged = await judge(ctx, encounter, valuesOf(stored))
  if (judged.missing.length > 0)
    throw examErrors.incomplete({
      count: judged.missing.length,
      missing: judged.missing.map((one) => one.why).join(', '),
    })
  const values = filledSummary(judged.facts)
  const resource = responseFrom(ctx, { encounterId, patientId: idOf(encounter.subject) }, values, 'completed')
  const written = await commit(ctx, [
    { kind: 'update', resource, ifVersion: version },
    finalDiagnoses(encounter, await readDiagnoses(ctx, encounter)),
    ...(await appointment(ctx, encounter, values.reexamDate)),
  ])
  return { version: written[0]?.version ?? version, pendingOrders: judged.pendingOrders }
}
