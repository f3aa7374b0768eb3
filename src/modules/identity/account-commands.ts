import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { findAccountByName } from './account-store.ts'
import { audit } from './audit.ts'
import { changeAccount, lockAccount, unlockAccount } from './change-account.ts'
import { createAccount, type NewAccount } from './create-account.ts'
import { foldUserName, isUserName } from './domain/user-name.ts'
import { identityErrors } from './errors.ts'
import { listAccounts } from './list-accounts.ts'
import { makePassword } from './password.ts'
import { takeBreached } from './passwords/breached-file.ts'
import { takePeople } from './people/people-file.ts'
import { resetPassword } from './set-password.ts'

async function idOf(ctx: Context, userName: string): Promise<string> {
  const folded = foldUserName(userName)
  const account = isUserName(folded) ? await findAccountByName(ctx, folded) : undefined
  if (!account) throw identityErrors.accountNotFound({ id: folded.slice(0, 64) })
  return account.id
}

const byName = (work: (ctx: Context, id: string) => Promise<void>) => (ctx: Context, userName: string) =>
  inTransaction(ctx, async (within) => work(within, await idOf(within, userName)))

/** What `lanong user` does, by user name: list, add, set-password, lock, unlock, roles. */
export const accountCommands = {
  /** A random password that follows the rules. */
  makePassword,
  list: listAccounts,
  add: (ctx: Context, account: NewAccount): Promise<string> =>
    inTransaction(ctx, (within) => createAccount(within, account)),
  setPassword: (ctx: Context, userName: string, password: string): Promise<void> =>
    byName((within, id) => resetPassword(within, id, password))(ctx, userName),
  /** Takes a list of leaked passwords for the check without any network; returns how many there are. */
  takeBreached: async (ctx: Context, file: string, said: (lines: number) => void): Promise<number> => {
    const count = await takeBreached(ctx.config.dataDir, file, said)
    await audit(ctx, 'breached-list', 'success', { count })
    return count
  },
  /** What a personnel file means for the accounts; carried out when `apply`. */
  people: takePeople,
  lock: byName(lockAccount),
  unlock: byName(unlockAccount),
  setRoles: (ctx: Context, userName: string, roles: readonly string[]): Promise<void> =>
    byName((within, id) => changeAccount(within, id, { roles: [...roles] }))(ctx, userName),
} as const
