import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { formsFolder } from '#platform/typst/forms-folder.ts'
import { createRenderer } from '#platform/typst/renderer.ts'

test('a typeface of the machine never gets into a paper', async () => {
  const home = mkdtempSync(join(tmpdir(), 'lanong-home-'))
  const others = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
  mkdirSync(join(home, '.fonts'))
  copyFileSync(join(others, 'standard_fonts/LiberationSans-Regular.ttf'), join(home, '.fonts/one.ttf'))
  const before = process.env['HOME']
  process.env['HOME'] = home
  const renderer = createRenderer(formsFolder)
  try {
    const { pdf } = await renderer.render({
      template: '_print/signature.typ',
      data: {
        signed: true,
        width: 200,
        height: 54,
        name: 'Bùi Ngọc',
        role: '',
        time: '',
        hash: '',
        qr: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 20"><text y="15" font-family="'Liberation Sans', 'Noto Serif'">Mắt</text></svg>`,
      },
      at: new Date(0),
      standard: 'a-2b',
    })
    const fonts = pdf.toString('latin1').match(/(?<=\/FontName \/\w+\+)[\w-]+/g) ?? []
    assert.deepEqual(
      [...new Set(fonts)].filter((font) => !font.startsWith('NotoSerif')),
      [],
    )
    assert.ok(fonts.length > 0)
  } finally {
    renderer.close()
    process.env['HOME'] = before
    rmSync(home, { recursive: true, force: true })
  }
})
