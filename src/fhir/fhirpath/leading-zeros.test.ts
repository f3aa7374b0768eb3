import assert from 'node:assert/strict'
import { it } from 'node:test'
import { numberOf } from '../decimal.ts'
import { compilePath, evaluatePath } from './index.ts'

it('a number that begins with zeros is the number it is', () => {
  for (const [path, value] of [
    ['00', 0],
    ['007', 7],
    ['-00.50', -0.5],
    ['0.50', 0.5],
  ] as const)
    assert.deepEqual(evaluatePath(compilePath(path), {}, {}).map(numberOf), [value], path)
})
