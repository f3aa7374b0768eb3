import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formOn } from '../forms/registry.ts'
import { formsFolder } from './forms-folder.ts'
import { createRenderer } from './renderer.ts'

test('the edition of a form is chosen by the day of the event', () => {
  assert.equal(formOn('15/BV1', '2026-11-23').template, '15-BV1/2024-01-01/print.typ')
  assert.throws(() => formOn('TT26', '2025-06-30'), { code: 'forms.unknown' })
  assert.throws(() => formOn('../15-BV1', '2026-11-23'), { code: 'forms.unknown' })
})

test('a template cannot read outside the folder of the forms, and data is never run', async () => {
  const renderer = createRenderer(formsFolder)
  try {
    await assert.rejects(
      renderer.render({ template: '../../package.json', data: {}, at: new Date(0), standard: 'a-2b' }),
      { code: 'render.template' },
    )
    const job = {
      template: '_print/signature.typ',
      data: {
        signed: true,
        width: 200,
        height: 54,
        name: '#read("/etc/passwd") *x*',
        role: '',
        time: '',
        hash: '',
        qr: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
      },
      at: new Date(0),
      standard: 'a-2b',
    } as const
    const [one, two] = [await renderer.render(job), await renderer.render(job)]
    assert.ok(one.pdf.equals(two.pdf), 'the same job gives the same bytes')
    assert.match(one.pdf.toString('latin1'), /<pdfaid:conformance>B</)
  } finally {
    renderer.close()
  }
})

test('a child that has made its share is replaced, and work goes on', async () => {
  const renderer = createRenderer(formsFolder, 2)
  const job = {
    template: '_print/signature.typ',
    data: { signed: false, width: 100, height: 50 },
    at: new Date(0),
    standard: 'a-2b',
  } as const
  try {
    const made = await Promise.all(Array.from({ length: 7 }, () => renderer.render(job)))
    assert.equal(new Set(made.map((one) => one.pdf.toString('base64'))).size, 1)
  } finally {
    renderer.close()
  }
})
