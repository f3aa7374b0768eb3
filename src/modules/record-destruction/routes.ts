import { commonErrors } from '#kernel/common-errors.ts'
import type { Api } from '#platform/http/api.ts'
import { inTransaction } from '#platform/http/command.ts'
import { carryOut, readList } from './carry-out.ts'
import * as contract from './contract.ts'
import { destructionErrors } from './errors.ts'
import { proofOf } from './minutes.ts'
import { minutesBytes } from './minutes-paper.ts'
import { decide, prepare } from './prepare.ts'
import { listCandidates, listDestructions, lockDestruction } from './repository.ts'

const params = contract.DestructionPath

export function destructionRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/record-destructions',
      permission: 'destruction.read',
      summary: 'Records whose term is over, and the lists for their destruction',
    },
    async ({ ctx }) => ({ candidates: await listCandidates(ctx), lists: await listDestructions(ctx) }),
  )
  api(
    {
      method: 'POST',
      path: '/record-destructions',
      permission: 'destruction.prepare',
      summary: 'Put records whose term is over on a list for destruction',
      body: contract.Prepare,
    },
    ({ ctx, body }) => prepare(ctx, body),
  )
  api(
    {
      method: 'POST',
      path: '/record-destructions/:id/decide',
      permission: 'destruction.approve',
      summary: 'Approve a list for destruction, or refuse it; never by who prepared it',
      params,
      body: contract.Decide,
    },
    ({ ctx, params: { id }, body }) => decide(ctx, id, body),
  )
  carrying(api)
}

function carrying(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/record-destructions/:id/carry-out',
      permission: 'destruction.carryOut',
      summary: 'Erase the records of an approved list; again, it goes on where it was cut off',
      params,
      command: false,
    },
    ({ ctx, params: { id } }) => carryOut(ctx, id),
  )
  api(
    {
      method: 'GET',
      path: '/record-destructions/:id/proof',
      permission: 'destruction.read',
      summary: 'Hashes and ledger numbers of what was erased, and what is left of it now',
      params,
    },
    async ({ ctx, params: { id } }) => proofOf(ctx, await readList(ctx, id)),
  )
  api(
    {
      method: 'GET',
      path: '/record-destructions/:id/minutes',
      permission: 'destruction.read',
      summary: 'The minutes of a list that was carried out',
      params,
    },
    async ({ ctx, params: { id }, reply }) => {
      const row = await inTransaction(ctx, (tx) => lockDestruction(tx, id))
      if (!row) throw commonErrors.notFound({ type: 'Destruction', id })
      const bytes = await minutesBytes(ctx, row)
      if (!bytes) throw destructionErrors.notDone({ number: row.number })
      return reply
        .type('application/pdf')
        .header('content-disposition', 'inline; filename="bien-ban-huy.pdf"')
        .header('cache-control', 'private, no-store')
        .send(bytes)
    },
  )
}
