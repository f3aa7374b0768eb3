import type { Api } from '#platform/http/api.ts'
import * as contract from './contract.ts'
import { exportHeads } from './export-heads.ts'
import { checkHeads, listHeads } from './list-heads.ts'
import { consistency, inclusion, leaves } from './prove-entries.ts'

const permission = 'ledger.read'

export function ledgerRoutes(api: Api): void {
  heads(api)
  proofs(api)
}

function heads(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/ledger/heads',
      permission,
      summary: 'Signed heads of the ledger, newest first',
      query: contract.HeadsQuery,
    },
    ({ ctx, query }) => listHeads(ctx, query),
  )
  api(
    {
      method: 'GET',
      path: '/ledger/heads/check',
      permission,
      summary: 'Check every signed head against the one before and against the ledger',
    },
    ({ ctx }) => checkHeads(ctx),
  )
  api(
    {
      method: 'GET',
      path: '/ledger/heads/export',
      permission,
      summary: 'All signed heads with their proofs in one file, to be published',
    },
    async ({ ctx, reply }) => {
      const { name, bytes } = await exportHeads(ctx)
      return reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'no-store')
        .send(bytes)
    },
  )
}

function proofs(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/ledger/consistency',
      permission,
      summary: 'Proof that the ledger only grew from one size to another (RFC 9162)',
      query: contract.ConsistencyQuery,
    },
    ({ ctx, query }) => consistency(ctx, query),
  )
  api(
    {
      method: 'GET',
      path: '/ledger/inclusion',
      permission,
      summary: 'Proof that an entry is in the ledger (RFC 9162)',
      query: contract.InclusionQuery,
    },
    ({ ctx, query }) => inclusion(ctx, query),
  )
  api(
    {
      method: 'GET',
      path: '/ledger/leaves',
      permission,
      summary: 'Hashes of leaves in their order',
      query: contract.LeavesQuery,
    },
    ({ ctx, query }) => leaves(ctx, query),
  )
}
