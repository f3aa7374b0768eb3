import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { withContext } from '#tests/support/database.ts'
import { search } from '../search.ts'
import { importFhir } from './import-fhir.ts'

const bundles = fileURLToPath(new URL('../../../../shared/data/fhir/synthea/bundles/', import.meta.url))
const some = ['01375950', '01624964', '01ea6ee7'].map((id) => join(bundles, `patient-${id}.json`))

describe('importFhir', () => {
  it(
    'loads Synthea transaction bundles, and repeating changes nothing',
    { skip: existsSync(bundles) ? false : 'the shared Synthea bundles are not beside this clone' },
    () =>
      withContext(async (ctx) => {
        const first = await importFhir(ctx, some)
        assert.deepEqual([first.expected, first.processed, first.failed, first.failures], [3, 3, 0, []])
        const again = await importFhir(ctx, some)
        assert.deepEqual([again.processed, again.failed, again.resources], [3, 0, 0])
        const { total } = await search(ctx, 'Patient', '_summary=count')
        assert.equal(total, 3)
      }),
  )

  it('reads NDJSON in any order and names the line that is wrong', () =>
    withContext(async (ctx) => {
      const folder = await mkdtemp(join(tmpdir(), 'lanong-import-'))
      const lines = [
        '{"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/a"}}',
        '{"resourceType":"Patient","id":"a","gender":"femal"}',
        '{"resourceType":"Patient","id":"b","birthDate":"1990-02-30"}',
        'nonsense',
        '{"resourceType":"Condition","id":"c2","subject":{"reference":"Patient/d"}}',
        '{"resourceType":"Patient","id":"d"}',
      ]
      await writeFile(join(folder, 'mixed.ndjson'), lines.join('\n'))
      const report = await importFhir(ctx, [folder])
      assert.deepEqual([report.expected, report.processed, report.failed, report.resources], [6, 2, 4, 2])
      const faults = report.failures.map((one) => `${one.line} ${one.code}`).sort()
      assert.deepEqual(faults, ['1 store.referenceMissing', '2 fhir.invalid', '3 fhir.invalid', '4 fhir.json'])
    }))
})
