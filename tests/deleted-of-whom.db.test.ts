import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Resource } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { makeContext } from '#platform/services.ts'
import { commit } from '#store/commit.ts'
import { actor, withContext } from '#tests/support/database.ts'
import { store } from '#tests/support/search.ts'

const subject = { reference: 'Patient/p' }
const encounter = { reference: 'Encounter/e' }
const visit = { resourceType: 'Encounter', id: 'e', status: 'finished', class: { code: 'IMP' }, subject }
const task = { resourceType: 'Task', status: 'draft', intent: 'order', encounter }
const seen = { resourceType: 'Observation', status: 'final', code: { text: 'x' }, subject }

/** Whom the events of a delete name. */
async function toldOf(ctx: Context, names: readonly string[]): Promise<readonly (string | undefined)[]> {
  const mine = { ...ctx, told: [] as Context['told'][number][] }
  await commit(
    mine,
    names.map((name) => {
      const [type = '', id = ''] = name.split('/')
      return { kind: 'delete' as const, type, id }
    }),
  )
  return mine.told.map(({ patient }) => patient).sort()
}

describe('the journal of a delete', () => {
  it('names whose it was', () =>
    withContext(async (ctx, services) => {
      const other = makeContext(services, { facility: 2, actor: actor() })
      await store(ctx, [
        { resourceType: 'Patient', id: 'p' },
        { resourceType: 'Patient', id: 'q' },
        { resourceType: 'Patient', id: 'alone' },
        visit,
        { ...task, id: 't' },
        { ...task, id: 't2' },
        { ...seen, id: 'o' },
        { ...seen, id: 'o2' },
        { ...seen, id: 'oq', subject: { reference: 'Patient/q' } },
        { resourceType: 'Organization', id: 'org', name: 'x' },
      ] as readonly Resource[])
      await store(other, [
        { resourceType: 'Patient', id: 'p2' },
        { ...seen, id: 'o', subject: { reference: 'Patient/p2' } },
      ])
      assert.deepEqual(await toldOf(ctx, ['Observation/o']), ['p'])
      assert.deepEqual(await toldOf(other, ['Observation/o']), ['p2'], 'of another facility with the same id')
      assert.deepEqual(await toldOf(ctx, ['Task/t']), ['p'])
      assert.deepEqual(await toldOf(ctx, ['Organization/org']), [undefined])
      assert.deepEqual(await toldOf(ctx, ['Observation/o2', 'Observation/oq']), ['p', 'q'])
      assert.deepEqual(await toldOf(ctx, ['Task/t2', 'Encounter/e']), ['p'], 'with its record')
      assert.deepEqual(await toldOf(ctx, ['Patient/alone']), ['alone'])
      assert.deepEqual(await toldOf(ctx, ['Patient/p']), ['p'])
    }))
})
