import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { foldUserName } from './domain/user-name.ts'

/** Id of an account in use; undefined when nobody has this name. */
export async function findAccountId(ctx: Context, userName: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from account
    where facility = ${ctx.facility} and user_name = ${foldUserName(userName)} and active`.execute(ctx.db)
  return rows[0]?.id
}
