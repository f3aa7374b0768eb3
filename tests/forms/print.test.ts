import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { formsFolder } from '#platform/typst/forms-folder.ts'
import { createRenderer } from '#platform/typst/renderer.ts'
import { chartPapers } from '../proofs/chart-papers.ts'
import { formSheets } from '../proofs/form-sheets.ts'
import { goldenAmount, provenForms, readGoldens } from '../proofs/forms-run.ts'
import { hashOf, hostile, printOnce } from '../proofs/sheet.ts'

const renderer = createRenderer(formsFolder)
after(() => renderer.close())
const filled = provenForms().filter((one) => !chartPapers.has(one.code))

test('every form prints all of its answers, with code in every text', async () => {
  const red: string[] = []
  for (const edition of filled) {
    const { faults } = await printOnce(formSheets(renderer, edition), { ...goldenAmount, hostile })
    if (faults.length > 0) red.push(`${edition.code}: ${faults.slice(0, 5).join('; ')}`)
  }
  assert.deepEqual(red, [])
})

test('a form of each kind prints the same bytes as its golden', async () => {
  const goldens = readGoldens()
  const chosen = new Set(['01/BV1', '05/BV1', '11/BV1', '21/BV1', '37/BV2', 'TT22-GCS', 'TT25-02', 'TT26-thuong'])
  const made = new Map<string, string>()
  for (const edition of filled.filter((one) => chosen.has(one.code)))
    made.set(edition.code, hashOf((await formSheets(renderer, edition)(goldenAmount)).pdf))
  assert.deepEqual(
    [...made],
    [...chosen].map((code) => [code, goldens[code]]),
    'look at the print, then `npm run soak -- forms renew <form>`',
  )
})
