import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { sql } from 'kysely'
import { importTable } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import { withContext } from '#tests/support/database.ts'
import { terminologySource } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'lanong-words-'))
const system = 'http://example.org/words'

async function load(ctx: Context, name: string, lines: readonly string[], validFrom?: string) {
  const path = join(folder, `${name}.tsv`)
  writeFileSync(path, `code\tdisplay\n${lines.join('\n')}\n`)
  const report = await importTable(ctx, path, { system, ...(validFrom ? { validFrom, complete: true } : {}) })
  assert.equal(report.failed, 0)
}

async function find(ctx: Context, text: string, page: { offset?: number; limit?: number } = {}) {
  const [provider] = await terminologySource(ctx).codeSystems(system)
  const found = await provider?.select({ filters: [], text, limit: 1000, ...page })
  return { codes: found?.concepts.map((one) => one.code), total: found?.total }
}

test('many that fit are read page by page in the order of the list, few are counted', () =>
  withContext(async (ctx) => {
    const lines = Array.from({ length: 1500 }, (_, at) => `C${at}\tviêm ${at % 3 === 0 ? 'phổi' : 'gan'} ${at}`)
    await load(ctx, 'many', lines)
    assert.deepEqual(await find(ctx, 'VIEM pho', { offset: 2, limit: 3 }), {
      codes: ['C6', 'C9', 'C12'],
      total: undefined,
    })
    assert.deepEqual(await find(ctx, 'phoi viem 149', { limit: 2 }), {
      codes: ['C1491', 'C1494'],
      total: 3,
    })
    assert.equal((await find(ctx, 'v', { limit: 1000, offset: 900 })).codes?.length, 600)
    assert.deepEqual(await find(ctx, 'phoi gan'), { codes: [], total: 0 })
  }))

test('a changed name is found by its new words only, a removed entry not at all', () =>
  withContext(async (ctx) => {
    await load(ctx, 'old', ['A\tmệt mỏi', 'B\tđau bụng', 'C\tsốt'], '2025-01-01')
    await load(ctx, 'new', ['A\tnhức đầu', 'B\tđau bụng'], '2026-01-01')
    assert.deepEqual((await find(ctx, 'dau')).codes, ['A', 'B'])
    assert.deepEqual((await find(ctx, 'nhuc')).codes, ['A'])
    assert.deepEqual((await find(ctx, 'met')).codes, [])
    assert.deepEqual((await find(ctx, 'sot')).codes, [])
  }))

test('a list that was loaded without words has them at its first search', () =>
  withContext(async (ctx) => {
    await load(
      ctx,
      'before',
      Array.from({ length: 6000 }, (_, at) => `K${at}\tmục ${at}`),
    )
    await sql`delete from concept_word`.execute(ctx.db)
    assert.deepEqual((await find(ctx, 'muc 5999')).codes, [])
    await sql`update code_list set worded = false`.execute(ctx.db)
    const both = await Promise.all([find(ctx, 'muc 5999'), find(ctx, 'k5998')])
    assert.deepEqual(
      both.map((one) => one.codes),
      [['K5999'], ['K5998']],
    )
  }))
