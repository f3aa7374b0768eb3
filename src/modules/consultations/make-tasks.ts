import { createHash } from 'node:crypto'
import type { Reference, ServiceRequest, Task } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { dueOf } from './domain/limits.ts'
import type { Meeting, MeetingKind, MeetingTask } from './domain/meeting.ts'
import { personValue, textValue, withInput } from './domain/parts.ts'
import { kindOn, limitOn } from './rules.ts'

/** What a meeting is asked with. */
export interface Asked {
  readonly id: string
  readonly kind: MeetingKind
  readonly title: string
  readonly priority: 'urgent' | 'routine'
  readonly subject: Reference
  readonly encounterId: string
  readonly question: string
  readonly askedAt: Date
  readonly requester: Reference
  /** Kind of a consultation, data/consultations/rules.json. */
  readonly form?: string | undefined
  readonly at?: string | undefined
  readonly place?: string | undefined
  readonly chair?: Reference | undefined
  readonly secretary?: Reference | undefined
  /** By when it is held, where a rule of its own says so. */
  readonly dueAt?: Date | undefined
  readonly orderId?: string | undefined
}

const codeOf = (code: string, text: string) => ({ coding: [{ system: cs.meeting, code }], text })

/** Until when an invitation that is written now is answered. */
export function answerUntil(root: Task, now: Date): string {
  const limit = limitOn(dayInVietnam(now), root.priority ?? 'routine')
  const planned = root.executionPeriod?.start
  const due = dueOf(
    limit ?? { answerMinutes: 240, heldMinutes: 1440 },
    now,
    planned ? new Date(planned) : undefined,
  )
  return instantInVietnam(due.answer)
}

function heldUntil(asked: Asked): Date | undefined {
  if (asked.dueAt) return asked.dueAt
  const limit = limitOn(dayInVietnam(asked.askedAt), asked.priority)
  return limit && dueOf(limit, asked.askedAt, asked.at ? new Date(asked.at) : undefined).held
}

/** The Task of a meeting that nobody has held yet. */
export function rootTask(asked: Asked): MeetingTask {
  const due = heldUntil(asked)
  const root: MeetingTask = {
    resourceType: 'Task',
    id: asked.id,
    status: 'requested',
    intent: 'order',
    priority: asked.priority,
    code: codeOf(asked.kind, asked.title),
    for: asked.subject,
    encounter: { reference: `Encounter/${asked.encounterId}` },
    authoredOn: instantInVietnam(asked.askedAt),
    requester: asked.requester as MeetingTask['requester'] & object,
    ...present({
      description: asked.question.trim() || undefined,
      basedOn: asked.orderId ? [{ reference: `ServiceRequest/${asked.orderId}` }] : undefined,
      executionPeriod: asked.at ? { start: asked.at } : undefined,
      restriction: due ? { period: { end: instantInVietnam(due) } } : undefined,
    }),
  }
  const parts = [
    ['form', asked.form ? { valueCode: asked.form } : undefined],
    ['place', textValue(asked.place)],
    ['chair', personValue(asked.chair)],
    ['secretary', personValue(asked.secretary)],
  ] as const
  return parts.reduce((task, [name, value]) => withInput(task, name, value), root)
}

/** Somebody is invited once to a meeting, whoever invites. */
const invitationId = (rootId: string, who: string): string =>
  createHash('sha256').update(`invitation ${rootId} ${who}`).digest('hex').slice(0, 32)

/** The Task of who is invited: a person, a department, or somebody without an account here by name. */
export function invitationTask(root: MeetingTask, owner: Reference, by: Reference, now: Date): MeetingTask {
  const outside = owner.reference === undefined
  return {
    resourceType: 'Task',
    id: invitationId(root.id, owner.reference ?? owner.display ?? ''),
    status: outside ? 'accepted' : 'requested',
    intent: 'order',
    priority: root.priority ?? 'routine',
    code: codeOf('invitation', root.code?.text ?? ''),
    partOf: [{ reference: `Task/${root.id}` }],
    for: root.for ?? {},
    encounter: root.encounter ?? {},
    authoredOn: instantInVietnam(now),
    requester: by as MeetingTask['requester'] & object,
    owner: owner as MeetingTask['owner'] & object,
    restriction: { period: { end: answerUntil(root, now) } },
  }
}

/** A consultation as an order of the pad alone says it: who performs it is invited. */
export function fromOrder(
  ctx: Context,
  order: ServiceRequest & { id: string },
  names: ReadonlyMap<string, string>,
): Pick<Meeting, 'root' | 'invitations'> {
  const askedAt = new Date(order.authoredOn ?? ctx.now())
  const item = order.code?.coding?.find(({ system }) => system === cs.orderItem)?.code
  const kind = kindOn(dayInVietnam(askedAt), { ...(item ? { item } : {}) })
  const root = rootTask({
    id: order.id,
    kind: 'consultation',
    title: order.code?.text ?? '',
    priority: order.priority && order.priority !== 'routine' ? 'urgent' : 'routine',
    subject: order.subject,
    encounterId: order.encounter?.reference?.split('/').at(-1) ?? '',
    question: [order.reasonCode?.[0]?.text, order.note?.[0]?.text].filter(Boolean).join('. '),
    askedAt,
    requester: order.requester ?? {},
    form: kind?.code ?? 'departments',
    orderId: order.id,
  })
  const invited = (order.performer ?? []).filter((one) =>
    /^(Organization|Practitioner)\//.test(one.reference ?? ''),
  )
  const owners = invited.map((one): Reference => {
    const display = one.display ?? names.get(one.reference ?? '')
    return { ...(one as Reference), ...(display ? { display } : {}) }
  })
  return { root, invitations: owners.map((one) => invitationTask(root, one, order.requester ?? {}, askedAt)) }
}
