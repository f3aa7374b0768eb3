import { sql } from 'kysely'
import { addDays, dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import type { PersonView } from './contract.ts'
import { validUntil } from './domain/training-state.ts'
import { everybody, listPeople } from './repository.ts'
import { findCourse } from './rules.ts'

/** In a demo everybody was taught two months ago, so that the page of the installation tells of real gaps only. */
export async function seedTraining(ctx: Context, now: Date): Promise<void> {
  const heldOn = addDays(dayInVietnam(now), -60)
  for (const person of await listPeople(ctx, everybody))
    for (const { course } of person.needs)
      if (!person.held.some((one) => one.course === course)) await seedOne(ctx, person, course, heldOn)
}

async function seedOne(ctx: Context, { account }: PersonView, course: string, heldOn: string): Promise<void> {
  const until = validUntil(heldOn, findCourse(course)?.validMonths ?? null)
  await sql`
    insert into training_record (facility, id, account, course, held_on, taught_by, result, valid_until, noted_at, noted_by,
      noted_name)
    values (${ctx.facility}, ${ctx.newId()}::uuid, ${account}, ${course}, ${heldOn}::date, 'Phòng Công nghệ thông tin', 'passed',
      ${until ?? null}::date, ${ctx.now()}, ${ctx.actor.id}, ${ctx.actor.name}) on conflict do nothing`.execute(
    ctx.db,
  )
}
