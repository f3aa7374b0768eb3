import type { Context } from '#platform/context.ts'
import { tables } from './tables.ts'

/** Who an account is, for those who tell of its acts; accounts that were switched off too. */
export interface KnownAccount {
  readonly id: string
  readonly userName: string
  readonly name: string
  readonly roles: readonly string[]
  readonly practitionerId: string | undefined
}

/** Of these ids and user names those that are accounts. */
export async function knownAccounts(
  ctx: Context,
  of: { readonly ids: readonly string[] } | { readonly userNames: readonly string[] } | 'staff',
): Promise<readonly KnownAccount[]> {
  let question = tables(ctx)
    .selectFrom('account')
    .select(['id', 'user_name', 'name', 'roles', 'practitioner_id'])
    .where('facility', '=', ctx.facility)
  if (of === 'staff') question = question.where('practitioner_id', 'is not', null)
  else if ('ids' in of) question = question.where((is) => is(is.cast<string>('id', 'text'), 'in', [...of.ids, '']))
  else question = question.where('user_name', 'in', [...of.userNames, ''])
  const rows = await question.execute()
  return rows.map(({ id, user_name: userName, name, roles, practitioner_id }) => ({
    ...{ id, userName, name, roles },
    practitionerId: practitioner_id ?? undefined,
  }))
}
