import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Parameters } from '@medplum/fhirtypes'
import { expand } from '#fhir/terminology/expand.ts'
import { importTable } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import { terminologySource } from '#store/terminology/index.ts'
import { withContext } from '#tests/support/database.ts'
import { databaseSeconds } from '#tests/support/database-seconds.ts'

/** Concepts to load; 500,000 for the figures of docs/performance.md. */
const size = Number(process.env['LANONG_SOAK_CONCEPTS'] ?? 20_000)
const system = 'http://example.org/large'

const diseases =
  'đái tháo đường,tăng huyết áp,viêm phổi,viêm gan,suy tim,suy thận,ung thư,gãy xương,loét,thiếu máu'.split(',')
const places = 'dạ dày,đại tràng,phổi phải,tim,gan,thận,não,cột sống,khớp gối,mắt,tai,da,tuyến giáp,tử cung'.split(
  ',',
)
const kinds = 'cấp tính,mạn tính,tái phát,không đặc hiệu,do vi khuẩn,do vi rút,bẩm sinh,lan tỏa,di căn'.split(',')

/** The same every time. */
function* numbers(): Generator<number> {
  for (let state = 1; ; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    yield state >> 8
  }
}

async function writeList(path: string): Promise<void> {
  const random = numbers()
  const below = (most: number) => (random.next().value as number) % most
  const file = await open(path, 'w')
  await file.write('code\tname_vi\tname_en\tparent\n')
  for (let at = 0; at < size; ) {
    const lines: string[] = []
    for (const end = Math.min(size, at + 10_000); at < end; at++) {
      const name = `${diseases[below(10)]} ${places[below(14)]} ${kinds[below(9)]} nhóm ${at % 997} loại ${below(5000)}`
      lines.push(`C${at}\t${name}\tdisorder ${below(20_000)}\t${at < 10 ? '' : `C${Math.floor(at / 10)}`}\n`)
    }
    await file.write(lines.join(''))
  }
  await file.close()
}

const typed =
  'dai;đái th;dai thao duong;tăng huyết áp dạ dày;v;viem;xo gan;loai 12;ung thu phoi;gay xuong khop;c4999;disorder 199;zz;thieu mau nao man;nhom 996'.split(
    ';',
  )

async function page(ctx: Context, filter: string): Promise<number> {
  const parameters: Parameters = {
    resourceType: 'Parameters',
    parameter: [
      { name: 'url', valueUri: `${system}?fhir_vs` },
      { name: 'filter', valueString: filter },
      { name: 'count', valueInteger: 20 },
    ],
  }
  const startedAt = performance.now()
  await expand(terminologySource(ctx), { parameters, now: ctx.now(), newId: () => ctx.newId() }, { most: 10_000 })
  return performance.now() - startedAt
}

describe(`a code system of ${size} concepts`, () => {
  it('loads, and is expanded by the beginnings of words', () =>
    withContext(async (ctx) => {
      const folder = mkdtempSync(join(tmpdir(), 'lanong-concepts-'))
      await writeList(join(folder, 'list.tsv'))
      const before = { wall: performance.now(), server: process.cpuUsage(), database: await databaseSeconds(ctx) }
      const report = await importTable(ctx, join(folder, 'list.tsv'), { system })
      const seconds = (performance.now() - before.wall) / 1000
      const own = process.cpuUsage(before.server)
      const server = (own.user + own.system) / 1e6
      const database = (await databaseSeconds(ctx)) - before.database
      rmSync(folder, { recursive: true })
      assert.deepEqual([report.processed, report.failed], [size, 0])
      const times: number[] = []
      const calls = { server: process.cpuUsage(), database: await databaseSeconds(ctx) }
      for (let round = 0; round < 11; round++)
        for (const filter of typed) {
          const time = await page(ctx, filter)
          if (round > 0) times.push(time)
        }
      const used = process.cpuUsage(calls.server)
      const spent = (used.user + used.system) / 1e6 + (await databaseSeconds(ctx)) - calls.database
      times.sort((a, b) => a - b)
      const part = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1)
      console.log(
        `${size} concepts: loaded in ${seconds.toFixed(1)} s (processor time: server ${server.toFixed(1)} s, PostgreSQL ${database.toFixed(1)} s); $expand p50 ${part(0.5)} ms, p95 ${part(0.95)} ms (processor time ${((spent * 1000) / (11 * typed.length)).toFixed(1)} ms a call)`,
      )
    }))
})
