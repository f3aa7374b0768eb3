import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { readWordQuery, type WordQuery } from '#fhir/search/words.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { search } from '#store/search.ts'
import { condition, copyCondition, patient, withWords } from '#tests/support/conditions.ts'
import { seeded } from '#tests/support/damage.ts'
import { asOwner, withContext } from '#tests/support/database.ts'
import { idsOf, store } from '#tests/support/search.ts'
import { noteWords } from './word-index.ts'

const vocabulary = [
  'sốt',
  'sot',
  'Đau',
  'đầu',
  'thủng_ruột',
  'ruột',
  '5mg',
  "d'or",
  'x-quang',
  'a/b',
  'ho',
  'HO',
  'Ł',
  '骨折',
]
const queries = [
  'sot',
  'đau',
  'ruot',
  'thung_ruot',
  'dau đầu',
  'sot OR ho',
  'sot NOT ho',
  'NOT sot',
  '5mg',
  '"x quang"',
  'x-quang',
]
queries.push(
  '(sot OR dau) AND (ho OR 5mg)',
  'Condition',
  'd',
  'or',
  'a/b',
  '骨折',
  'ł',
  'p',
  'NOT (sot OR NOT ho)',
  'sot - ho',
)

/** What the scan finds: every word tested in the texts of every resource, as before there was an index. */
async function scanned(ctx: Context, query: string): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string; text: string }>`
    select r.id, (select fold(string_agg(v #>> '{}', ' ')) from jsonb_path_query(
      convert_from(r.content, 'UTF8')::jsonb, 'strict $.** ? (@.type() == "string")') v) as text
    from resource r join resource_type t on t.id = r.type and t.name = 'Condition'`.execute(ctx.db)
  const holds = async (text: string, asked: WordQuery): Promise<boolean> => {
    if (asked.kind === 'not') return !(await holds(text, asked.part))
    if (asked.kind === 'word') {
      const each = asked.words.map((word) => sql<boolean>`${text}::text ~ ('\\m' || fold(${word}) || '\\M')`)
      const found = await sql<{ all: boolean }>`select ${sql.join(each, sql` and `)} as all`.execute(ctx.db)
      return found.rows[0]?.all ?? false
    }
    const parts = await Promise.all(asked.parts.map((part) => holds(text, part)))
    return asked.kind === 'and' ? parts.every(Boolean) : parts.some(Boolean)
  }
  const apart = (token: string) => token.split(/[^\p{L}\p{M}\p{N}_]+/u).filter((word) => word !== '')
  const asked = readWordQuery(query, apart) ?? assert.fail(query)
  const found: string[] = []
  for (const { id, text } of rows) if (await holds(text, asked)) found.push(id)
  return found.sort()
}

const noted = async (ctx: Context) =>
  (await sql<{ seq: number }>`select seq from search_word order by seq`.execute(ctx.db)).rows.map(({ seq }) => seq)

const number = seeded(7)
const any = <T>(list: readonly T[]): T => list[number(list.length)] ?? assert.fail()
const text = () => Array.from({ length: 1 + number(4) }, () => any(vocabulary)).join(any([' ', ', ', '. ']))

/** Some are made, some changed, some deleted. */
async function changeSome(ctx: Context, alive: Set<string>): Promise<void> {
  const named = new Set(Array.from({ length: 8 }, () => `c${number(40)}`))
  const going = new Set([...named].filter((id) => alive.has(id) && number(3) === 0))
  await commit(
    ctx,
    [...named].map((id) => {
      if (going.has(id)) return { kind: 'delete' as const, type: 'Condition', id }
      const kind = alive.has(id) ? ('update' as const) : ('create' as const)
      return { kind, resource: condition(id, text()) }
    }),
  )
  for (const id of named) alive.add(id)
  for (const id of going) alive.delete(id)
}

async function compareAll(ctx: Context): Promise<void> {
  for (const query of queries) assert.deepEqual(await withWords(ctx, query), await scanned(ctx, query), query)
}

