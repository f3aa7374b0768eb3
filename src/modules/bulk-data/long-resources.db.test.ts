import assert from 'node:assert/strict'
import { it } from 'node:test'
import { compiled, viewRows } from '#modules/sql-on-fhir/view-rows.ts'
import { commit } from '#store/commit.ts'
import { context, finished, getter, later, run } from '#tests/support/bulk-data.ts'
import { readExported } from './export-rows.ts'
import type { ExportRequest } from './job-rows.ts'

const long = 'QUJD'.repeat(4_500_000) // 18 MB: two begin within the limit of 32 MB, the third does not

it('long resources are read a few at a time, and all of them are exported', () =>
  run(async (send, services, server) => {
    const ctx = context(services)
    for (const id of ['a', 'b', 'c'])
      await commit(ctx, [
        { kind: 'create', id, resource: { resourceType: 'Binary', contentType: 'image/png', data: long } },
      ])
    for (const organized of ['', '&organizeOutputBy=Patient']) {
      const start = await send('GET', `/$export?_type=Binary${organized}`, undefined, later)
      const { output, extension } = await finished(start, services, getter(server as never))
      assert.deepEqual(
        output.map(({ count }) => count),
        [3],
      )
      assert.deepEqual([extension.expected, extension.processed], [3, 3])
    }
    const request: ExportRequest = {
      ...{ level: 'system', types: ['Binary'], since: null, patients: null, filters: [], elements: [] },
    }
    const asOf = { job: '00000000-0000-7000-8000-000000000000', seq: '1000000', request }
    const first = await readExported(ctx, asOf, 'Binary', '', 1000)
    assert.deepEqual([first.rows.map(({ id }) => id), first.hasMore], [['a', 'b'], true])

    const view = compiled({
      ...{ resourceType: 'ViewDefinition', resource: 'Binary', status: 'active' },
      select: [{ column: [{ name: 'id', path: 'id' }] }],
    })
    const shown: unknown[] = []
    for await (const row of viewRows(ctx, view)) shown.push(row)
    assert.deepEqual(shown, [{ id: 'a' }, { id: 'b' }, { id: 'c' }])
  }))
