import type { Api } from '#platform/http/api.ts'
import { compareHead } from './compare-head.ts'
import * as contract from './contract.ts'
import { exportHeads } from './export-heads.ts'
import { findEntries } from './find-entries.ts'
import { growth } from './growth.ts'
import { checkHeads, listHeads } from './list-heads.ts'
import { consistency, inclusion, leaves } from './prove-entries.ts'
import { proveKept } from './prove-kept.ts'

const permission = 'ledger.read'

export function ledgerRoutes(api: Api): void {
  heads(api)
  proofs(api)
  looking(api)
}

function looking(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/ledger/growth',
      permission,
      summary: 'How the ledger grew, day by day',
    },
    async ({ ctx }) => ({ days: await growth(ctx) }),
  )
  api(
    {
      method: 'GET',
      path: '/ledger/find',
      permission,
      summary: 'Entries that the number of a record or a paper, a look-up code or a hash leads to',
      query: contract.FindQuery,
    },
    async ({ ctx, query }) => ({ entries: await findEntries(ctx, query.q) }),
  )
  api(
    {
      method: 'GET',
      path: '/ledger/proof',
      permission,
      summary: 'One entry under the newest signed head, and whether what is kept now is what it says',
      query: contract.ProofQuery,
    },
    ({ ctx, query }) => proveKept(ctx, query.entry),
  )
  api(
    {
      method: 'POST',
      path: '/ledger/heads/compare',
      permission,
      summary: 'Whether the ledger of now begins with all entries of a head that was kept elsewhere',
      body: contract.BroughtHead,
      command: false,
    },
    ({ ctx, body }) => compareHead(ctx, body.text),
  )
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
