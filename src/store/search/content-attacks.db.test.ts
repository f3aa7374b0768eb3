import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { parseJson } from '#fhir/json.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { condition, copyCondition, patient, withWords } from '#tests/support/conditions.ts'
import { asOwner, withContext } from '#tests/support/database.ts'
import { store } from '#tests/support/search.ts'
import { noteWords } from './word-index.ts'

const change = (ctx: Context, id: string, text: string) =>
  commit(ctx, [{ kind: 'update', resource: condition(id, text) }])

describe('_content under attack', () => {
  it('knows a word no more when only an older version holds it, and again when it is written again', () =>
    withContext(async (ctx) => {
      await store(ctx, [patient, condition('c', 'Đường ruột')])
      await noteWords(ctx)
      assert.deepEqual(await withWords(ctx, 'duong'), ['c'])
      await change(ctx, 'c', 'sốt')
      assert.deepEqual(await withWords(ctx, 'duong'), [])
      await noteWords(ctx)
      assert.deepEqual(await withWords(ctx, 'duong'), [])
      assert.deepEqual(await withWords(ctx, 'SỐT'), ['c'])
      await commit(ctx, [{ kind: 'delete', type: 'Condition', id: 'c' }])
      assert.deepEqual(await withWords(ctx, 'sot'), [])
      await noteWords(ctx)
      await change(ctx, 'c', 'ĐƯỜNG huyết')
      assert.deepEqual(await withWords(ctx, 'đường'), ['c'])
      await noteWords(ctx)
      assert.deepEqual(await withWords(ctx, 'đường HUYET'), ['c'])
      assert.deepEqual(await withWords(ctx, 'sot'), [])
    }))

  it('takes any text for words, never for an expression, and any length', () =>
    withContext(async (ctx) => {
      const long = 'dài'.repeat(5000)
      const many = Array.from({ length: 6000 }, (_, n) => `w${n}`).join(' ')
      await store(ctx, [
        patient,
        condition('signs', String.raw`a.*b [x] (y) \d+ ^$ {3} "q" 'r' %_ \m\M`),
        condition('long', long),
        condition('many', many),
        condition('plain', 'zzz'),
      ])
      await noteWords(ctx)
      for (const text of ['-', '.*', '^', '.', 'zzz OR .'])
        await assert.rejects(withWords(ctx, text), { code: 'store.badValue' }, text)
      for (const text of ['[a-z]+', String.raw`\w+`, 'z+', 'z|w1', "z'; drop table search_word; --"])
        await withWords(ctx, text)
      assert.deepEqual(await withWords(ctx, 'z.z'), [])
      assert.deepEqual(await withWords(ctx, 'a.*b'), ['signs'])
      assert.deepEqual(await withWords(ctx, 'w5999'), ['many'])
      assert.deepEqual(await withWords(ctx, 'w6000'), [])
      assert.deepEqual(await withWords(ctx, long.slice(0, 2000)), [])
      await assert.rejects(withWords(ctx, `${'zzz '.repeat(500)}absent`), { code: 'store.tooCostly' })
      assert.deepEqual(await withWords(ctx, `${'zz OR '.repeat(300)}zzz`), ['plain'])
    }))

  it('folds what is asked for as the texts are folded', () =>
    withContext(async (ctx) => {
      const names = ['Weiß', 'Łódź', 'Sørensen', 'Đặng', 'mã_số', 'Ⅳ', 'ﬁn']
      await store(ctx, [patient, ...names.map((name, n) => condition(`n${n}`, `bà ${name} khám`))])
      for (const noted of [false, true]) {
        if (noted) await noteWords(ctx)
        for (const [n, name] of names.entries()) assert.deepEqual(await withWords(ctx, name), [`n${n}`], name)
        assert.deepEqual(await withWords(ctx, 'weiss OR lodz OR sorensen'), ['n0', 'n1', 'n2'])
        assert.deepEqual(await withWords(ctx, 'ma'), [])
      }
    }))

  it('meets nothing that jsonb cannot hold: it is refused before it is stored', () =>
    withContext(async (ctx) => {
      await store(ctx, [patient])
      const held = (text: string) => `"code":{"text":"x ${text} y"}`
      for (const part of [held('\\ud800'), held('\\udc00'), held('\\u0001'), '"onsetAge":{"value":1e999999}']) {
        const json = `{"resourceType":"Condition","subject":{"reference":"Patient/p"},${part}}`
        const resource = parseJson(json) as Resource
        await assert.rejects(
          commit(ctx, [{ kind: 'create', resource }]),
          /half a character|control characters|too large a number/,
          part,
        )
      }
      await assert.rejects(store(ctx, [condition('nul', 'a\u0000b')]))
    }))

  it('counts as waiting only what is current: what was changed or deleted meanwhile refuses no search', () =>
    withContext(async (ctx) => {
      await store(ctx, [patient, condition('c0', 'viêm phổi'), condition('rare', 'nhồi máu')])
      await asOwner(ctx.db, (owner) => copyCondition(owner, 1, 22_500))
      await noteWords(ctx)
      await asOwner(ctx.db, (owner) =>
        owner.transaction().execute(async (open) => {
          await sql`select pg_current_xact_id()`.execute(open)
          await asOwner(ctx.db, (other) =>
            sql`with gone as (delete from resource where id in (select 'copy' || g from generate_series(1, 2100) g))
    insert into resource_version (facility, type, id, version, seq, kind, recorded_at, actor, patient, content, hash)
      select v.facility, v.type, v.id, 2, nextval('store_seq'), 'd', v.recorded_at, v.actor, 'other', '', v.hash
      from resource_version v where v.id in (select 'copy' || g from generate_series(1, 2100) g)`.execute(other),
          )
          await noteWords(ctx)
          assert.deepEqual(await withWords(ctx, 'nhoi'), ['rare'])
        }),
      )
    }))
})
