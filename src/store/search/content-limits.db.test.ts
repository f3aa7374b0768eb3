import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { makeContext } from '#platform/services.ts'
import { condition, copyCondition, patient, withWords } from '#tests/support/conditions.ts'
import { actor, asOwner, withContext, withServices } from '#tests/support/database.ts'
import { store } from '#tests/support/search.ts'
import { noteWords } from './word-index.ts'

describe('_content at its limits', () => {
  it('looks at 2,000 that wait for their words, and says of 2,001 that the index is being made', () =>
    withContext(async (ctx) => {
      await store(ctx, [patient, condition('c0', 'viêm phổi'), condition('rare', 'nhồi máu')])
      await asOwner(ctx.db, (owner) => copyCondition(owner, 1, 20_500))
      await noteWords(ctx)
      await asOwner(ctx.db, (owner) => copyCondition(owner, 20_501, 22_500))
      assert.deepEqual(await withWords(ctx, 'nhoi'), ['rare'])
      await store(ctx, [condition('one-more', 'nhồi')])
      await assert.rejects(withWords(ctx, 'nhoi'), { code: 'store.wordsBuilding' })
      await noteWords(ctx)
      assert.deepEqual(await withWords(ctx, 'nhoi'), ['one-more', 'rare'])
    }))

  it('finds nothing of another facility, whose job runs by itself', () =>
    withServices(async (services) => {
      const one = makeContext(services, { facility: 1, actor: actor() })
      await sql`insert into facility (id, code, name) values (2, '01ZZ2', 'Other') on conflict do nothing`.execute(
        services.db,
      )
      const other = makeContext(services, { facility: 2, actor: actor() })
      await store(one, [patient, condition('same', 'nhồi máu'), condition('mine', 'sốt')])
      await store(other, [patient, condition('same', 'sốt'), condition('theirs', 'nhồi máu')])
      for (const noted of [[], [one], [one, other]]) {
        for (const ctx of noted) await noteWords(ctx)
        assert.deepEqual(await withWords(one, 'nhoi'), ['same'])
        assert.deepEqual(await withWords(one, 'sot'), ['mine'])
        assert.deepEqual(await withWords(other, 'nhoi'), ['theirs'])
        assert.deepEqual(await withWords(other, 'sot'), ['same'])
      }
    }))
})
