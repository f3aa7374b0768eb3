import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formsRun, provenForms } from '../proofs/forms-run.ts'

// A slice of `npm run soak -- forms`, which proves every form and writes docs/forms-proof.md.

test('a form, a paper of rows and one printed from the chart live over HTTP and print on 0, 1, 2 and 10 pages', async () => {
  const chosen = new Set(['TT25-02', '36/BV2', '15/BV1'])
  const rows = await formsRun(
    provenForms().filter((one) => chosen.has(one.code)),
    {},
  )
  assert.equal(rows.length, chosen.size)
  assert.deepEqual(
    rows.flatMap((row) => row.red.map((fault) => `${row.code}: ${fault}`)),
    [],
  )
})
