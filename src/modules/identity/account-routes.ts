import Type from 'typebox'
import type { Api } from '#platform/http/api.ts'
import { inTransaction } from '#platform/http/command.ts'
import { changeAccount, closeSessions, lockAccount, unlockAccount } from './change-account.ts'
import {
  AccountParams,
  AccountSummary,
  ChangeAccountBody,
  NewAccountBody,
  ResetPasswordBody,
  RoleSummary,
  SessionSummary,
} from './contract.ts'
import { createAccount } from './create-account.ts'
import { roles } from './data-files.ts'
import { listAccounts, listSessions } from './list-accounts.ts'
import { resetPassword } from './set-password.ts'

const permission = 'users.manage'

/** Administration of accounts. What carries a password is no command: no hash of it is to be kept. */
export function accountRoutes(api: Api): void {
  const one = { params: AccountParams, permission } as const
  api(
    {
      method: 'GET',
      path: '/accounts',
      permission,
      summary: 'All accounts',
      response: Type.Array(AccountSummary),
    },
    ({ ctx }) => listAccounts(ctx),
  )
  api(
    {
      method: 'POST',
      path: '/accounts',
      permission,
      summary: 'Make an account',
      body: NewAccountBody,
      command: false,
    },
    ({ ctx, body }) =>
      inTransaction(ctx, async (within) => ({ id: await createAccount(within, { ...body, mustChange: true }) })),
  )
  api(
    {
      method: 'PUT',
      path: '/accounts/:id',
      ...one,
      summary: 'Change name, roles or departments',
      body: ChangeAccountBody,
    },
    ({ ctx, params, body }) => changeAccount(ctx, params.id, body),
  )
  api(
    { method: 'POST', path: '/accounts/:id/lock', ...one, summary: 'Close an account and its sessions' },
    ({ ctx, params }) => lockAccount(ctx, params.id),
  )
  api(
    { method: 'POST', path: '/accounts/:id/unlock', ...one, summary: 'Open an account again' },
    ({ ctx, params }) => unlockAccount(ctx, params.id),
  )
  api(
    {
      method: 'POST',
      path: '/accounts/:id/password',
      ...one,
      summary: 'Set a password to be changed at the next login',
      body: ResetPasswordBody,
      command: false,
    },
    ({ ctx, params, body }) => inTransaction(ctx, (within) => resetPassword(within, params.id, body.password)),
  )
  api(
    {
      method: 'GET',
      path: '/accounts/:id/sessions',
      ...one,
      summary: 'The latest sessions of an account',
      response: Type.Array(SessionSummary),
    },
    ({ ctx, params }) => listSessions(ctx, params.id),
  )
  api(
    { method: 'DELETE', path: '/accounts/:id/sessions', ...one, summary: 'End all sessions of an account' },
    ({ ctx, params }) => closeSessions(ctx, params.id),
  )
  api(
    {
      method: 'GET',
      path: '/roles',
      permission,
      summary: 'Roles and what they allow',
      response: Type.Array(RoleSummary),
    },
    () => [...roles.values()],
  )
}
