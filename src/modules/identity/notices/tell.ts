import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { mailSender } from '#platform/outbound/mail.ts'
import { roles } from '../data-files.ts'
import { tables } from '../tables.ts'
import type { NoticeKind } from './contract.ts'

type Detail = Readonly<Record<string, string | number>>

/** Tells a person of something that happened to the own account: on the screen, and by e-mail where there is an address. */
export function tell(
  ctx: Context,
  account: string,
  kind: NoticeKind,
  detail: Detail = {},
  /** Instead of the address of today: who is told that the address changed. */
  to?: string | null,
): Promise<void> {
  return tellAll(ctx, [account], kind, detail, to)
}

async function tellAll(
  ctx: Context,
  accounts: readonly string[],
  kind: NoticeKind,
  detail: Detail,
  to?: string | null,
): Promise<void> {
  if (accounts.length === 0) return
  const now = ctx.now()
  const known = await tables(ctx)
    .selectFrom('account')
    .select(['id', 'email'])
    .where('facility', '=', ctx.facility)
    .where('id', 'in', accounts)
    .execute()
  const byMail = mailSender(ctx.config) !== undefined
  const rows = known.map(({ id, email }) => {
    const address = to === undefined ? email : to
    return {
      facility: ctx.facility,
      id: ctx.newId(),
      account: id,
      kind,
      detail: JSON.stringify(detail) as never,
      at: now,
      seen_at: null,
      mail_to: address,
      mail: address !== null && byMail ? ('waiting' as const) : ('none' as const),
      tries: 0,
      next_at: now,
    }
  })
  if (rows.length > 0) await tables(ctx).insertInto('account_notice').values(rows).execute()
}

const administration = 'users.manage'

/** Tells everybody who administers accounts. */
export async function tellAdministrators(ctx: Context, kind: NoticeKind, detail: Detail): Promise<void> {
  const names = [...roles.values()]
    .filter(({ permissions }) => permissions.includes(administration))
    .map(({ name }) => name)
  const { rows } = await sql<{ id: string }>`
    select id from account where facility = ${ctx.facility} and active and kind = 'person' and roles && ${names}::text[]`.execute(
    ctx.db,
  )
  await tellAll(
    ctx,
    rows.map(({ id }) => id),
    kind,
    detail,
  )
}
