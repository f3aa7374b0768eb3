import { type RawBuilder, sql } from 'kysely'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { departmentNames } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import type { HeldView, PersonView } from './contract.ts'
import { needsOf, trainingState } from './domain/training-state.ts'
import { rules, type TrainingRules } from './rules.ts'

interface AccountRow {
  readonly id: string
  readonly user_name: string
  readonly name: string
  readonly roles: readonly string[]
  readonly departments: readonly string[]
  readonly created_at: Date
}
interface RecordRow {
  readonly id: string
  readonly account: string
  readonly course: string
  readonly held_on: string
  readonly taught_by: string
  readonly result: 'passed' | 'failed'
  readonly valid_until: string | null
}

/** People with an open account and how they stand with what they need. */
export async function listPeople(
  ctx: Context,
  which: RawBuilder<unknown>,
  { needs, soonDays }: TrainingRules = rules,
): Promise<readonly PersonView[]> {
  const accounts = await sql<AccountRow>`
    select a.id::text as id, a.user_name, a.name, a.roles, a.departments, a.created_at from account a
    where a.facility = ${ctx.facility} and a.kind = 'person' and a.active and ${which} order by a.name, a.user_name`.execute(
    ctx.db,
  )
  const records = await sql<RecordRow>`
    select id, account, course, held_on::text, taught_by, result, valid_until::text from training_record
    where facility = ${ctx.facility} and struck_at is null
      and account = any(${accounts.rows.map((row) => row.id)}::text[]) order by held_on desc`.execute(ctx.db)
  const held = Map.groupBy(records.rows, (row) => row.account)
  const today = dayInVietnam(ctx.now())
  const nameOf = await departmentNames(ctx)
  return accounts.rows.map((row) => {
    const mine = (held.get(row.id) ?? []).map(heldView)
    const of = { today, openedOn: dayInVietnam(row.created_at), soonDays }
    return {
      account: row.id,
      userName: row.user_name,
      name: row.name,
      departments: row.departments.map(nameOf),
      roles: row.roles,
      needs: needsOf(needs, row.roles).map((need) => trainingState(need, mine, of)),
      held: mine,
    }
  })
}

const heldView = (row: RecordRow): HeldView => ({
  id: row.id,
  course: row.course,
  heldOn: row.held_on,
  taughtBy: row.taught_by,
  result: row.result,
  validUntil: row.valid_until ?? undefined,
})

export const everybody = sql`true`
export const account = (id: string) => sql`a.id::text = ${id}`
export const departments = (of: Context['actor']) =>
  sql`(a.departments && ${[...of.departments]}::text[] or a.id::text = ${of.id})`
