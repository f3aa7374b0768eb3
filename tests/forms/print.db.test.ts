import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formsFolder } from '#platform/typst/forms-folder.ts'
import { createRenderer } from '#platform/typst/renderer.ts'
import { hostile, printOnce } from '../proofs/forms-print.ts'
import { formsRun, provenForms } from '../proofs/forms-run.ts'

// A slice of `npm run soak -- forms`, which proves every form and writes docs/forms-proof.md.

test('one form of each family lives over HTTP and prints on 0, 1, 2 and 10 pages', async () => {
  const chosen = new Set(['01/BV1', '36/BV2', 'TT25-02', '08/BV2'])
  const { rows } = await formsRun(provenForms().filter((one) => chosen.has(one.code)))
  assert.equal(rows.length, chosen.size)
  assert.deepEqual(
    rows.map((row) => [row.code, row.red.filter((fault) => fault !== 'another picture')]),
    rows.map((row) => [row.code, []]),
  )
})

test('every form prints all of its answers, with code in every text', async () => {
  const renderer = createRenderer(formsFolder)
  try {
    const red: string[] = []
    for (const edition of provenForms()) {
      const { faults } = await printOnce(renderer, edition, { sentences: 1, rows: 1, hostile })
      if (faults.length > 0) red.push(`${edition.code}: ${faults.slice(0, 5).join('; ')}`)
    }
    assert.deepEqual(red, [])
  } finally {
    renderer.close()
  }
})
