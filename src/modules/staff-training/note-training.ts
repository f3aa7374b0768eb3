import { sql } from 'kysely'
import { dayInVietnam, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { knownAccounts } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import type { RecordBody } from './contract.ts'
import { type Course, validUntil } from './domain/training-state.ts'
import { trainingErrors } from './errors.ts'
import { findCourse } from './rules.ts'

interface Checked {
  readonly account: string
  readonly course: Course
  readonly known: boolean
}

/** What a line means, or the failure that says what is wrong with it. */
export async function checkRecord(ctx: Context, given: RecordBody): Promise<Checked> {
  const course = findCourse(given.course)
  if (!course) throw trainingErrors.course({ course: given.course })
  if (!isDay(given.heldOn) || given.heldOn > dayInVietnam(ctx.now()))
    throw trainingErrors.day({ day: given.heldOn })
  if (given.taughtBy.trim() === '') throw trainingErrors.teacher()
  const [account] = await knownAccounts(ctx, { userNames: [given.userName.trim().toLowerCase()] })
  if (!account) throw trainingErrors.account({ userName: given.userName })
  const { rows } = await sql`
    select 1 from training_record where facility = ${ctx.facility} and account = ${account.id}
      and course = ${course.code} and held_on = ${given.heldOn}::date and struck_at is null`.execute(ctx.db)
  return { account: account.id, course, known: rows.length > 0 }
}

export async function noteTraining(ctx: Context, given: RecordBody): Promise<{ readonly id: string }> {
  const { account, course, known } = await checkRecord(ctx, given)
  if (known) throw trainingErrors.known({ day: given.heldOn, userName: given.userName })
  const id = ctx.newId()
  const until = given.result === 'passed' ? validUntil(given.heldOn, course.validMonths) : undefined
  await sql`
    insert into training_record (facility, id, account, course, held_on, taught_by, result, valid_until, noted_at, noted_by,
      noted_name)
    values (${ctx.facility}, ${id}::uuid, ${account}, ${course.code}, ${given.heldOn}::date, ${given.taughtBy.trim()},
      ${given.result}, ${until ?? null}::date, ${ctx.now()}, ${ctx.actor.id}, ${ctx.actor.name})`.execute(ctx.db)
  await note(ctx, 'noted', { account, course: course.code, result: given.result })
  return { id }
}

/** Strikes a line that was wrong; it stays, with the reason. */
export async function strikeTraining(ctx: Context, id: string, reason: string): Promise<void> {
  const { numAffectedRows } = await sql`
    update training_record set struck_at = ${ctx.now()}, struck_by = ${ctx.actor.id}, struck_reason = ${reason.trim()}
    where facility = ${ctx.facility} and id = ${id}::uuid and struck_at is null`.execute(ctx.db)
  if (numAffectedRows !== 1n) throw commonErrors.notFound({ type: 'Training', id })
  await note(ctx, 'struck', { record: id })
}

const note = (ctx: Context, step: string, detail: Readonly<Record<string, string>>) =>
  writeAudit(ctx, { action: 'training', outcome: 'success', detail: { step, ...detail } })
