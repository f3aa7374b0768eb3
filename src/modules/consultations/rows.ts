import type { Patient } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { idOf } from '#fhir/encounter.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import { isMine } from './answer.ts'
import type { MeetingRow } from './contract.ts'
import {
  encounterOf,
  hasAccepted,
  isOver,
  kindOf,
  type Meeting,
  type MeetingTask,
  patientOf,
  stateOf,
} from './domain/meeting.ts'
import { inputOf } from './domain/parts.ts'
import { kindOn } from './rules.ts'

export const isLate = (at: string | undefined, now: Date): boolean =>
  at !== undefined && Date.parse(at) < now.getTime()

export const answerDue = ({ restriction }: MeetingTask): string | undefined => restriction?.period?.end

/** Nobody has answered it yet. */
export const isWaiting = ({ status }: MeetingTask): boolean => status === 'requested' || status === 'received'

/** The own invitation, or the one of the own department that nobody has taken. */
export function mineOf(
  ctx: Context,
  { invitations }: Meeting,
  departments: ReadonlySet<string>,
): MeetingTask | undefined {
  const mine = invitations.filter((one) => one.status !== 'cancelled' && isMine(ctx, one, departments))
  return mine.find(({ owner }) => owner?.reference?.startsWith('Practitioner/')) ?? mine[0]
}

async function patientNames(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)].filter(Boolean)
  if (wanted.length === 0) return new Map()
  const found = await searchResources<Patient>(ctx, 'Patient', { _id: wanted.join(','), _count: '500' })
  return new Map(found.map((one) => [one.id ?? '', one.name?.[0]?.text ?? '']))
}

async function wardNames(ctx: Context, encounterIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ encounter_id: string; name: string }>`
    select stay.encounter_id, ward.name from stay join ward_place ward
      on ward.facility = stay.facility and ward.department = stay.department and ward.kind = 'wa'
    where stay.facility = ${ctx.facility} and stay.encounter_id = any (${[...new Set(encounterIds)]}::text[])`.execute(
    ctx.db,
  )
  return new Map(rows.map((row) => [row.encounter_id, row.name]))
}

function rowOf(
  ctx: Context,
  meeting: Meeting,
  named: { readonly patient: string; readonly department: string | undefined },
  departments: ReadonlySet<string>,
): MeetingRow {
  const { root, invitations } = meeting
  const now = ctx.now()
  const state = stateOf(meeting)
  const over = isOver({ status: state as MeetingTask['status'] & string })
  const form = inputOf(root, 'form')?.valueCode
  const kind = form ? kindOn(dayInVietnam(new Date(root.authoredOn ?? now)), { code: form }) : undefined
  const dueAt = root.restriction?.period?.end
  const mine = mineOf(ctx, meeting, departments)
  const standing = invitations.filter(({ status }) => status !== 'cancelled' || over)
  return {
    id: root.id,
    kind: kindOf(root),
    title: root.code?.text ?? '',
    urgent: root.priority !== undefined && root.priority !== 'routine',
    patientId: patientOf(meeting),
    patientName: named.patient,
    encounterId: encounterOf(meeting),
    question: root.description ?? '',
    askedAt: root.authoredOn ?? '',
    askedBy: root.requester?.display ?? '',
    late: !over && isLate(dueAt, now),
    state,
    invited: standing.length,
    accepted: standing.filter(hasAccepted).length,
    ...present({
      form: kind?.title,
      department: named.department,
      at: root.executionPeriod?.start,
      place: inputOf(root, 'place')?.valueString,
      dueAt,
      mine: mine && mineView(ctx, mine, over),
    }),
  }
}

function mineView(ctx: Context, task: MeetingTask, over: boolean): NonNullable<MeetingRow['mine']> {
  const dueAt = answerDue(task)
  return {
    id: task.id,
    state: task.status ?? 'requested',
    late: !over && isWaiting(task) && isLate(dueAt, ctx.now()),
    ...present({
      dueAt,
      department: task.owner?.reference?.startsWith('Organization/') ? task.owner.display : undefined,
    }),
  }
}

/** Meetings as lists show them. */
export async function meetingRows(
  ctx: Context,
  meetings: readonly Meeting[],
  departments: ReadonlySet<string>,
): Promise<MeetingRow[]> {
  const [patients, wards] = await Promise.all([
    patientNames(ctx, meetings.map(patientOf)),
    wardNames(ctx, meetings.map(encounterOf)),
  ])
  return meetings.map((one) =>
    rowOf(
      ctx,
      one,
      { patient: patients.get(patientOf(one)) ?? idOf(one.root.for), department: wards.get(encounterOf(one)) },
      departments,
    ),
  )
}
