import type { Encounter, Organization, Patient, Practitioner, Reference } from '@medplum/fhirtypes'
import { idOf, isUnderWay } from '#fhir/encounter.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { placeAct } from '#modules/orders/index.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import type { AskBody, ConferenceBody, Invited, PlanBody, ReviewBody } from './contract.ts'
import type { MeetingTask } from './domain/meeting.ts'
import { consultationErrors } from './errors.ts'
import { meetingsOfStay, readMeeting, readStay } from './load.ts'
import { type Asked, invitationTask, rootTask } from './make-tasks.ts'
import { actorOf } from './people.ts'
import { deathReviewOn, kindOn } from './rules.ts'
import { saveMeeting } from './save.ts'

export async function personNamed(ctx: Context, id: string): Promise<Reference> {
  const one = await readResource<Practitioner>(ctx, 'Practitioner', id)
  const [name] = one.name ?? []
  return {
    reference: `Practitioner/${id}`,
    display: [name?.prefix?.[0], name?.text].filter(Boolean).join(' ') || id,
  }
}

async function invitedReference(ctx: Context, one: Invited): Promise<Reference[]> {
  if (one.practitionerId) return [await personNamed(ctx, one.practitionerId)]
  if (one.departmentId) {
    const department = await readResource<Organization>(ctx, 'Organization', one.departmentId)
    return [{ reference: `Organization/${one.departmentId}`, display: department.name ?? one.departmentId }]
  }
  return one.name?.trim() ? [{ display: one.name.trim() }] : []
}

/** The invitations to a meeting: each person, department or guest once. */
export async function invitations(
  ctx: Context,
  root: MeetingTask,
  invited: readonly Invited[],
): Promise<readonly MeetingTask[]> {
  const found = (await Promise.all(invited.map((one) => invitedReference(ctx, one)))).flat()
  const once = new Map(found.map((one) => [one.reference ?? one.display ?? '', one]))
  return [...once.values()].map((one) => invitationTask(root, one, actorOf(ctx), ctx.now()))
}

/** Who chairs and who writes takes part: they are invited like everybody. */
const withOffices = (invited: readonly Invited[], { chairId, secretaryId }: PlanBody): readonly Invited[] => [
  ...invited,
  ...[chairId, secretaryId].flatMap((id) => (id ? [{ practitionerId: id }] : [])),
]

export async function offices(ctx: Context, plan: PlanBody): Promise<Pick<Asked, 'chair' | 'secretary'>> {
  if (plan.chairId && plan.chairId === plan.secretaryId) throw consultationErrors.samePerson()
  return {
    chair: plan.chairId ? await personNamed(ctx, plan.chairId) : undefined,
    secretary: plan.secretaryId ? await personNamed(ctx, plan.secretaryId) : undefined,
  }
}

/** Who plans a meeting and takes part has said so by planning it. */
export function selfAccepted(ctx: Context, task: MeetingTask, at: string): MeetingTask {
  const me = ctx.actor.practitionerId
  if (me === undefined || task.owner?.reference !== `Practitioner/${me}` || task.status !== 'requested')
    return task
  return { ...task, status: 'accepted', executionPeriod: { start: at } }
}

async function planMeeting(
  ctx: Context,
  asked: Omit<Asked, 'askedAt' | 'requester' | 'chair' | 'secretary' | 'at' | 'place'>,
  body: PlanBody & { readonly invited: readonly Invited[] },
): Promise<{ id: string }> {
  const root = rootTask({
    ...asked,
    at: body.at,
    place: body.place,
    askedAt: ctx.now(),
    requester: actorOf(ctx),
    ...(await offices(ctx, body)),
  })
  const tasks = await invitations(ctx, root, withOffices(body.invited, body))
  const at = root.authoredOn ?? ''
  await saveMeeting(ctx, { root, invitations: tasks.map((one) => selfAccepted(ctx, one, at)), stored: false })
  return { id: asked.id }
}

/** Asks for a consultation: the order on the pad and the invitations are one act under one id. */
export async function askConsultation(ctx: Context, encounterId: string, body: AskBody): Promise<{ id: string }> {
  const encounter = await readStay(ctx, encounterId)
  const kind = kindOn(dayInVietnam(ctx.now()), { code: body.kind })
  if (!kind) throw consultationErrors.unknownKind({ kind: body.kind })
  if (body.invited.length === 0) throw consultationErrors.nobodyInvited()
  const line = {
    kind: 'consultation' as const,
    id: body.id,
    code: kind.item,
    urgent: body.urgent ?? false,
    clinicalInfo: body.question,
    ...(body.at ? { start: body.at } : {}),
  }
  await placeAct(ctx, encounterId, { lines: [line] })
  const { order } = await readMeeting(ctx, body.id)
  return planMeeting(
    ctx,
    {
      id: body.id,
      kind: 'consultation',
      title: order?.code?.text ?? kind.title.vi,
      priority: body.urgent ? 'urgent' : 'routine',
      subject: encounter.subject ?? {},
      encounterId,
      question: body.question,
      form: kind.code,
      orderId: body.id,
    },
    body,
  )
}

/** Calls those who care for a patient, and the family, together. */
export async function callConference(
  ctx: Context,
  encounterId: string,
  body: ConferenceBody,
): Promise<{ id: string }> {
  const encounter = await readStay(ctx, encounterId)
  if (!isUnderWay(encounter)) throw consultationErrors.over({ state: encounter.status })
  return planMeeting(
    ctx,
    {
      id: body.id,
      kind: 'conference',
      title: 'Họp chăm sóc',
      priority: 'routine',
      subject: encounter.subject ?? {},
      encounterId,
      question: body.topic,
      dueAt: body.at ? new Date(body.at) : undefined,
    },
    body,
  )
}

/** When the patient of a stay died, when it was in this stay. */
export async function diedIn(ctx: Context, encounter: Encounter): Promise<string | undefined> {
  const ending = encounter.hospitalization?.dischargeDisposition?.coding?.some(
    ({ code }) => code === 'death' || code === 'exp',
  )
  if (!ending) return undefined
  const patient = await readResource<Patient>(ctx, 'Patient', idOf(encounter.subject))
  return patient.deceasedDateTime ?? encounter.period?.end
}

const dayMs = 86_400_000

/** Prepares the review of a death: who takes part, when and where. */
export async function planReview(ctx: Context, encounterId: string, body: ReviewBody): Promise<{ id: string }> {
  const encounter = await readStay(ctx, encounterId)
  const died = await diedIn(ctx, encounter)
  if (!died) throw consultationErrors.notDead()
  const standing = await meetingsOfStay(ctx, encounterId)
  const isReview = ({ root }: { root: MeetingTask }) =>
    root.code?.coding?.some(({ code }) => code === 'death-review') && root.status !== 'cancelled'
  if (standing.some(isReview)) throw consultationErrors.reviewOpen()
  const rule = deathReviewOn(dayInVietnam(new Date(died)))
  return planMeeting(
    ctx,
    {
      id: body.id,
      kind: 'death-review',
      title: 'Kiểm thảo tử vong',
      priority: 'routine',
      subject: encounter.subject ?? {},
      encounterId,
      question: '',
      dueAt: rule && new Date(Date.parse(died) + rule.days * dayMs),
    },
    body,
  )
}
