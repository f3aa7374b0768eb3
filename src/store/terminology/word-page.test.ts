import assert from 'node:assert/strict'
import test from 'node:test'
import { finish } from '#kernel/steps.ts'
import {
  blockSize,
  decodePage,
  emptyField,
  encodePage,
  headOf,
  markWords,
  pagesOf,
  placesIn,
} from './word-page.ts'

const found = (page: Buffer | undefined, letters: string) => {
  const field = emptyField()
  if (page) markWords(page, Buffer.from(letters), field)
  return placesIn(field)
}

test('a page keeps few places as numbers, many as bits, and is read as it was written', () => {
  const even = Array.from({ length: blockSize / 2 }, (_, at) => at * 2)
  const words = new Map([
    ['dai', [5, 70, blockSize - 1]],
    ['dain', [70, 71, 5, 5]],
    ['daz', even],
  ])
  const page = encodePage(words)
  assert.ok(page.length < 8192 + 60)
  assert.deepEqual(decodePage(page).get('dain'), [5, 70, 71])
  assert.deepEqual(decodePage(page).get('daz'), even)
  assert.deepEqual(found(page, 'dai'), [5, 70, 71, blockSize - 1])
  assert.deepEqual(found(page, 'dain'), [5, 70, 71])
  assert.deepEqual(found(page, 'dainty'), [])
  assert.equal(found(page, 'da').length, even.length + 3)
})

test('beginnings of one and two letters have pages of their own, whatever the script', () => {
  const making = pagesOf(
    new Map([
      ['v', [1]],
      ['vi', [2]],
      ['viem', [3]],
      ['𠀀𠀁𠀂𠀃', [4]],
    ]),
  )
  const pages = finish(making)
  const encoded = (typed: string) => {
    const words = pages.get(headOf(typed))
    return words && encodePage(words)
  }
  assert.deepEqual(found(encoded('v'), 'v'), [1, 2, 3])
  assert.deepEqual(found(encoded('vi'), 'vi'), [2, 3])
  assert.deepEqual(found(encoded('vie'), 'vie'), [3])
  assert.deepEqual(found(encoded('𠀀'), '𠀀'), [4])
  assert.deepEqual(found(encoded('𠀀𠀁𠀂𠀃'), '𠀀𠀁𠀂𠀃'), [4])
  assert.deepEqual([...pages.keys()].sort(), ['v', 'vi', 'vie', '𠀀', '𠀀𠀁', '𠀀𠀁𠀂'].sort())
})
