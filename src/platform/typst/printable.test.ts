import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCompiler } from './compiler.ts'
import { formsFolder } from './forms-folder.ts'
import { printableJson, showable } from './printable.ts'

test('a text is printed composed, without control signs, and what no typeface shows as its code point', () => {
  assert.equal(showable('Nguye\u0302\u0303n'), 'Nguyễn')
  assert.equal(showable('a\r\nb\tc\u0007'), 'a\nb c[U+0007]')
  assert.equal(showable('😀 ไ \u202eabc'), '[U+1F600] [U+0E44] [U+202E]abc')
  assert.equal(showable('ab\u200bc\ufeff'), 'abc')
  assert.equal(showable('x\u0302 ≥', true), 'x[U+0302] [U+2265]')
  assert.equal(showable('≥ 94 % → ↑ µg ± ₂ ☐ שלום'), '≥ 94 % → ↑ µg ± ₂ ☐ שלום')
})

test('a word longer than a line may break; pictures and attached data stay as they are', () => {
  const long = 'x'.repeat(100)
  const svg = `<svg d="${long}"/>`
  const data = JSON.parse(printableJson({ long, svg, fhir: '\u0007😀', short: 'kháng sinh' })) as Record<
    string,
    string
  >
  assert.equal(data['long']?.split('\u200b').length, 3)
  assert.deepEqual([data['svg'], data['fhir'], data['short']], [svg, '\u0007😀', 'kháng sinh'])
})

test('the engine shows every sign that counts as shown, in PDF/A, in each style', () => {
  const signs: string[] = []
  for (let point = 0x20; point < 0x10000; point++) {
    const sign = String.fromCharCode(point)
    if ((point < 0xd800 || point > 0xdfff) && showable(sign) === sign) signs.push(sign)
  }
  assert.ok(signs.length > 2500, `${signs.length} signs`)
  const render = openCompiler(formsFolder)
  const { pdf } = render({
    template: '_print/signature.typ',
    data: {
      signed: true,
      width: 400,
      height: 800,
      name: signs.join(' '),
      role: signs.join(' '),
      time: '',
      hash: '',
      qr: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    },
    at: new Date(0),
    standard: 'a-2b',
  })
  // With signs that it could not show, the engine would have been asked again, for plain letters only.
  assert.match(Buffer.from(pdf).toString('latin1'), /DejaVuSansMono/)
})
