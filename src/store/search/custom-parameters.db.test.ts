import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Resource } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { commit } from '#store/commit.ts'
import { search } from '#store/search.ts'
import { withContext } from '#tests/support/database.ts'
import { askAll, idsOf, store } from '#tests/support/search.ts'
import { unknownNames } from './known-names.ts'
import { reindexChanged } from './reindex.ts'

const parameter = (code: string, type: string, expression: string, more: object = {}) => ({
  resourceType: 'SearchParameter',
  id: `sp-${code}`,
  url: `http://example.org/SearchParameter/${code}`,
  name: code,
  status: 'active',
  description: code,
  code,
  base: ['Patient'],
  type,
  expression,
  ...more,
})

const patient = (id: string, district: string, score: number) => ({
  resourceType: 'Patient',
  id,
  name: [
    { use: 'official', family: `F${id}` },
    { use: 'nickname', given: [`N${id}`] },
  ],
  extension: [
    { url: 'urn:x:district', valueCode: district },
    { url: 'urn:x:score', valueInteger: score },
  ],
})

const parameters = [
  parameter('district', 'token', "Patient.extension.where(url='urn:x:district').value"),
  parameter('score', 'number', "Patient.extension.where(url = 'urn:x:score').value.ofType(integer)"),
  parameter('nickname', 'string', "Patient.name.where(use = 'nickname').given.first()"),
  parameter('district-nickname', 'composite', 'Patient', {
    component: [
      {
        definition: 'http://example.org/SearchParameter/district',
        expression: "extension.where(url='urn:x:district').value",
      },
      { definition: 'http://example.org/SearchParameter/nickname', expression: 'name.given' },
    ],
  }),
]

const questions = [
  ['district=bd', ['a', 'c']],
  ['district:missing=false&score=gt2', ['b', 'c']],
  ['score=1', ['a']],
  ['nickname=nb', ['b']],
  ['district-nickname=bd$na', ['a']],
] as const

async function given(ctx: Context) {
  await store(ctx, [patient('a', 'BD', 1), patient('b', 'HK', 3)])
  await assert.rejects(idsOf(ctx, 'Patient', 'district=bd'), { code: 'store.unknownParameter' })
  await store(ctx, parameters)
  await store(ctx, [patient('c', 'BD', 5)])
}

describe('own search parameters', () => {
  it('find what is written from then on, and after a reindex what was there before', () =>
    withContext(async (ctx) => {
      await given(ctx)
      assert.deepEqual(await idsOf(ctx, 'Patient', 'district=bd'), ['c'])
      const counts = await reindexChanged(ctx)
      assert.deepEqual([counts.expected, counts.failed], [counts.processed, 0])
      await askAll(ctx, 'Patient', questions)
      assert.equal((await reindexChanged(ctx)).processed, 0, 'nothing is left to do')
      assert.deepEqual([...unknownNames('Patient', ['district', 'nothing'], ctx.facility)], ['nothing'])
    }))

  it('do not index anew what was stored by the rules at hand', () =>
    withContext(async (ctx) => {
      await store(ctx, [patient('a', 'BD', 1), patient('b', 'HK', 3)])
      assert.equal((await reindexChanged(ctx)).processed, 0)
    }))

  it('go on where a reindex was stopped, and change no version', () =>
    withContext(async (ctx) => {
      await given(ctx)
      const before = (await search(ctx, 'Patient', '_sort=_id')).matches.map((one) => one.hash.toString('hex'))
      for (let turns = 0; (await reindexChanged(ctx, 1)).processed > 0; turns++) assert.ok(turns < 20)
      await askAll(ctx, 'Patient', questions)
      const after = (await search(ctx, 'Patient', '_sort=_id')).matches.map((one) => one.hash.toString('hex'))
      assert.deepEqual(after, before)
    }))

  it('are refused when they can never run, and end with their resource', () =>
    withContext(async (ctx) => {
      for (const expression of [
        'Patient.name.where(',
        'Patient.nmae.first()',
        "Patient.name.where(uze = 'x').given.first()",
      ])
        await assert.rejects(
          store(ctx, [parameter('bad', 'token', expression)]),
          { code: 'store.searchParameter' },
          expression,
        )
      await store(ctx, parameters.slice(0, 1))
      await store(ctx, [patient('c', 'BD', 5)])
      assert.deepEqual(await idsOf(ctx, 'Patient', 'district=bd'), ['c'])
      await commit(ctx, [{ kind: 'delete', type: 'SearchParameter', id: 'sp-district' }])
      await assert.rejects(idsOf(ctx, 'Patient', 'district=bd'), { code: 'store.unknownParameter' })
    }))

  it('read the value of an extension that their expression ends at', () =>
    withContext(async (ctx) => {
      await store(ctx, [parameter('area', 'token', "Patient.extension('urn:x:district')")])
      await store(ctx, [patient('a', 'BD', 1), patient('b', 'HK', 1)])
      await askAll(ctx, 'Patient', [['area=bd', ['a']]])
    }))

  it('are taken up one by one: the composite before its parts, one that was undone, one that changed', () =>
    withContext(async (ctx) => {
      const [districtOne, , nickname, composite] = parameters
      await store(ctx, [composite, patient('a', 'BD', 1)])
      await assert.rejects(idsOf(ctx, 'Patient', 'district-nickname=bd$na'), { code: 'store.unknownParameter' })
      const undone = new Error('undone')
      await assert.rejects(
        inTransaction(ctx, async (tx) => {
          await store(tx, [parameter('gone', 'string', 'Patient.name.text')])
          await idsOf(tx, 'Patient', 'gone=x')
          throw undone
        }),
        undone,
      )
      await assert.rejects(idsOf(ctx, 'Patient', 'gone=x'), { code: 'store.unknownParameter' })
      await store(ctx, [districtOne, nickname])
      await store(ctx, [patient('b', 'BD', 1)])
      await askAll(ctx, 'Patient', [
        ['district=bd', ['b']],
        ['district-nickname=bd$nb', ['b']],
      ])
      const renamed = { ...parameter('ward', 'token', districtOne?.expression ?? ''), id: 'sp-district' }
      await commit(ctx, [{ kind: 'update', resource: renamed as Resource }])
      await store(ctx, [patient('c', 'HK', 1)])
      await askAll(ctx, 'Patient', [['ward=hk', ['c']]])
      await assert.rejects(idsOf(ctx, 'Patient', 'district=bd'), { code: 'store.unknownParameter' })
    }))
})

it('a reindex leaves known who refers to a resource, so that it still cannot be deleted', () =>
  withContext(async (ctx) => {
    await store(ctx, [{ resourceType: 'Practitioner', id: 'x' }])
    const noted = { extension: [{ url: 'urn:by', valueReference: { reference: 'Practitioner/x' } }] }
    await store(ctx, [{ ...patient('a', 'BD', 1), ...noted }])
    await store(ctx, parameters)
    assert.ok((await reindexChanged(ctx)).processed > 0)
    const gone = commit(ctx, [{ kind: 'delete', type: 'Practitioner', id: 'x' }])
    await assert.rejects(gone, { code: 'store.referredTo' })
  }))
