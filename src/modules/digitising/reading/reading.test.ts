import assert from 'node:assert/strict'
import { after, it } from 'node:test'
import sharp from 'sharp'
import { fold } from '#kernel/fold.ts'
import { formsFolder } from '#platform/typst/forms-folder.ts'
import { createRenderer } from '#platform/typst/renderer.ts'
import { pdfTexts } from '#tests/support/pdf-text.ts'
import { photograph, scanned } from '#tests/support/scans.ts'
import { formSheets } from '../../../../tests/proofs/form-sheets.ts'
import { goldenAmount, provenForms } from '../../../../tests/proofs/forms-run.ts'
import { inspectScan } from '../inspect.ts'
import { openReader } from './reader.ts'

const renderer = createRenderer(formsFolder)
after(() => renderer.close())
const form = provenForms().find((one) => one.code === '36/BV2')
assert.ok(form)
const printed = (await formSheets(renderer, form)(goldenAmount)).pdf

/** Reads an upload as it would be read. */
async function read(upload: Buffer, page = 1) {
  const { pdf } = await inspectScan(upload)
  const reader = openReader(pdf)
  try {
    return await reader.read(page)
  } finally {
    reader.close()
  }
}

/** Of the words of the print, how many the machine read letter for letter. */
async function share(text: string): Promise<{ exact: number; folded: number }> {
  const words = ((await pdfTexts(printed))[0] ?? '').match(/\p{L}{3,}/gu) ?? []
  const [seen, plain] = [new Set(text.match(/\p{L}+/gu)), new Set(fold(text).match(/\p{L}+/gu))]
  const of = (is: (word: string) => boolean) => words.filter(is).length / words.length
  return { exact: of((word) => seen.has(word)), folded: of((word) => plain.has(fold(word))) }
}

it('a printed form that was scanned is read in Vietnamese, with its marks', async (test) => {
  const { state, text, confidence } = await read(await scanned(printed))
  const { exact, folded } = await share(text)
  test.diagnostic(`words read exactly ${exact.toFixed(3)}, without marks ${folded.toFixed(3)}, sure ${confidence}`)
  assert.equal(state, 'read')
  assert.ok(exact > 0.9 && folded > 0.92 && confidence > 75, `${exact} ${folded} ${confidence}`)
})

it('a page that lies on its head, on its side, or askew is read all the same', async () => {
  for (const degrees of [180, 270, 1.5]) {
    const page = await read(await scanned(printed, { degrees }))
    assert.deepEqual([page.state, page.turned === 0], ['read', degrees === 1.5], String(degrees))
    assert.ok((await share(page.text)).folded > 0.85, String(degrees))
  }
})

it('a blank page is blank, a photograph is unclear, and nothing of it is kept', async () => {
  const paper = sharp({ create: { width: 1240, height: 1754, channels: 3, background: '#e6e2d6' } })
  assert.deepEqual(await read(await paper.jpeg().toBuffer()), {
    state: 'blank',
    text: '',
    confidence: 0,
    turned: 0,
  })
  const { state, text } = await read(await photograph())
  assert.deepEqual([state, text], ['unclear', ''])
})

it('a page that does not end is failed, and the next is read by a new process', async () => {
  const { pdf } = await inspectScan(await scanned(printed))
  const hurried = openReader(pdf, 20)
  assert.equal((await hurried.read(1)).state, 'failed')
  hurried.close()
  const reader = openReader(pdf)
  assert.equal((await reader.read(7)).state, 'failed')
  assert.equal((await reader.read(1)).state, 'read')
  reader.close()
})

it('what is no PDF, and one that lies about its pictures, end as failed pages', async () => {
  const liar = Buffer.from(
    printed.toString('latin1').replace(/\/MediaBox ?\[[^\]]*\]/g, '/MediaBox[0 0 9e9 9e9]'),
    'latin1',
  )
  for (const file of [Buffer.from('%PDF-1.7 nothing'), printed.subarray(0, 900), liar]) {
    const reader = openReader(file)
    const { state, text } = await reader.read(1)
    reader.close()
    assert.ok(state !== 'read' && text === '', state)
  }
})
