import type { Context } from '#platform/context.ts'
import { readAccount, updateAccount } from './account-store.ts'
import { audit } from './audit.ts'
import type { ChangeAccountBody } from './contract.ts'
import { identityErrors } from './errors.ts'
import { codeKey } from './factors/second-step.ts'
import { attemptKey, forgetFailures } from './login-attempts.ts'
import { permissionsOf, requireRolesOfPeople } from './roles.ts'
import { endSessionsOf } from './session-store.ts'

const administration = 'users.manage'

/** Changes name, roles or departments. What an open session may do follows at its next request. */
export async function changeAccount(ctx: Context, id: string, change: ChangeAccountBody): Promise<void> {
  await readAccount(ctx, id)
  if (change.roles) {
    requireRolesOfPeople(change.roles)
    if (id === ctx.actor.id && !permissionsOf(change.roles).has(administration)) throw identityErrors.ownAccount()
  }
  const row = {
    ...(change.name === undefined ? {} : { name: change.name.normalize('NFC').trim() }),
    ...(change.roles ? { roles: change.roles } : {}),
    ...(change.departments ? { departments: change.departments } : {}),
  }
  if (Object.keys(row).length === 0) return
  await updateAccount(ctx, id, row)
  await audit(ctx, 'account-update', 'success', {
    account: id,
    fields: Object.keys(row).join(' '),
    ...(change.roles ? { roles: change.roles.join(' ') } : {}),
  })
}

/** Closes an account and its sessions until an administrator opens it again. */
export async function lockAccount(ctx: Context, id: string): Promise<void> {
  await readAccount(ctx, id)
  if (id === ctx.actor.id) throw identityErrors.ownAccount()
  await updateAccount(ctx, id, { active: false, off_reason: 'administrator' })
  const sessions = await endSessionsOf(ctx, id, 'administrator')
  await audit(ctx, 'account-lock', 'success', { account: id, sessions })
}

/** Opens an account again, whether an administrator or wrong passwords closed it. */
export async function unlockAccount(ctx: Context, id: string): Promise<void> {
  const account = await readAccount(ctx, id)
  await updateAccount(ctx, id, { active: true, off_reason: null, opened_at: ctx.now() })
  await forgetFailures(ctx, attemptKey(account.user_name))
  await forgetFailures(ctx, codeKey(account.user_name))
  await audit(ctx, 'account-unlock', 'success', { account: id })
}

/** Ends every session of an account. */
export async function closeSessions(ctx: Context, id: string): Promise<void> {
  await readAccount(ctx, id)
  const sessions = await endSessionsOf(ctx, id, 'administrator')
  await audit(ctx, 'logout', 'success', { account: id, sessions })
}
