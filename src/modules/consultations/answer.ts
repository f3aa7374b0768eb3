import type { Reference } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { personNamed } from './ask.ts'
import { consultantChange } from './consultants.ts'
import type { AnswerBody } from './contract.ts'
import { hasAccepted, isDepartment, type Meeting, type MeetingTask } from './domain/meeting.ts'
import { inputOf, personValue, withInput } from './domain/parts.ts'
import { consultationErrors } from './errors.ts'
import { holdMeeting } from './load.ts'
import { answerUntil } from './make-tasks.ts'
import { actorOf, ownDepartments } from './people.ts'
import { saveMeeting } from './save.ts'

/** Whether the person may answer an invitation: it is the own one, or that of the own department. */
export function isMine(ctx: Context, task: MeetingTask, departments: ReadonlySet<string>): boolean {
  const me = ctx.actor.practitionerId
  if (me !== undefined && task.owner?.reference === `Practitioner/${me}`) return true
  return isDepartment(task.owner) && departments.has(idOf(task.owner))
}

function reasonOf(body: AnswerBody): string {
  const reason = body.reason?.trim() ?? ''
  if (reason.length < 3) throw consultationErrors.reasonMissing()
  return reason
}

/** Who goes instead is asked in turn; that the department was invited, and who passed it on, stays. */
function passedOn(ctx: Context, root: MeetingTask, task: MeetingTask, owner: Reference): MeetingTask {
  const { executionPeriod: _period, statusReason: _reason, ...rest } = task
  const passed: MeetingTask = {
    ...rest,
    status: 'requested',
    owner: owner as MeetingTask['owner'] & object,
    restriction: { period: { end: answerUntil(root, ctx.now()) } },
  }
  const proposed = withInput(passed, 'proposed-time', undefined)
  return withInput(proposed, 'replaces', personValue(task.owner))
}

async function answered(
  ctx: Context,
  { root }: Meeting,
  task: MeetingTask,
  body: AnswerBody,
): Promise<MeetingTask> {
  const at = instantInVietnam(ctx.now())
  if (body.answer === 'replace') {
    if (!body.practitionerId) throw consultationErrors.personMissing()
    return passedOn(ctx, root, task, await personNamed(ctx, body.practitionerId))
  }
  if (body.answer === 'propose') {
    if (!body.at) throw consultationErrors.timeMissing()
    const reason = body.reason?.trim()
    const kept: MeetingTask = {
      ...task,
      status: 'received',
      ...present({ statusReason: reason ? { text: reason } : undefined }),
    }
    return withInput(kept, 'proposed-time', { valueDateTime: body.at })
  }
  if (body.answer === 'decline')
    return { ...task, status: 'rejected', statusReason: { text: reasonOf(body) }, executionPeriod: { start: at } }
  const { statusReason: _reason, ...rest } = task
  const came: MeetingTask = { ...rest, status: 'accepted', executionPeriod: { start: at } }
  const plain = withInput(came, 'proposed-time', undefined)
  if (!isDepartment(task.owner)) return plain
  const owner = actorOf(ctx) as MeetingTask['owner'] & object
  return withInput({ ...plain, owner }, 'department', personValue(task.owner))
}

/** Accepts, declines with a reason, proposes another time, or sends somebody else. */
export async function answerInvitation(ctx: Context, id: string, body: AnswerBody): Promise<void> {
  const meeting = await holdMeeting(ctx, id)
  const task = meeting.invitations.find((one) => one.id === body.invitationId)
  if (!task) throw consultationErrors.notFound({ id: body.invitationId })
  if (!isMine(ctx, task, await ownDepartments(ctx))) {
    const by = task.owner?.display ?? ''
    if (hasAccepted(task) && inputOf(task, 'department'))
      throw consultationErrors.answered({ by, state: task.status ?? '' })
    throw consultationErrors.notInvited({ who: by })
  }
  const done = await answered(ctx, meeting, task, body)
  const after: Meeting = {
    ...meeting,
    root: withProgress(meeting.root, done),
    invitations: meeting.invitations.map((one) => (one.id === task.id ? done : one)),
  }
  await saveMeeting(ctx, after, await consultantChange(ctx, after, false))
}

/** A meeting that somebody comes to is agreed on. */
const withProgress = (root: MeetingTask, answer: MeetingTask): MeetingTask =>
  root.status === 'requested' && answer.status === 'accepted' ? { ...root, status: 'accepted' } : root
