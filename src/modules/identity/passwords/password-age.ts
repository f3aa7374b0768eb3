import type { Context } from '#platform/context.ts'
import { passwordRules } from '../data-files.ts'
import { permissionsOf } from '../roles.ts'
import type { AccountRow } from '../tables.ts'

const dayMs = 86_400_000

/** Whether the password is older than the rules allow; those of demo accounts do not age. */
export function isPasswordTooOld(ctx: Context, account: AccountRow): boolean {
  if (account.demo || !account.password_changed_at) return false
  const isAdministrator = permissionsOf(account.roles).has(passwordRules.administratorPermission)
  const days = isAdministrator ? passwordRules.administratorDays : passwordRules.everybodyDays
  return ctx.now().getTime() - new Date(account.password_changed_at).getTime() > days * dayMs
}
