import type { Encounter, MedicationRequest, ServiceRequest, Task } from '@medplum/fhirtypes'
import { idOf, recordStateOf } from '#fhir/encounter.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { isMine } from './answer.ts'
import { chartFacts } from './chart-facts.ts'
import { conductsIn } from './conducts.ts'
import type { DeathTexts, InvitationView, MeetingView, Person } from './contract.ts'
import {
  chairOf,
  encounterOf,
  isDepartment,
  isOver,
  kindOf,
  type Meeting,
  type MeetingTask,
  secretaryOf,
  stateOf,
} from './domain/meeting.ts'
import { inputOf, outputOf, outputsOf } from './domain/parts.ts'
import { consultationErrors } from './errors.ts'
import { readMeeting } from './load.ts'
import { fillsOf } from './minutes-fills.ts'
import { ownDepartments, peopleOf } from './people.ts'
import { answerDue, isLate, isWaiting, meetingRows } from './rows.ts'

const closed = new Set(['completed', 'submitted', 'accepted', 'archived'])

/** What a person may see of a meeting and its chart. */
interface Access {
  readonly chart: boolean
  /** When the access that an invitation gave came to its end. */
  readonly closedAt?: string
}

/**
 * Who reads charts of wards by role reads this one too. Everybody else reads it as one who is invited: from the invitation to
 * the end of the meeting, and not after declining.
 */
function accessOf(ctx: Context, meeting: Meeting, departments: ReadonlySet<string>, over: boolean): Access {
  if (can(ctx.actor, 'rounds.read')) return { chart: true }
  const me = `Practitioner/${ctx.actor.practitionerId}`
  const asked = [meeting.root.requester, chairOf(meeting.root), secretaryOf(meeting.root)].some(
    (who) => who?.reference === me,
  )
  const mine = meeting.invitations.filter((one) => isMine(ctx, one, departments))
  if (!asked && mine.length === 0) throw consultationErrors.notForYou()
  const standing = mine.some(({ status }) => status !== 'rejected' && (status !== 'cancelled' || over))
  if (!over && (asked || standing)) return { chart: true }
  const ends = over
    ? [meeting.root.executionPeriod?.end]
    : mine.map(({ executionPeriod }) => executionPeriod?.start)
  const closedAt = ends.find((at) => at !== undefined) ?? meeting.root.meta?.lastUpdated
  return { chart: false, ...present({ closedAt }) }
}

function invitationView(
  ctx: Context,
  one: MeetingTask,
  people: ReadonlyMap<string, Person>,
  given: { readonly departments: ReadonlySet<string>; readonly over: boolean },
): InvitationView {
  const department = isDepartment(one.owner)
  const person = department ? undefined : people.get(idOf(one.owner))
  const dueAt = answerDue(one)
  return {
    id: one.id,
    who: person?.name ?? one.owner?.display ?? '',
    isDepartment: department,
    state: one.status ?? 'requested',
    late: !given.over && isWaiting(one) && isLate(dueAt, ctx.now()),
    mine: !given.over && one.status !== 'cancelled' && isMine(ctx, one, given.departments),
    ...present({
      title: person?.title,
      department: inputOf(one, 'department')?.valueReference?.display ?? person?.department,
      practitionerId: person?.id,
      reason: one.statusReason?.text,
      proposedAt: inputOf(one, 'proposed-time')?.valueDateTime,
      replaces: inputOf(one, 'replaces')?.valueReference?.display,
      answeredAt: one.executionPeriod?.start,
      dueAt,
      opinion: outputOf(one, 'opinion')?.valueString,
    }),
  }
}

/** Orders of the pad that say they follow from the consultation. */
async function followingOrders(ctx: Context, meeting: Meeting): Promise<MeetingView['orders']> {
  if (!meeting.order) return []
  const basis = `ServiceRequest/${meeting.order.id}`
  const query = { encounter: `Encounter/${encounterOf(meeting)}`, _count: '500' }
  const [services, drugs] = await Promise.all([
    searchResources<ServiceRequest>(ctx, 'ServiceRequest', { ...query, 'based-on': basis }),
    searchResources<MedicationRequest>(ctx, 'MedicationRequest', query),
  ])
  return [
    ...services.map((one) => ({ id: one.id ?? '', type: 'ServiceRequest', name: one.code?.text ?? '' })),
    ...drugs
      .filter(({ basedOn }) => basedOn?.some(({ reference }) => reference === basis))
      .map((one) => ({
        id: one.id ?? '',
        type: 'MedicationRequest',
        name: [one.medicationCodeableConcept?.text, one.dosageInstruction?.[0]?.text].filter(Boolean).join(', '),
      })),
  ]
}

async function decisionsOf(ctx: Context, root: MeetingTask): Promise<MeetingView['decisions']> {
  const ids = outputsOf(root, 'decision').map(({ valueReference }) => idOf(valueReference))
  if (ids.length === 0) return []
  const found = await searchResources<Task>(ctx, 'Task', { _id: ids.join(',') })
  return found.map((one) => ({
    text: one.code?.text ?? '',
    dueAt: one.restriction?.period?.end ?? '',
    state: one.status ?? '',
  }))
}

function deathTexts(root: MeetingTask): DeathTexts | undefined {
  if (kindOf(root) !== 'death-review') return undefined
  const text = (name: string) => outputOf(root, `death.${name}`)?.valueString ?? ''
  return {
    history: text('history'),
    admissionState: text('admissionState'),
    diagnoses: text('diagnoses'),
    cause: text('cause'),
    reception: text('reception'),
    examination: text('examination'),
    treatment: text('treatment'),
    care: text('care'),
    family: text('family'),
  }
}

async function minutesView(ctx: Context, root: MeetingTask): Promise<MeetingView['minutes']> {
  const text = (name: string) => outputOf(root, name)?.valueString
  return {
    fills: await fillsOf(ctx, root),
    ...present({
      summary: text('summary'),
      conclusion: text('conclusion'),
      plan: text('plan'),
      death: deathTexts(root),
    }),
  }
}

/** A meeting with everybody who is invited, the chart as long as it is open for it, its minutes and what follows. */
export async function readMeetingView(ctx: Context, id: string): Promise<MeetingView> {
  const [meeting, departments] = await Promise.all([readMeeting(ctx, id), ownDepartments(ctx)])
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterOf(meeting))
  const { root, invitations } = meeting
  const over = isOver({ status: stateOf(meeting) as MeetingTask['status'] & string })
  const access = accessOf(ctx, meeting, departments, over)
  const ids = [chairOf(root), secretaryOf(root), ...invitations.map(({ owner }) => owner)].map(idOf)
  const [people, [row]] = await Promise.all([peopleOf(ctx, ids), meetingRows(ctx, [meeting], departments)])
  if (!row) throw consultationErrors.notFound({ id })
  const readable = access.chart
  return {
    ...row,
    editable: !over && !closed.has(recordStateOf(encounter)),
    conducts: conductsIn(ctx, meeting, encounter, departments),
    invitations: invitations.map((one) => invitationView(ctx, one, people, { departments, over })),
    minutes: readable ? await minutesView(ctx, root) : { fills: [] },
    decisions: readable ? await decisionsOf(ctx, root) : [],
    orders: readable ? await followingOrders(ctx, meeting) : [],
    ...present({
      chair: people.get(idOf(chairOf(root))),
      secretary: people.get(idOf(secretaryOf(root))),
      cancelReason: root.statusReason?.text,
      endedAt: root.executionPeriod?.end,
      chart: readable ? await chartFacts(ctx, encounterOf(meeting)) : undefined,
      chartClosedAt: access.closedAt,
    }),
  }
}
