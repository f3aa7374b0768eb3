import { instantInVietnam } from '#kernel/civil-date.ts'
import { changeOrder } from '#modules/orders/index.ts'
import type { Context } from '#platform/context.ts'
import { invitations, offices, selfAccepted } from './ask.ts'
import { holdToConduct } from './conducts.ts'
import { consultantChange } from './consultants.ts'
import type { Invited, PlanBody } from './contract.ts'
import {
  encounterOf,
  hasAccepted,
  invitationOf,
  isOver,
  isPerson,
  type Meeting,
  type MeetingTask,
} from './domain/meeting.ts'
import { personValue, textValue, withInput, withOutputs } from './domain/parts.ts'
import { consultationErrors } from './errors.ts'
import { holdMeeting } from './load.ts'
import { answerUntil } from './make-tasks.ts'
import { saveMeeting } from './save.ts'

/** Those who are invited with those who are invited now; who was invited before keeps the answer. */
async function joined(
  ctx: Context,
  meeting: Meeting,
  invited: readonly Invited[],
): Promise<readonly MeetingTask[]> {
  const known = new Set(meeting.invitations.map(({ id }) => id))
  const owners = new Set(
    meeting.invitations.flatMap(({ owner, status }) => (status === 'cancelled' ? [] : (owner?.reference ?? []))),
  )
  const at = instantInVietnam(ctx.now())
  const fresh = (await invitations(ctx, meeting.root, invited)).filter(
    ({ id, owner }) => !known.has(id) && !owners.has(owner?.reference ?? ''),
  )
  return [...meeting.invitations, ...fresh.map((one) => selfAccepted(ctx, one, at))]
}

export async function invite(ctx: Context, id: string, invited: readonly Invited[]): Promise<void> {
  const meeting = await holdToConduct(ctx, id)
  const after = { ...meeting, invitations: await joined(ctx, meeting, invited) }
  await saveMeeting(ctx, after, await consultantChange(ctx, after, false))
}

/** Who has come to one time is asked again for another. */
function askedAgain(ctx: Context, root: MeetingTask, task: MeetingTask): MeetingTask {
  const moves = hasAccepted(task) || task.status === 'received'
  if (!moves || !isPerson(task.owner)) return task
  const { executionPeriod: _period, ...rest } = task
  const again: MeetingTask = {
    ...rest,
    status: 'requested',
    restriction: { period: { end: answerUntil(root, ctx.now()) } },
  }
  return selfAccepted(ctx, withInput(again, 'proposed-time', undefined), instantInVietnam(ctx.now()))
}

/** Sets time, place, chair and secretary; who accepted another time is asked again. */
export async function plan(ctx: Context, id: string, body: PlanBody): Promise<void> {
  const meeting = await holdToConduct(ctx, id)
  const { chair, secretary } = await offices(ctx, body)
  const moved = body.at !== undefined && body.at !== meeting.root.executionPeriod?.start
  const timed: MeetingTask = body.at ? { ...meeting.root, executionPeriod: { start: body.at } } : meeting.root
  const placed = body.place === undefined ? timed : withInput(timed, 'place', textValue(body.place))
  const chaired = chair ? withInput(placed, 'chair', personValue(chair)) : placed
  const root = secretary ? withInput(chaired, 'secretary', personValue(secretary)) : chaired
  const invited = [body.chairId, body.secretaryId].flatMap((one) => (one ? [{ practitionerId: one }] : []))
  const all = await joined(ctx, { ...meeting, root }, invited)
  const after = { ...meeting, root, invitations: moved ? all.map((one) => askedAgain(ctx, root, one)) : all }
  await saveMeeting(ctx, after, await consultantChange(ctx, after, false))
}

/** The own opinion of who takes part, for the minutes. */
export async function writeOpinion(ctx: Context, id: string, text: string): Promise<void> {
  const meeting = await holdMeeting(ctx, id)
  const mine = invitationOf(meeting, ctx.actor.practitionerId)
  if (!mine || !hasAccepted(mine)) throw consultationErrors.notParticipant()
  const said = withOutputs(mine, 'opinion', [{ valueString: text.trim() }])
  await saveMeeting(ctx, {
    ...meeting,
    invitations: meeting.invitations.map((one) => (one.id === mine.id ? said : one)),
  })
}

/** A time that was planned for later than the end did not come. */
const until = (period: MeetingTask['executionPeriod'], at: string): MeetingTask['executionPeriod'] & object =>
  period?.start && Date.parse(period.start) <= Date.parse(at) ? { ...period, end: at } : { end: at }

/** The meeting as nobody holds it any more. */
export function closed(meeting: Meeting, status: 'completed' | 'cancelled', at: string): Meeting {
  const { root } = meeting
  return {
    ...meeting,
    root: { ...root, status, executionPeriod: until(root.executionPeriod, at) },
    invitations: meeting.invitations.map((one) => {
      if (isOver(one)) return one
      const ends = status === 'completed' && hasAccepted(one) ? 'completed' : 'cancelled'
      return { ...one, status: ends, executionPeriod: until(one.executionPeriod, at) }
    }),
  }
}

/** Cancels a meeting with its reason; the order of a consultation is stopped with it. */
export async function cancelMeeting(ctx: Context, id: string, given: string): Promise<void> {
  const reason = given.trim()
  if (reason.length < 3) throw consultationErrors.reasonMissing()
  const meeting = await holdToConduct(ctx, id)
  const at = instantInVietnam(ctx.now())
  const after = closed(meeting, 'cancelled', at)
  const root = { ...after.root, statusReason: { text: reason } }
  await saveMeeting(ctx, { ...after, root }, await consultantChange(ctx, after, true))
  if (meeting.order?.status === 'active' || meeting.order?.status === 'on-hold') {
    const order = { encounterId: encounterOf(meeting), type: 'ServiceRequest' as const, id }
    await changeOrder(ctx, order, { to: 'stop', reason })
  }
}
