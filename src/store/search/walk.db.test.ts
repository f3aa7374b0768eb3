import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Context } from '#platform/context.ts'
import { search } from '#store/search.ts'
import { withContext } from '#tests/support/database.ts'
import { idsOf, store } from '#tests/support/search.ts'

const families: readonly (readonly string[])[] = [
  ['Nguyễn'],
  ['Đỗ'],
  [],
  ['Trần', 'An'],
  ['Nguyễn'],
  ['Bùi'],
  ['Lê'],
]
const patients = Array.from({ length: 40 }, (_, n) => ({
  resourceType: 'Patient',
  id: `p${String(n).padStart(2, '0')}`,
  gender: n % 3 === 0 ? 'male' : 'female',
  ...(families[n % 7]?.length ? { name: families[n % 7]?.map((family) => ({ family })) } : {}),
}))

/** By the least of the names, or by the greatest when descending; nobody's name is the least of all. */
function ordered(descending: boolean, some: typeof patients = patients): readonly string[] {
  const folded: Readonly<Record<string, string>> = {
    Nguyễn: 'nguyen',
    Đỗ: 'do',
    Trần: 'tran',
    An: 'an',
    Bùi: 'bui',
  }
  const keyOf = (n: number) => {
    const keys = (families[n % 7] ?? []).map((family) => folded[family] ?? 'le').sort()
    return (descending ? keys.at(-1) : keys[0]) ?? ''
  }
  const list = some.map(({ id }) => ({ id, key: keyOf(Number(id.slice(1))) }))
  list.sort((a, b) => (a.key === b.key ? (a.id < b.id ? -1 : 1) : a.key < b.key ? -1 : 1))
  const ids = list.map(({ id }) => id)
  return descending ? ids.reverse() : ids
}

async function walk(ctx: Context, query: string, count: number): Promise<readonly string[]> {
  const seen: string[] = []
  for (let cursor = ''; ; ) {
    const { matches, next } = await search(ctx, 'Patient', `${query}&_count=${count}${cursor}`)
    seen.push(...matches.map(({ id }) => id))
    if (next === undefined) return seen
    assert.ok(seen.length < 200, 'the pages end')
    cursor = `&_cursor=${next}`
  }
}

describe('an order by a text', () => {
  for (const descending of [false, true])
    it(`is walked from page to page, ${descending ? 'the greatest' : 'the least'} first`, () =>
      withContext(async (ctx) => {
        await store(ctx, patients)
        const sort = `_sort=${descending ? '-' : ''}family`
        assert.deepEqual(await idsOf(ctx, 'Patient', sort), ordered(descending))
        for (const count of [1, 3, 7, 40]) assert.deepEqual(await walk(ctx, sort, count), ordered(descending))
        const men = patients.filter(({ gender }) => gender === 'male')
        assert.deepEqual(await walk(ctx, `gender=male&${sort}`, 4), ordered(descending, men))
        assert.deepEqual(
          await walk(ctx, `_id=${men.map(({ id }) => id).join(',')}&${sort}`, 4),
          ordered(descending, men),
          'as when few are sorted',
        )
      }))

  it('tells its pages from those of another order', () =>
    withContext(async (ctx) => {
      await store(ctx, patients)
      const { next } = await search(ctx, 'Patient', '_sort=_id&_count=3')
      await assert.rejects(search(ctx, 'Patient', `_sort=family&_count=3&_cursor=${next}`), {
        code: 'store.badCursor',
      })
    }))
})

/** Many equal keys of every kind, and many without any. */
const crowd = Array.from({ length: 60 }, (_, n) => ({
  resourceType: 'Patient',
  id: `c${String((n * 37) % 60).padStart(2, '0')}`,
  ...(n % 4 === 0 ? {} : { gender: n % 3 === 0 ? 'male' : 'female' }),
  ...(n % 5 === 0 ? {} : { birthDate: `19${60 + (n % 7)}` }),
  ...(n % 3 === 0 ? {} : { deceasedDateTime: `20${10 + (n % 6)}-0${1 + (n % 2)}` }),
  ...(n % 6 === 0
    ? {}
    : {
        name: [
          { family: ['Lê', 'Đỗ', 'An'][n % 3], given: [['Bình', 'Chi'][n % 2], ...(n % 9 === 0 ? ['An'] : [])] },
        ],
      }),
}))

describe('an order by dates that are not the main one, and by several keys', () => {
  for (const sort of [
    'death-date',
    '-death-date',
    'family,given',
    'family,-given',
    '-family,given,-birthdate',
    'family,gender',
    'birthdate,gender',
    '-birthdate,family',
    'death-date,-family',
    '-death-date,gender,given',
    'family,_id',
    'family,-_id',
    'death-date,-_id',
  ])
    it(`${sort} is the same by the index as when few are sorted, on pages of any size`, () =>
      withContext(async (ctx) => {
        await store(ctx, crowd)
        const few = `_id=${crowd.map(({ id }) => id).join(',')}&_sort=${sort}`
        const wanted = await idsOf(ctx, 'Patient', few)
        assert.equal(wanted.length, crowd.length)
        for (const count of [1, 7, 60]) {
          assert.deepEqual(await walk(ctx, `_sort=${sort}`, count), wanted, `pages of ${count}`)
          assert.deepEqual(
            await walk(ctx, `gender=female&_sort=${sort}`, count),
            await idsOf(ctx, 'Patient', `gender=female&${few}`),
          )
        }
        const { total } = await search(ctx, 'Patient', `_sort=${sort}&_count=2&_total=accurate`)
        assert.equal(total, crowd.length, 'counted without regard to the page')
      }))
})
