import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readWordQuery, wordsNeeded } from './words.ts'

const needed = (text: string) => wordsNeeded(readWordQuery(text) ?? assert.fail(text))

describe('words that what meets a query holds', () => {
  it('are lists, one of which stands in it whole', () => {
    assert.deepEqual(needed('Nhồi máu'), [['nhoi', 'mau']])
    assert.deepEqual(needed('"x quang" OR ho'), [['x', 'quang'], ['ho']])
    assert.deepEqual(needed('(a OR b) AND (c OR d)'), [
      ['a', 'c'],
      ['a', 'd'],
      ['b', 'c'],
      ['b', 'd'],
    ])
    assert.deepEqual(needed('a NOT b'), [['a']])
  })

  it('are none where it may hold none', () => {
    for (const text of ['NOT a', 'a OR NOT b', 'NOT (a OR NOT b)']) assert.equal(needed(text), undefined, text)
  })

  it('stay few however a query is nested', () => {
    const five = '(a OR b OR c OR d OR e)'
    assert.equal(needed(`${five} ${five}`)?.length, 5)
    assert.equal(needed(`${five} AND NOT x AND (f OR g OR h OR i OR j)`)?.length, 5)
    assert.equal(needed(`(a OR NOT b) ${five} ${five}`)?.length, 5)
    assert.equal(needed(Array.from({ length: 21 }, (_, n) => `w${n}`).join(' OR ')), undefined)
  })
})

describe('signs without a word', () => {
  it('ask for nothing between words', () => {
    assert.deepEqual(readWordQuery('viêm - phổi'), readWordQuery('viêm phổi'))
    assert.deepEqual(readWordQuery('(- ho) AND .'), readWordQuery('ho'))
    assert.deepEqual(readWordQuery('- OR'), undefined)
  })

  it('are no query, nor one of two choices, nor what is denied', () => {
    for (const text of [
      '-',
      '. * ?',
      '(-)',
      '"--"',
      'ho OR -',
      '- OR ho',
      'ho NOT -',
      'ho AND NOT (- .)',
      '- OR -',
    ])
      assert.equal(readWordQuery(text), undefined, text)
  })
})
