import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { search, searchCompartment, searchSystem } from '#store/search.ts'
import { asOwner, withContext } from '#tests/support/database.ts'
import { askAll, idsOf, store } from '#tests/support/search.ts'
import { reindexChanged } from './reindex.ts'

const code = (value: string) => ({ coding: [{ system: 'urn:drug', code: value }] })
const medication = (id: string, drug: string, lot: string, expires: string) => ({
  resourceType: 'Medication',
  id,
  code: code(drug),
  batch: { lotNumber: lot, expirationDate: expires },
})
const request = (id: string, patient: string, first: string, contained: readonly unknown[] = []) => ({
  resourceType: 'MedicationRequest',
  id,
  status: 'active',
  intent: 'order',
  subject: { reference: `Patient/${patient}` },
  medicationReference: { reference: first },
  ...(contained.length > 0 ? { contained } : {}),
  ...(contained.length > 1 ? { note: [{ text: 'x' }], supportingInformation: [{ reference: '#m2' }] } : {}),
})

const world = [
  { resourceType: 'Patient', id: 'p', name: [{ family: 'An' }] },
  { resourceType: 'Patient', id: 'q' },
  medication('own', 'amox', 'L9', '2028-01-01'),
  request('r1', 'p', '#m1', [medication('m1', 'amox', 'L1', '2027-01-31')]),
  request('r2', 'q', '#m1', [
    medication('m1', 'para', 'L2', '2029-05'),
    medication('m2', 'amox', 'L1', '2026-12-31'),
  ]),
  request('r3', 'p', 'Medication/own'),
]

const asked = async (ctx: Context, query: string, type = 'Medication') =>
  (await search(ctx, type, query)).matches.map(
    ({ type: of, id, within }) => `${of}/${id}${within ? ` in ${within}` : ''}`,
  )

