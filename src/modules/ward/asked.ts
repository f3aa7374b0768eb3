import type { Task } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { Change } from '#store/types.ts'

export type AdmissionTask = Task & { id: string }

export const admissionCode = `${cs.wardTask}|admission`

/** Patients who wait to be admitted, by a search on their Tasks. */
export const waitingTasks = (ctx: Context, query: Readonly<Record<string, string>>): Promise<AdmissionTask[]> =>
  searchResources<AdmissionTask>(ctx, 'Task', {
    code: admissionCode,
    status: 'requested',
    _count: '200',
    ...query,
  })

/** Whoever admits the patient, and from wherever: nobody waits for that any more. */
export async function askedIsDone(ctx: Context, patientId: string, stayId: string): Promise<Change[]> {
  const waiting = await waitingTasks(ctx, { patient: `Patient/${patientId}` })
  return waiting.map((task) => ({
    kind: 'update',
    resource: {
      ...task,
      status: 'completed',
      lastModified: instantInVietnam(ctx.now()),
      output: [{ type: { text: 'stay' }, valueReference: { reference: `Encounter/${stayId}` } }],
    } satisfies AdmissionTask,
    ifVersion: Number(task.meta?.versionId),
  }))
}
