import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { commit } from '#store/commit.ts'
import { findResource } from '#store/read.ts'
import type { Change } from '#store/types.ts'
import { withContext } from '#tests/support/database.ts'
import { patients } from './index.ts'

const guards = patients.guards ?? []
const person: Change = {
  kind: 'create',
  id: 'p1',
  resource: { resourceType: 'Patient', name: [{ text: 'Đặng Thị Huyền' }] },
}

describe('deleting a patient', () => {
  it('is refused while anything is stored about the person, from whatever channel', () =>
    withContext(
      async (ctx) => {
        await commit(ctx, [person])
        await commit(ctx, [
          {
            kind: 'create',
            id: 'e1',
            resource: {
              resourceType: 'Encounter',
              status: 'arrived',
              class: { code: 'AMB' },
              subject: { reference: 'Patient/p1' },
            },
          },
        ])
        await assert.rejects(commit(ctx, [{ kind: 'delete', type: 'Patient', id: 'p1' }]), {
          code: 'patients.inUse',
        })
        assert.ok(await findResource(ctx, 'Patient', 'p1'))
      },
      { guards },
    ))

  it('is done when nothing else is known', () =>
    withContext(
      async (ctx) => {
        await commit(ctx, [person])
        await commit(ctx, [{ kind: 'delete', type: 'Patient', id: 'p1' }])
        assert.equal(await findResource(ctx, 'Patient', 'p1'), undefined)
      },
      { guards },
    ))
})
