import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { barcodeSize, labelPage } from './label.ts'

const label = {
  accession: '2611230001',
  name: 'LÊ THỊ MẬN',
  bornYear: '1968',
  sex: 'Nữ',
  mrn: '0260197450',
  tube: 'EDTA, nắp tím',
  collectedAt: '2026-11-23T10:42:00+07:00',
}

describe('labelPage', () => {
  it('holds two identifiers, the barcode, its number, tube and time, on 50 × 25 mm', () => {
    const page = labelPage([label, label])
    assert.equal(page.match(/<svg/g)?.length, 2)
    for (const text of [
      'LÊ THỊ MẬN',
      '1968',
      '0260197450',
      '2611230001',
      'EDTA, nắp tím',
      '23/11 10:42',
      'size: 50mm 25mm',
    ])
      assert.ok(page.includes(text), text)
  })

  it('leaves ten modules of light beside the bars, on 50 mm', () => {
    for (const [number, modules] of [
      ['2611230001', 90],
      ['261123000123', 101],
    ] as const) {
      const { bars, quiet } = barcodeSize(number)
      assert.equal(Math.round(bars / (quiet / 10)), modules)
      assert.ok(bars + 2 * quiet <= 50, `${bars} + 2 × ${quiet} mm`)
    }
  })

  it('writes a name as text, whatever it holds', () => {
    assert.ok(!labelPage([{ ...label, name: '<script>alert(1)</script>' }]).includes('<script>'))
  })
})
