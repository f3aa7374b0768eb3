import Type from 'typebox'
import { present } from '#kernel/present.ts'
import type { Api } from '#platform/http/api.ts'
import { ProofsQuery, ProofsView, RetryAnswer, WaitingCount } from '../contract.ts'
import { demoCrl, demoOcsp } from './demo-answers.ts'
import { countOwed, listOwed } from './list-owed.ts'
import { payDebtsNow } from './pay-debts.ts'

const OcspParams = Type.Object({ request: Type.String({ minLength: 4, maxLength: 4096 }) })

/** Routes about the proofs that signed papers carry, and the answers of the demo authority. */
export function evidenceRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/signing/proofs',
      permission: 'signing.oversee',
      summary: 'Signatures that still lack proofs, oldest first, page by page, and how many are in which state',
      query: ProofsQuery,
      response: ProofsView,
    },
    ({ ctx, query }) => listOwed(ctx, present(query)),
  )
  api(
    {
      method: 'GET',
      path: '/signing/proofs/count',
      permission: 'signing.oversee',
      summary: 'How many signed papers lack proofs',
      response: WaitingCount,
    },
    async ({ ctx }) => ({ count: await countOwed(ctx), tone: 'warn' }) as const,
  )
  api(
    {
      method: 'POST',
      path: '/signing/proofs/retry',
      permission: 'signing.oversee',
      summary: 'Ask the trust services again now for all that waits',
      response: RetryAnswer,
      // Asks other systems, so not inside one transaction; asked twice it does no harm.
      command: false,
    },
    ({ ctx }) => payDebtsNow(ctx),
  )
  api(
    {
      method: 'GET',
      path: '/signing/authority/crl',
      permission: 'public',
      summary: 'Certificates that the demo authority has revoked (RFC 5280)',
    },
    async ({ ctx, reply }) => reply.type('application/pkix-crl').send(await demoCrl(ctx)),
  )
  api(
    {
      method: 'GET',
      path: '/signing/authority/ocsp/:request',
      permission: 'public',
      summary: 'State of a certificate of the demo authority (RFC 6960 annex A.1, request in base64)',
      params: OcspParams,
    },
    async ({ ctx, params, reply }) =>
      reply.type('application/ocsp-response').send(await demoOcsp(ctx, Buffer.from(params.request, 'base64'))),
  )
}
