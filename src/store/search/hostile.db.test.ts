import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import { search } from '#store/search.ts'
import { withContext } from '#tests/support/database.ts'
import { store } from '#tests/support/search.ts'

const times = (n: number, text: string) => text.repeat(n)

/** Asks for too much: refused by a limit that the message tells. */
const limits: readonly (readonly [query: string, says: RegExp])[] = [
  [`${times(40, '_has:Organization:partof:')}name=x`, /deep/],
  [`${times(40, 'partof.')}name=x`, /deep/],
  [`_filter=${times(60, '(')}name eq x${times(60, ')')}`, /brackets/],
  [`_filter=${Array.from({ length: 200 }, () => 'name eq x').join(' and ')}`, /tests/],
  [`name=${Array.from({ length: 5000 }, (_, n) => `v${n}`).join(',')}`, /values/],
  [Array.from({ length: 300 }, (_, n) => `name=${n}`).join('&'), /conditions/],
  [`_sort=${Array.from({ length: 50 }, () => 'name').join(',')}`, /_sort/],
  [Array.from({ length: 200 }, () => '_include=*').join('&'), /_include/],
]

const injections = [
  "'",
  "';select 1;--",
  '\\',
  '%',
  '_',
  '%00',
  '$1',
  '"',
  '(((',
  '{}',
  "' or '1'='1",
  '*',
  '\u0301',
  '🏥',
  times(9000, 'x'),
  times(300, '%'),
  '.',
  ':',
  '$',
  '|',
  ',',
  '\\,',
  '(?:a+)+$',
  '-1',
  'NaN',
  '1e999',
  '9'.repeat(400),
]
const places: readonly ((text: string) => string)[] = [
  (text) => `name=${text}`,
  (text) => `name:contains=${text}`,
  (text) => `name:exact=${text}`,
  (text) => `name:${text}=x`,
  (text) => `identifier=${text}|${text}`,
  (text) => `type:text=${text}`,
  (text) => `type:in=${text}`,
  (text) => `partof=${text}`,
  (text) => `partof:below=${text}`,
  (text) => `partof:identifier=${text}`,
  (text) => `partof:${text}.name=x`,
  (text) => `partof.${text}=x`,
  (text) => `_id=${text}`,
  (text) => `_lastUpdated=${text}`,
  (text) => `_text=${text}`,
  (text) => `_content=${text}`,
  (text) => `_list=${text}`,
  (text) => `_filter=${text}`,
  (text) => `_filter=${encodeURIComponent(`name co "${text.replaceAll(/["\\]/g, '')}"`)}`,
  (text) => `_has:${text}:x:y=z`,
  (text) => `_has:Organization:partof:name=${text}`,
  (text) => `_sort=${text}`,
  (text) => `_count=${text}`,
  (text) => `_cursor=${text}`,
  (text) => `_include=${text}`,
  (text) => `_revinclude=${text}:${text}`,
  (text) => `_total=${text}`,
  (text) => `${text}=x`,
]

async function outcome(ctx: Context, query: string): Promise<string> {
  try {
    await search(ctx, 'Organization', query)
    return 'answered'
  } catch (error) {
    return error instanceof AppError && error.category !== 'fault'
      ? 'refused'
      : `fault: ${(error as Error).message}`
  }
}

const attacks = places.flatMap((place) =>
  injections.flatMap((text) => [place(encodeURIComponent(text)), place(text)]),
)
/** How it was answered, and for how many milliseconds it kept the processor. */
async function attacked(ctx: Context, query: string): Promise<{ readonly told: string; readonly busy: number }> {
  const before = process.threadCpuUsage()
  const told = await outcome(ctx, query)
  const { user, system } = process.threadCpuUsage(before)
  return { told: `${query.slice(0, 100)}: ${told}`, busy: (user + system) / 1000 }
}

describe('hostile searches', () => {
  it('are refused by limits that the message tells', () =>
    withContext(async (ctx) => {
      for (const [query, says] of limits)
        await assert.rejects(
          search(ctx, 'Organization', query),
          { category: 'too-costly', message: says },
          query.slice(0, 60),
        )
    }))

  it('find no way into the database', (test) =>
    withContext(async (ctx) => {
      await store(ctx, [
        { resourceType: 'Organization', id: 'o', name: 'x', identifier: [{ system: 's', value: 'v' }] },
      ])
      const faults: string[] = []
      let longest = 0
      for (const query of attacks) {
        const { told, busy } = await attacked(ctx, query)
        if (told.includes(': fault: ')) faults.push(told)
        longest = Math.max(longest, busy)
      }
      test.diagnostic(`the longest kept the processor for ${Math.round(longest)} ms`)
      assert.deepEqual(faults, [])
    }))

  it('find only what fits when a value is full of signs', () =>
    withContext(async (ctx) => {
      await store(ctx, [
        { resourceType: 'Organization', id: 'a', name: '100% _x_ \\ y' },
        { resourceType: 'Organization', id: 'b', name: '1000 zzz' },
      ])
      const found = async (query: string) =>
        (await search(ctx, 'Organization', query)).matches.map((one) => one.id)
      assert.deepEqual(await found('name=100%25'), ['a'])
      assert.deepEqual(await found('name:contains=_x_'), ['a'])
      assert.deepEqual(await found('name:contains=%25'), ['a'])
      assert.deepEqual(await found('name:contains=\\\\ y'), ['a'])
    }))
})
