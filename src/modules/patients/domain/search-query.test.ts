import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isTooShort, parseSearch } from './search-query.ts'

describe('parseSearch', () => {
  for (const [typed, expected] of [
    ['huyen 1972', { words: ['huyen'], accented: [], numbers: [], birthYear: 1972, initials: 'huyen' }],
    ['Đặng  Thị HUYỀN', { words: ['dang', 'thi', 'huyen'], accented: ['đặng', 'thị', 'huyền'], numbers: [] }],
    [
      'dang thi huyen 02/09/1972',
      { words: ['dang', 'thi', 'huyen'], accented: [], numbers: [], birthDate: '1972-09-02' },
    ],
    ['huyen 19', { words: ['huyen'], accented: [], numbers: [], birthPrefix: '19', initials: 'huyen' }],
    ['0999 000 412', { words: [], accented: [], numbers: ['0999000412'] }],
    ['0260 211 904', { words: [], accented: [], numbers: ['0260211904'] }],
    ['099.181.000.001', { words: [], accented: [], numbers: ['099181000001'] }],
    ['GD4010000000101', { words: [], accented: [], numbers: ['gd4010000000101'] }],
    ['099\u200B181\u00AD000001\uFEFF', { words: [], accented: [], numbers: ['099181000001'] }],
    ['Hu\u200Byền\u202C', { words: ['huyen'], accented: ['huyền'], numbers: [] }],
    ['NTHN', { words: ['nthn'], accented: [], numbers: [], initials: 'nthn' }],
    ["100%' or '1'='1", { words: ['or'], accented: [], numbers: ['100', '1', '1'] }],
  ] as const) {
    it(`takes ${typed} apart`, () => assert.deepEqual(parseSearch(typed), expected))
  }

  it('knows when there is too little to search for', () => {
    assert.ok(isTooShort(parseSearch('')))
    assert.ok(isTooShort(parseSearch('a')))
    assert.ok(isTooShort(parseSearch('1972')))
    assert.ok(!isTooShort(parseSearch('an')))
  })
})
