import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { inWords, inWordsCapital } from './number-words.ts'

describe('inWords', () => {
  for (const [value, words] of [
    [0, 'không'],
    [1, 'một'],
    [5, 'năm'],
    [10, 'mười'],
    [11, 'mười một'],
    [15, 'mười lăm'],
    [20, 'hai mươi'],
    [21, 'hai mươi mốt'],
    [24, 'hai mươi bốn'],
    [55, 'năm mươi lăm'],
    [100, 'một trăm'],
    [101, 'một trăm linh một'],
    [105, 'một trăm linh năm'],
    [110, 'một trăm mười'],
    [121, 'một trăm hai mươi mốt'],
    [1000, 'một nghìn'],
    [1005, 'một nghìn không trăm linh năm'],
    [1_000_000, 'một triệu'],
    [2_010_015, 'hai triệu không trăm mười nghìn không trăm mười lăm'],
  ] as const) {
    it(`says ${value} as ${words}`, () => assert.equal(inWords(value), words))
  }

  it('says each number in its own words', () => {
    const said = new Set(Array.from({ length: 20_000 }, (_, value) => inWords(value)))
    assert.equal(said.size, 20_000)
  })

  it('says nothing of what is no such number', () => {
    for (const value of [-1, 1.5, Number.NaN, 1e12]) assert.equal(inWords(value), '')
  })

  it('never says an undefined word', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999 }),
        (value) => !/undefined|\s\s|^\s|\s$/.test(inWords(value)),
      ),
    )
  })

  it('begins with a capital on paper', () => assert.equal(inWordsCapital(14), 'Mười bốn'))
})
