import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { csvCell } from './csv-cell.ts'

describe('a cell of a table that leaves', () => {
  for (const [given, written] of [
    ['=HYPERLINK("http://a.example")', '"\'=HYPERLINK(""http://a.example"")"'],
    ['+84912345678', "'+84912345678"],
    ['-đau', "'-đau"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\0x', "'\0x"],
    ['\r=1', '"\'\r=1"'],
    ['Đặng, Huyền', '"Đặng, Huyền"'],
    ['hai\ndòng', '"hai\ndòng"'],
    ['thường', 'thường'],
    [-1.5, '-1.5'],
    [true, 'true'],
    [null, ''],
  ] as const)
    it(`is ${JSON.stringify(written)} for ${JSON.stringify(given)}`, () => {
      assert.equal(csvCell(given), written)
    })

  it('is written by no other hand', () => {
    const writes = globSync('src/**/*.ts').filter((file) => {
      if (/\.test\.ts$|csv-cell|\/web\//.test(file)) return false
      const text = readFileSync(file, 'utf8')
      const makesRows = /replaceAll\('"', '""'\)|replace\(\/"\/g, '""'\)/.test(text)
      return makesRows || (/text\/csv/.test(text) && !/write-text|csvRows|csv-cell|personsFile/.test(text))
    })
    assert.deepEqual(writes, [])
  })
})
