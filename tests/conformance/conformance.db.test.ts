import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { hasSharedData, loadSuites, runSuite, type SuiteRun, surprises } from '#tests/support/conformance.ts'
import { conformanceDocument } from '#tests/support/conformance-table.ts'

const file = new URL('../../docs/conformance.md', import.meta.url)
const word = process.env['LANONG_CONFORMANCE_SUITE'] ?? ''
const write = process.env['LANONG_CONFORMANCE_WRITE'] === 'yes'
const skip = hasSharedData ? false : 'the published cases (../shared/data/fhir) are not on this machine'

describe('published suites', { skip }, async () => {
  const suites = hasSharedData ? await loadSuites(word) : []
  const runs: SuiteRun[] = []
  for (const suite of suites)
    it(suite.name, async () => {
      const run = await runSuite(suite)
      runs.push(run)
      assert.deepEqual(surprises(run), [])
    })

  if (word === '')
    it('docs/conformance.md tells what the suites gave', () => {
      const text = conformanceDocument(runs)
      if (write) writeFileSync(file, text)
      assert.ok(existsSync(file), 'run `npm run conformance`')
      assert.equal(readFileSync(file, 'utf8'), text, 'run `npm run conformance`')
    })
})
