import { commonErrors } from '#kernel/common-errors.ts'
import type { Api } from '#platform/http/api.ts'
import { hasAccounts } from './account-store.ts'
import { FacilityAnswer, LoginBody, OwnPasswordBody, SessionAnswer, SetupBody, SetupState } from './contract.ts'
import { readCookie, sessionCookie } from './cookies.ts'
import { readFacility } from './facility-name.ts'
import { closeBrowserSession, openBrowserSession, readBrowserSession } from './session-answer.ts'
import { changeOwnPassword } from './set-password.ts'
import { setUp } from './setup.ts'

/** Session, own password and first-run setup. Not commands: their answers hold tokens that are kept nowhere. */
export function sessionRoutes(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/session',
      permission: 'public',
      summary: 'Log in',
      body: LoginBody,
      response: SessionAnswer,
      command: false,
    },
    ({ ctx, body, request, reply }) => openBrowserSession({ ctx, request, reply }, body),
  )
  api(
    { method: 'GET', path: '/session', permission: 'login', summary: 'Who is logged in', response: SessionAnswer },
    async ({ ctx, request }) => {
      const answer = await readBrowserSession({ ctx, request })
      if (!answer) throw commonErrors.notLoggedIn()
      return answer
    },
  )
  api(
    { method: 'DELETE', path: '/session', permission: 'public', summary: 'Log out', command: false },
    ({ ctx, request, reply }) => closeBrowserSession({ ctx, request, reply }),
  )
  api(
    {
      method: 'PUT',
      path: '/session/password',
      permission: 'login',
      summary: 'Change the own password',
      body: OwnPasswordBody,
      command: false,
    },
    ({ ctx, body, request }) =>
      changeOwnPassword(ctx, { ...body, sessionToken: readCookie(request, sessionCookie, ctx.config) }),
  )
}

export function setupRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/facility',
      permission: 'public',
      summary: 'Code and name of the facility, for the login page',
      response: FacilityAnswer,
    },
    ({ ctx }) => readFacility(ctx),
  )
  api(
    {
      method: 'GET',
      path: '/setup',
      permission: 'public',
      summary: 'Whether the installation waits for its first setup',
      response: SetupState,
    },
    async ({ ctx }) => ({ needed: !(await hasAccounts(ctx)) }),
  )
  api(
    {
      method: 'POST',
      path: '/setup',
      permission: 'public',
      summary: 'Name the facility and make its first administrator',
      body: SetupBody,
      command: false,
    },
    ({ ctx, body, request }) => setUp(ctx, body, request.ip),
  )
}
