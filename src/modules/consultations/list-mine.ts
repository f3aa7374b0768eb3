import { idOf } from '#fhir/encounter.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import type { MeetingRow, MineView } from './contract.ts'
import { chairOf, encounterOf, hasAccepted, isDepartment, type Meeting, secretaryOf } from './domain/meeting.ts'
import { openMeetings } from './load.ts'
import { ownDepartments } from './people.ts'
import { answerDue, isLate, isWaiting, meetingRows, mineOf } from './rows.ts'

interface Mine {
  readonly meeting: Meeting
  readonly row: MeetingRow
}

const isMe = (ctx: Context, who: { readonly reference?: string } | undefined): boolean =>
  ctx.actor.practitionerId !== undefined && who?.reference === `Practitioner/${ctx.actor.practitionerId}`

const soon = (a: Mine, b: Mine): number =>
  Number(b.row.urgent) - Number(a.row.urgent) ||
  (a.row.at ?? a.row.dueAt ?? '').localeCompare(b.row.at ?? b.row.dueAt ?? '')

const waitsForMe = (ctx: Context, meeting: Meeting, departments: ReadonlySet<string>): boolean => {
  const mine = mineOf(ctx, meeting, departments)
  return mine !== undefined && isWaiting(mine)
}

const conducts = (ctx: Context, { root }: Meeting): boolean =>
  isMe(ctx, chairOf(root)) || isMe(ctx, secretaryOf(root)) || isMe(ctx, root.requester)

/** An invitation was not answered in time, or the meeting not held. */
function overdue(ctx: Context, { meeting, row }: Mine): boolean {
  const unanswered = meeting.invitations.some((one) => isWaiting(one) && isLate(answerDue(one), ctx.now()))
  return row.late || unanswered
}

const concerns = (ctx: Context, meeting: Meeting, departments: ReadonlySet<string>): boolean =>
  conducts(ctx, meeting) ||
  meeting.invitations.some(
    ({ owner }) => isMe(ctx, owner) || (isDepartment(owner) && departments.has(idOf(owner))),
  )

/** What waits for the person: to answer, to come, to write; what was asked, and what is late. */
export async function listMine(ctx: Context): Promise<MineView> {
  const [meetings, departments] = await Promise.all([openMeetings(ctx), ownDepartments(ctx)])
  const about = meetings.filter((one) => concerns(ctx, one, departments))
  const rows = await meetingRows(ctx, about, departments)
  const all = about.flatMap((meeting, at): Mine[] => {
    const row = rows[at]
    return row ? [{ meeting, row }] : []
  })
  const of = (which: (one: Mine) => boolean) =>
    all
      .filter(which)
      .toSorted(soon)
      .map(({ row }) => row)
  await auditView(ctx, { kind: 'consultations', entities: about.map((one) => `Encounter/${encounterOf(one)}`) })
  return {
    invited: of(({ meeting }) => waitsForMe(ctx, meeting, departments)),
    coming: of(({ meeting }) => {
      const mine = mineOf(ctx, meeting, departments)
      return mine !== undefined && hasAccepted(mine)
    }),
    asked: of(({ meeting }) => isMe(ctx, meeting.root.requester)),
    toWrite: of(
      ({ meeting, row }) =>
        (isMe(ctx, chairOf(meeting.root)) || isMe(ctx, secretaryOf(meeting.root))) &&
        (row.state === 'in-progress' || isLate(row.at, ctx.now())),
    ),
    late: of((one) => overdue(ctx, one)),
  }
}

/** How many invitations wait for the person; red when one is late. */
export async function countMine(ctx: Context): Promise<{ count: number; tone?: string }> {
  const [meetings, departments] = await Promise.all([openMeetings(ctx), ownDepartments(ctx)])
  const waiting = meetings.filter((one) => waitsForMe(ctx, one, departments))
  const late = waiting.some((one) => {
    const mine = mineOf(ctx, one, departments)
    return mine !== undefined && isLate(answerDue(mine), ctx.now())
  })
  return { count: waiting.length, ...(late ? { tone: 'hot' } : {}) }
}
