import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { missingForYoungChild, youngChildAge } from './young-child.ts'

describe('youngChildAge', () => {
  for (const [born, on, months] of [
    ['2020-11-24', '2026-11-23', 71],
    ['2020-11-23', '2026-11-23', undefined],
    ['2020-02-29', '2026-02-27', 71],
    ['2020-02-29', '2026-02-28', undefined],
    ['2022-02-28', '2028-02-28', undefined],
    ['2020-08-31', '2020-09-30', 1],
    ['2026-11-23', '2026-11-23', 0],
    ['1972-09-02', '2026-11-23', undefined],
    ['2020', '2026-11-23', 70],
    ['2020-11', '2026-11-23', 71],
    ['2026', '2026-11-23', 0],
    [undefined, '2026-11-23', undefined],
  ] as const) {
    it(`is ${months ?? 'not asked'} for a child born ${born} on ${on}`, () =>
      assert.equal(youngChildAge(born, on), months))
  }
})

describe('missingForYoungChild', () => {
  it('asks weight and companion below 72 months only', () => {
    assert.deepEqual(missingForYoungChild(71, {}), ['weight', 'companion'])
    assert.deepEqual(missingForYoungChild(71, { weightKg: 18, companion: ' ' }), ['companion'])
    assert.deepEqual(missingForYoungChild(71, { weightKg: 0, companion: 'Lê Thị Hoa' }), ['weight'])
    assert.deepEqual(missingForYoungChild(undefined, {}), [])
  })
})
