import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { secondFactorPolicies } from '../data-files.ts'
import { identityErrors } from '../errors.ts'
import { permissionsOf } from '../roles.ts'
import type { AccountRow } from '../tables.ts'
import { needOf, policyOf, type SecondFactorNeed, type SecondFactorPolicy } from './need.ts'

export function policyToday(ctx: Context): SecondFactorPolicy {
  const policy = policyOf(secondFactorPolicies.policies, dayInVietnam(ctx.now()))
  if (!policy) throw identityErrors.noPolicy()
  return policy
}

/** Why this person, from this address, needs a second factor today. */
export function secondFactorNeed(
  ctx: Context,
  account: Pick<AccountRow, 'roles' | 'demo'>,
  address: string,
): SecondFactorNeed {
  return needOf(policyToday(ctx), {
    roles: account.roles,
    permissions: permissionsOf(account.roles),
    demo: account.demo,
    address,
  })
}
