import assert from 'node:assert/strict'
import { it } from 'node:test'
import { plannedOnce } from '#platform/db/planned.ts'
import { withContext } from '#tests/support/database.ts'
import { commit } from '../commit.ts'
import { search } from '../search.ts'
import { after } from './strings.ts'

const people = [
  { id: 'a', family: 'Nguyễn', given: 'An', city: 'Huế' },
  { id: 'b', family: 'Nguyệt', given: 'An', city: 'Hà Nội' },
  { id: 'c', family: 'Trần', given: 'Anh', city: 'Hải Phòng' },
]

/** One of each shape that is planned once. */
const asked = [
  'code=http://loinc.org|1-1',
  'code=http://loinc.org|1-1&date=ge2024-01-01&date=lt2024-02-01',
  'date=2024-01-02',
  'date=ge2024-01-01&date=lt2025-01-01&value-quantity=gt4|http://unitsofmeasure.org|mg/dL',
  'code=http://loinc.org|1-1&value-quantity=gt4',
  'subject:Patient.identifier=urn:x|a',
  'subject:Patient.family=nguyen',
  'code=http://loinc.org|1-1&_include=Observation:subject',
]

it('plans a search whose shape the server has chosen once, whatever its values', () =>
  withContext(async (ctx) => {
    await commit(
      ctx,
      people.map(({ id, family, given, city }) => ({
        kind: 'update',
        resource: {
          ...{ resourceType: 'Patient', id, identifier: [{ system: 'urn:x', value: id }] },
          ...{ name: [{ family, given: [given] }], address: [{ city }] },
        },
      })),
    )
    await commit(
      ctx,
      people.map(({ id }, at) => ({
        kind: 'update',
        resource: {
          ...{
            resourceType: 'Observation',
            id: `o${id}`,
            status: 'final',
            subject: { reference: `Patient/${id}` },
          },
          ...{ code: { coding: [{ system: 'http://loinc.org', code: '1-1' }] } },
          effectiveDateTime: `2024-01-0${at + 1}`,
          valueQuantity: { value: at + 4, system: 'http://unitsofmeasure.org', code: 'mg/dL' },
        },
      })),
    )
    const seenBy = { base: 'http://localhost/fhir/R4', detail: {} }
    const found: number[] = []
    for (let turn = 0; turn < 2; turn++)
      for (const query of asked) {
        const { seen, matches } = await search(ctx, 'Observation', query, seenBy)
        found.push(seen?.count ?? matches.length)
      }
    assert.deepEqual(found, [3, 3, 1, 2, 2, 1, 1, 3, 3, 3, 1, 2, 2, 1, 1, 3])
    const { rows } = await plannedOnce(ctx.pool).query<{ name: string; custom: number; generic: number }>(
      `select name, custom_plans::int as custom, generic_plans::int as generic from pg_prepared_statements`,
    )
    assert.ok(rows.length >= asked.length, `${rows.length} statements are kept`)
    for (const { name, custom, generic } of rows) {
      assert.equal(custom, 0, `${name} was planned with its values`)
      assert.ok(generic >= 1)
    }
  }))

it('finds texts by their beginning and by a part, few and many, alone and together', () =>
  withContext(async (ctx) => {
    const many = Array.from({ length: 600 }, (_, at) => ({
      ...{ id: `m${at}`, family: `Đặng${at % 7}`, given: at === 3 ? 'Quỳnh' : 'Bảo', city: 'Vinh' },
    }))
    await commit(
      ctx,
      [...people, ...many].map(({ id, family, given, city }) => ({
        kind: 'update',
        resource: { resourceType: 'Patient', id, name: [{ family, given: [given] }], address: [{ city }] },
      })),
    )
    const ids = async (query: string) =>
      (await search(ctx, 'Patient', `${query}&_count=1000`)).matches.map((one) => one.id).sort()
    assert.deepEqual(await ids('family=nguy'), ['a', 'b'])
    assert.deepEqual(await ids('family=nguyen'), ['a'])
    assert.deepEqual(await ids('family=nguy&given=an&address-city=ha'), ['b'])
    assert.deepEqual(await ids('name:contains=guye'), ['a', 'b'])
    assert.deepEqual(await ids('name:contains=an'), ['a', 'b', 'c', ...many.map(({ id }) => id)].sort())
    assert.deepEqual(await ids('name=nguyen,tran'), ['a', 'c'])
    assert.equal((await ids('family=dang')).length, 600)
    assert.deepEqual(await ids('family=dang&given=quy'), ['m3'])
    assert.deepEqual(await ids('family=khong'), [])
  }))

it('knows the least text above all that begin with one', () => {
  assert.equal(after('an'), 'ao')
  assert.equal(after('a\u{10ffff}'), 'b')
  assert.equal(after('\ud7ff'), '\ue000')
  assert.equal(after('a\u{1f600}'), 'a\u{1f601}')
  assert.equal(after('\u{10ffff}'), undefined)
})