describe('contained resources', () => {
  it('are searched when asked for, and answer as themselves or as what contains them', () =>
    withContext(async (ctx) => {
      await store(ctx, world)
      assert.deepEqual(await asked(ctx, 'code=amox'), ['Medication/own'])
      assert.deepEqual(await asked(ctx, 'code=amox&_contained=true'), [
        'MedicationRequest/r1',
        'MedicationRequest/r2',
      ])
      assert.deepEqual(await asked(ctx, 'code=urn:drug|amox&_contained=true&_containedType=contained'), [
        'Medication/m1 in MedicationRequest/r1',
        'Medication/m2 in MedicationRequest/r2',
      ])
      assert.deepEqual(await asked(ctx, 'code=amox&_contained=both&_containedType=contained'), [
        'Medication/m1 in MedicationRequest/r1',
        'Medication/m2 in MedicationRequest/r2',
        'Medication/own',
      ])
    }))

  it('meet every condition by themselves, whatever stands beside them', () =>
    withContext(async (ctx) => {
      await store(ctx, world)
      const inside = '&_contained=true&_containedType=contained'
      await askAll(ctx, 'Medication', [
        [`code=amox&lot-number=L1${inside}`, ['m1', 'm2']],
        [`code=para&lot-number=L1${inside}`, []],
        [`expiration-date=ge2027-01-01${inside}`, ['m1', 'm1']],
        [`expiration-date=lt2027-01-01${inside}`, ['m2']],
        [`_id=m2${inside}`, ['m2']],
        [`_id=own${inside}`, []],
        [`code:not=amox${inside}`, ['m1']],
        [`_content=L2${inside}`, ['m1']],
        [`manufacturer:missing=true&code=para${inside}`, ['m1']],
      ])
      assert.deepEqual(await asked(ctx, `_sort=-expiration-date${inside}`), [
        'Medication/m1 in MedicationRequest/r2',
        'Medication/m1 in MedicationRequest/r1',
        'Medication/m2 in MedicationRequest/r2',
      ])
    }))

  it('are counted and come by pages, each container once', () =>
    withContext(async (ctx) => {
      await store(ctx, world)
      for (const [query, total] of [
        ['_contained=true', 2],
        ['_contained=true&_containedType=contained', 3],
        ['_contained=both', 3],
        ['_contained=both&_containedType=contained', 4],
      ] as const) {
        const seen: string[] = []
        for (let cursor = ''; ; ) {
          const page = await search(ctx, 'Medication', `${query}&_count=1&_total=accurate${cursor}`)
          assert.equal(page.total, total, query)
          seen.push(...page.matches.map((one) => `${one.type}/${one.id} ${one.within ?? ''}`))
          if (page.next === undefined) break
          cursor = `&_cursor=${page.next}`
        }
        assert.deepEqual([seen.length, new Set(seen).size], [total, total], query)
        assert.equal((await search(ctx, 'Medication', `${query}&_summary=count`)).total, total)
      }
    }))

  it('are found in a compartment and over the whole system, and bring what is included', () =>
    withContext(async (ctx) => {
      const weight = {
        resourceType: 'Observation',
        id: 'w',
        status: 'final',
        code: { text: 'weight' },
        subject: { reference: 'Patient/p' },
      }
      const report = {
        resourceType: 'DiagnosticReport',
        id: 'd',
        status: 'final',
        code: { text: 'x' },
        subject: { reference: 'Patient/p' },
        result: [{ reference: '#w' }],
        contained: [weight],
      }
      await store(ctx, [...world, report])
      const inside = await searchCompartment(ctx, 'Patient', 'p', 'Observation', '_contained=true')
      assert.deepEqual(
        inside.matches.map(({ id }) => id),
        ['d'],
      )
      const system = await searchSystem(
        ctx,
        '_type=Medication,Observation&_contained=true&_include=DiagnosticReport:subject',
      )
      assert.deepEqual(system.matches.map(({ id }) => id).sort(), ['d', 'r1', 'r2'])
      assert.deepEqual(
        system.included.map(({ id }) => id),
        ['p'],
      )
      const back = 'code=amox&_contained=true&_containedType=contained&_revinclude=MedicationRequest:medication'
      assert.deepEqual((await search(ctx, 'Medication', back)).included, [])
    }))

  it('are seen by chains, by the reference that leads to them', () =>
    withContext(async (ctx) => {
      await store(ctx, world)
      await askAll(ctx, 'MedicationRequest', [
        ['medication.code=amox', ['r1', 'r3']],
        ['medication:Medication.code=para', ['r2']],
        ['medication.code=amox&subject=Patient/p', ['r1', 'r3']],
        ['medication.lot-number=L1', ['r1']],
        ['medication.code=none', []],
        ['_filter=medication.code eq para', ['r2']],
      ])
    }))

  it('change, go and come with what contains them', () =>
    withContext(async (ctx) => {
      await store(ctx, world)
      const put = (resource: unknown) => commit(ctx, [{ kind: 'update', resource: resource as Resource }])
      await put(request('r1', 'p', '#m1', [medication('m1', 'ibu', 'L5', '2030-01-01')]))
      assert.deepEqual(await asked(ctx, 'code=amox&_contained=true'), ['MedicationRequest/r2'])
      assert.deepEqual(await asked(ctx, 'code=ibu&_contained=true'), ['MedicationRequest/r1'])
      await put(request('r1', 'p', 'Medication/own'))
      assert.deepEqual(await asked(ctx, 'code=ibu&_contained=true'), [])
      await commit(ctx, [{ kind: 'delete', type: 'MedicationRequest', id: 'r2' }])
      assert.deepEqual(await asked(ctx, '_contained=true'), [])
      const left = await sql`select 1 from search_contained union all
        select 1 from search_ordered where id like '%#%' union all select 1 from search_string where id like '%#%'`.execute(
        ctx.db,
      )
      assert.equal(left.rows.length, 0)
    }))

  it('of resources that were stored before they had an index are found after the reindex', () =>
    withContext(async (ctx) => {
      await store(ctx, world)
      const found = await asked(ctx, 'code=amox&_contained=both')
      // As an installation of before: resources without the mark.
      await asOwner(ctx.db, async (owner) => {
        await sql`update resource set toks = array_remove(toks, 1::bigint)`.execute(owner)
        await sql`update search_rules set contained = false`.execute(owner)
      })
      assert.deepEqual(await asked(ctx, '_contained=true'), [])
      assert.equal((await reindexChanged(ctx)).processed, 2)
      assert.deepEqual(await asked(ctx, 'code=amox&_contained=both'), found)
      assert.equal((await reindexChanged(ctx)).processed, 0)
    }))

  it('are asked for by known words only', () =>
    withContext(async (ctx) => {
      for (const query of ['_contained=yes', '_containedType=none&_contained=true'])
        await assert.rejects(idsOf(ctx, 'Medication', query), { code: 'store.badValue' })
    }))
})
