import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Context } from '#platform/context.ts'
import { search } from '#store/search.ts'
import { withContext } from '#tests/support/database.ts'
import { idsOf, store } from '#tests/support/search.ts'

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T
const codes = ['a', 'b', 'c']
const statuses = ['final', 'preliminary', 'amended']

/** Rows with many equal keys, so that pages end within ties. */
const row = (id: string, n: number) => ({
  resourceType: 'Observation',
  id,
  status: pick(statuses, n),
  code: {
    coding: [
      { system: 'urn:c', code: pick(codes, n >> 1) },
      ...(n % 5 === 0 ? [{ system: 'urn:c', code: 'b' }] : []),
    ],
  },
  ...(n % 7 === 0 ? {} : { effectiveDateTime: `2026-01-0${(n % 4) + 1}` }),
  ...(n % 3 === 0
    ? { valueQuantity: { value: n % 6, system: 'http://unitsofmeasure.org', code: 'g', unit: 'g' } }
    : {}),
})

const queries = [
  '',
  'code=urn:c|b',
  'code=b,a',
  'status=final',
  'date=2026-01-02',
  'date=ge2026-01-02',
  'date=gt2026-01-01&date=lt2026-01-04',
  'value-quantity=gt2',
  'value-quantity=ge2000|http://unitsofmeasure.org|mg',
  'code=urn:c|b&value-quantity=lt3',
  'status:not=final',
  '_filter=status eq final or code eq urn:c|a',
]
const sorts = [
  '',
  '_sort=date',
  '_sort=-date',
  '_sort=_id',
  '_sort=-_lastUpdated',
  '_sort=status,-date',
  '_sort=-value-quantity,code',
  '_sort=code',
  '_sort=-date,status',
  '_sort=date,-code,-_id',
]

/** All pages, while `between` runs after each of them. */
async function walk(ctx: Context, query: string, count: number, between: (page: number) => Promise<void>) {
  const seen: string[] = []
  let entries = 0
  let cursor = ''
  for (let page = 0; page < 500; page++) {
    const { matches, next } = await search(ctx, 'Observation', `${query}&_count=${count}${cursor}`)
    entries += matches.length
    seen.push(...matches.map((one) => one.id))
    if (next === undefined) return { seen, entries }
    cursor = `&_cursor=${next}`
    await between(page)
  }
  throw new Error('the pages do not end')
}

const rows = 60
const given = (ctx: Context) =>
  store(
    ctx,
    Array.from({ length: rows }, (_, n) => row(`r${n}`, n)),
  )
const chosen = fc.tuple(fc.constantFrom(...queries), fc.constantFrom(...sorts))

describe('search, whatever is asked', () => {
  it('gives each match exactly once and in order, whatever the size of pages', () =>
    withContext(async (ctx) => {
      await given(ctx)
      const property = fc.asyncProperty(chosen, fc.integer({ min: 1, max: 70 }), async ([query, sort], count) => {
        const whole = await search(ctx, 'Observation', `${query}&${sort}&_count=1000&_total=accurate`)
        const { seen, entries } = await walk(ctx, `${query}&${sort}`, count, async () => {})
        assert.deepEqual(
          seen,
          whole.matches.map((one) => one.id),
        )
        assert.equal(entries, whole.total)
      })
      await fc.assert(property, { numRuns: 60 })
    }))

  it('neither repeats nor hides what was there, while others write', () =>
    withContext(async (ctx) => {
      await given(ctx)
      let made = 0
      const property = fc.asyncProperty(chosen, fc.integer({ min: 3, max: 15 }), async ([query, sort], count) => {
        const before = await idsOf(ctx, 'Observation', query)
        const { seen } = await walk(ctx, `${query}&${sort}`, count, (page) =>
          page < 4 ? store(ctx, [row(`n${++made}`, made), row(`m${made}`, made * 7)]) : Promise.resolve(),
        )
        assert.equal(new Set(seen).size, seen.length, 'no row twice')
        assert.deepEqual(
          before.filter((id) => !seen.includes(id)),
          [],
          'none hidden',
        )
      })
      await fc.assert(property, { numRuns: 15 })
    }))

  it('finds less with one more condition, and all the rest with :not', () =>
    withContext(async (ctx) => {
      await given(ctx)
      const all = new Set(await idsOf(ctx, 'Observation', ''))
      const narrowing = fc.asyncProperty(
        fc.constantFrom(...queries),
        fc.constantFrom(...queries),
        async (a, b) => {
          const [one, other, both] = [
            await idsOf(ctx, 'Observation', a),
            await idsOf(ctx, 'Observation', b),
            await idsOf(ctx, 'Observation', `${a}&${b}`),
          ]
          assert.deepEqual([...both].sort(), one.filter((id) => other.includes(id)).sort())
        },
      )
      await fc.assert(narrowing, { numRuns: 40 })
      for (const condition of ['code=urn:c|b', 'status=final', 'code=a,c']) {
        const found = await idsOf(ctx, 'Observation', condition)
        const rest = await idsOf(ctx, 'Observation', condition.replace('=', ':not='))
        assert.equal(found.length + rest.length, all.size)
        assert.deepEqual(new Set([...found, ...rest]), all)
      }
    }))
})