async function waiting(ctx: Context): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from resource_version v
    join search_word_state s on v.seq > s.low`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

describe('_content by the index of words', () => {
  it('finds what a look through all texts finds, whatever was changed and deleted between the turns of the job', () =>
    withContext(async (ctx) => {
      const alive = new Set<string>()
      await store(ctx, [patient])
      for (let round = 0; round < 12; round++) {
        await changeSome(ctx, alive)
        if (number(2) === 0) await noteWords(ctx, number(2) === 0 ? 1 : undefined)
        await compareAll(ctx)
      }
      await noteWords(ctx)
      assert.equal((await noted(ctx)).length, alive.size + 1, 'one row for each that there is')
      // A transaction of another test holds back how far nothing can be missed.
      for (let waited = 0; (await waiting(ctx)) > 0; waited++) {
        assert.ok(waited < 300)
        await setTimeout(100)
        await noteWords(ctx)
      }
    }))

  it('works above 20,000 resources; until they are noted it says how far the index is', () =>
    withContext(async (ctx) => {
      await store(ctx, [patient, condition('c0', 'viêm phổi')])
      await asOwner(ctx.db, (owner) => copyCondition(owner, 1, 20_500))
      await store(ctx, [condition('rare', 'nhồi máu')])
      await assert.rejects(withWords(ctx, 'nhoi'), { code: 'store.wordsBuilding', details: { percent: 0 } })
      assert.deepEqual(await idsOf(ctx, 'Condition', '_content=nhoi&patient=p'), ['rare'])
      await noteWords(ctx, 20)
      await assert.rejects(withWords(ctx, 'nhoi'), { code: 'store.wordsBuilding' })
      await noteWords(ctx)
      assert.deepEqual(await withWords(ctx, 'nhoi mau'), ['rare'])
      assert.deepEqual(await withWords(ctx, 'thing OR nhoi'), ['rare'])
      assert.deepEqual(await withWords(ctx, 'viem NOT phoi'), [])
      assert.equal((await idsOf(ctx, 'Condition', '_content=viem')).length, 1000)
      await store(ctx, [condition('late', 'nhồi máu não')])
      assert.deepEqual(await withWords(ctx, 'nhoi'), ['late', 'rare'], 'what is not noted yet is looked at')
      assert.equal((await idsOf(ctx, 'Condition', '_content=nhoi&_sort=code')).length, 2)
      assert.deepEqual(await idsOf(ctx, 'Encounter', 'diagnosis:Condition._content=nhoi'), [])
      await assert.rejects(withWords(ctx, 'NOT nhoi'), { code: 'store.tooCostly' })
      const has = (words: string) => idsOf(ctx, 'Patient', `_has:Condition:subject:_content=${words}`)
      assert.deepEqual(await has('nhoi'), ['p'])
      assert.deepEqual(await has('nhoi AND viem'), [])
      for (const [type, query] of [
        ['Patient', '_has:Condition:subject:_content=NOT nhoi'],
        ['Encounter', 'diagnosis:Condition._content=NOT nhoi'],
        ['Condition', '_filter=_content ne nhoi'],
      ] as const)
        await assert.rejects(idsOf(ctx, type, query), { code: 'store.tooCostly' }, query)
      await assert.rejects(idsOf(ctx, 'Condition', '_content=viem&_total=accurate'), { code: 'store.tooCostly' })
      const { total } = await search(ctx, 'Condition', '_content=nhoi&_total=accurate')
      assert.equal(total, 2)
    }))

  it('is made anew when what the words depend on has changed', () =>
    withContext(async (ctx) => {
      await store(ctx, [patient, condition('c0', 'viêm phổi')])
      await noteWords(ctx)
      const before = await noted(ctx)
      await asOwner(ctx.db, (owner) =>
        sql`with gone as (delete from search_word) update search_word_state set rules = 'older'`.execute(owner),
      )
      assert.deepEqual(await withWords(ctx, 'phoi'), ['c0'])
      await noteWords(ctx)
      assert.deepEqual(await noted(ctx), before)
      assert.deepEqual(await withWords(ctx, 'phoi'), ['c0'])
    }))

  it('forgets the words of versions whose bytes are erased, also when the job comes in between', () =>
    withContext(async (ctx) => {
      await store(ctx, [patient, condition('c0', 'viêm phổi'), condition('c1', 'sốt')])
      const erase = (id: string) => sql`with gone as (delete from resource where id = ${id})
        update resource_version set content = '', kind = 'd' where id = ${id}`
      await asOwner(ctx.db, (owner) =>
        owner.transaction().execute(async (tx) => {
          await erase('c0').execute(tx)
          const turn = noteWords(ctx)
          const first = await Promise.race([turn.then(() => 'noted'), setTimeout(300, 'waits')])
          assert.equal(first, 'waits')
          return { turn }
        }),
      ).then(({ turn }) => turn)
      assert.equal((await noted(ctx)).length, 2)
      await asOwner(ctx.db, (owner) => erase('c1').execute(owner))
      assert.equal((await noted(ctx)).length, 1)
      assert.deepEqual(await withWords(ctx, 'phoi OR sot'), [])
    }))
})
