import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { sheet, workbook } from '#tests/support/workbook.ts'
import { readWorkbook } from './read-workbook.ts'

const folder = mkdtempSync(join(tmpdir(), 'lanong-workbook-'))
after(() => rmSync(folder, { recursive: true, force: true }))

async function read(content: string) {
  const path = join(folder, 'a.xlsx')
  writeFileSync(path, workbook(Buffer.from(content)))
  return readWorkbook(path)
}

describe('a workbook', () => {
  it('is read', async () => {
    assert.deepEqual(await read(sheet), [
      ['mã', 'họ tên', null],
      [1.5, null, true],
    ])
  })

  for (const [what, from, to] of [
    ['a row without end', '<row r="2">', '<row r="99999999999999999999999999999999999999992">'],
    ['a cell without end', '<c r="A2">', '<c r="A999999999">'],
    ['a column without end', '<c r="C2"', '<c r="ZZZZZZ2"'],
    ['more cells than a list can have', '<c r="C2"', '<c r="XFD1048576"'],
    ['a dimension without end', '<sheetData>', '<dimension ref="A1:XFD1048576"/><sheetData>'],
    ['a row that is written otherwise', '<row r="2">', '<row r="&#57;99999999">'],
    ['a broken sheet', '</row></sheetData>', '</sheetData>'],
  ] as const)
    it(`with ${what} is refused`, async () => {
      assert.ok(sheet.includes(from))
      await assert.rejects(read(sheet.replace(from, to)), { code: 'upload.workbook' })
    })

  it('of which a part is missing is read or refused, and never waited for', async () => {
    const whole = workbook(Buffer.from(sheet))
    const path = join(folder, 'c.xlsx')
    let refused = 0
    for (let from = 0; from < whole.length; from += 97)
      for (const length of [1, 150, 700]) {
        writeFileSync(path, Buffer.concat([whole.subarray(0, from), whole.subarray(from + length)]))
        await readWorkbook(path).catch((error: unknown) => {
          assert.equal((error as { code?: string }).code, 'upload.workbook')
          refused++
        })
      }
    assert.ok(refused > 20)
  })

  it('that is none is refused', async () => {
    const path = join(folder, 'b.xlsx')
    writeFileSync(path, 'a,b\n')
    await assert.rejects(readWorkbook(path), { code: 'upload.workbook' })
  })
})
