import type { Observation, Task } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { present } from '#kernel/present.ts'
import type { EscalationView } from './contract.ts'
import { type EscalationTask, levelOf } from './escalate.ts'

const states: Readonly<Partial<Record<Task['status'], EscalationView['state']>>> = {
  accepted: 'taken',
  completed: 'answered',
  'entered-in-error': 'withdrawn',
}

/** A call as screens show it. */
export function escalationView(task: EscalationTask): EscalationView {
  const answer = task.note?.at(-1)
  return {
    id: task.id,
    encounterId: idOf(task.encounter),
    patientId: idOf(task.for),
    what: task.code?.text ?? '',
    level: levelOf(task),
    state: states[task.status ?? 'requested'] ?? 'open',
    tell: task.description ?? '',
    calledAt: task.authoredOn ?? '',
    until: task.restriction?.period?.end ?? '',
    ...present({
      calledBy: task.requester?.display,
      takenBy: task.owner?.display,
      takenAt: task.executionPeriod?.start,
      answer: task.status === 'completed' ? answer?.text : undefined,
      answeredAt: task.executionPeriod?.end,
    }),
  }
}

/** Whether a call rests on one of these measurements. */
export const restsOn = (task: Task, observations: readonly Observation[]): boolean =>
  observations.some(({ id }) => task.focus?.reference === `Observation/${id}`)
