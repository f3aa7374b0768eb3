import type { Reference, ServiceRequest, Task } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import { inputOf } from './parts.ts'

export const meetingKinds = ['consultation', 'death-review', 'conference'] as const
export type MeetingKind = (typeof meetingKinds)[number]

export type MeetingTask = Task & { id: string }

/** A meeting about a patient: the Task of the meeting and one Task for everybody who is invited. */
export interface Meeting {
  readonly root: MeetingTask
  readonly invitations: readonly MeetingTask[]
  /** The order that asked for it; only of consultations. */
  readonly order?: ServiceRequest & { id: string }
  /** False while an order of the pad is the only thing that is written of it. */
  readonly stored: boolean
}

export const meetingCode = (task: Task): string =>
  task.code?.coding?.find(({ system }) => system === cs.meeting)?.code ?? ''

export const kindOf = (root: Task): MeetingKind =>
  meetingKinds.find((one) => one === meetingCode(root)) ?? 'consultation'

const ended: ReadonlySet<string> = new Set(['completed', 'cancelled', 'rejected', 'failed', 'entered-in-error'])

export const isOver = ({ status }: Pick<Task, 'status'>): boolean => ended.has(status ?? '')

export const hasAccepted = ({ status }: Pick<Task, 'status'>): boolean =>
  status === 'accepted' || status === 'completed'

export const isPerson = (who: Reference | undefined): boolean =>
  who?.reference?.startsWith('Practitioner/') === true
export const isDepartment = (who: Reference | undefined): boolean =>
  who?.reference?.startsWith('Organization/') === true

/** An order that was stopped on the pad takes its consultation along. */
export function stateOf({ root, order }: Meeting): string {
  if (isOver(root) || !order) return root.status ?? 'requested'
  return order.status === 'revoked' || order.status === 'entered-in-error'
    ? 'cancelled'
    : (root.status ?? 'requested')
}

export const encounterOf = ({ root }: Meeting): string => idOf(root.encounter)
export const patientOf = ({ root }: Meeting): string => idOf(root.for)

/** Who chairs and who writes, when it is said. */
export const chairOf = (root: Task): Reference | undefined => inputOf(root, 'chair')?.valueReference
export const secretaryOf = (root: Task): Reference | undefined => inputOf(root, 'secretary')?.valueReference

/** The invitation of a person, by the id of the practitioner. */
export const invitationOf = (meeting: Meeting, practitionerId: string | undefined): MeetingTask | undefined =>
  practitionerId === undefined
    ? undefined
    : meeting.invitations.find(
        ({ owner, status }) => owner?.reference === `Practitioner/${practitionerId}` && status !== 'cancelled',
      )
