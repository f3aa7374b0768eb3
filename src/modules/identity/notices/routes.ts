import Type from 'typebox'
import type { Api } from '#platform/http/api.ts'
import { AccountNotice, OwnEmail, OwnEmailBody, SeenBody } from './contract.ts'
import { readEmail, setEmail } from './own-email.ts'
import { listNotices, markSeen } from './own-notices.ts'

const NoticeQuery = Type.Object({ all: Type.Optional(Type.Boolean()) })

/** What people are told of their own accounts, and where letters go. */
export function noticeRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/session/notices',
      permission: 'login',
      summary: 'What happened to the own account: not seen yet, or all',
      query: NoticeQuery,
      response: Type.Array(AccountNotice),
    },
    ({ ctx, query }) => listNotices(ctx, query.all ?? false),
  )
  api(
    {
      method: 'POST',
      path: '/session/notices/seen',
      permission: 'login',
      summary: 'Say that notices were seen',
      body: SeenBody,
      command: false,
    },
    ({ ctx, body }) => markSeen(ctx, body.ids),
  )
  api(
    {
      method: 'GET',
      path: '/session/email',
      permission: 'login',
      summary: 'Where the person is told of changes by e-mail',
      response: OwnEmail,
    },
    ({ ctx }) => readEmail(ctx),
  )
  api(
    {
      method: 'PUT',
      path: '/session/email',
      permission: 'login',
      summary: 'Say where the person is told of changes by e-mail',
      body: OwnEmailBody,
      command: false,
    },
    ({ ctx, body }) => setEmail(ctx, body),
  )
}
