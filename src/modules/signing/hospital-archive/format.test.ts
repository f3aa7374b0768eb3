import assert from 'node:assert/strict'
import { it } from 'node:test'
import { chunkPath, stretchesOf } from './format.ts'

const paths = (...firsts: readonly number[]) => firsts.map((first) => chunkPath('leaves', first, 'txt'))

it('files of leaves cut the ledger as their names say', () => {
  assert.deepEqual(stretchesOf(paths(0, 10_000, 20_000), 20_003), [
    [0, 10_000],
    [10_000, 20_000],
    [20_000, 20_003],
  ])
  assert.deepEqual(stretchesOf([...paths(7, 0, 9), 'versions/000000000003.ndjson'], 12), [
    [0, 7],
    [7, 9],
    [9, 12],
  ])
  assert.deepEqual(stretchesOf(paths(0), 0), [])
})

it('what is missing is as long as a file would have been, and nothing is left out', () => {
  assert.deepEqual(stretchesOf(paths(10_000), 10_001), [
    [0, 10_000],
    [10_000, 10_001],
  ])
  assert.deepEqual(stretchesOf(paths(0, 25_000, 40_000), 30_000), [
    [0, 10_000],
    [10_000, 20_000],
    [20_000, 25_000],
    [25_000, 30_000],
  ])
})
