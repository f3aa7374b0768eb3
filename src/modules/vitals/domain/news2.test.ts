import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type News2Input, news2, news2Missing, news2Refused } from './news2.ts'

/** Scores 0 in every parameter. */
const well: News2Input = {
  respiration: 16,
  spo2: 98,
  onOxygen: false,
  systolic: 120,
  pulse: 70,
  consciousness: 'A',
  temperature: 36.8,
}

// Every border of chart 1, Royal College of Physicians 2017.
const borders: readonly [keyof News2Input, readonly (readonly [number, number])[]][] = [
  [
    'respiration',
    [
      [8, 3],
      [9, 1],
      [11, 1],
      [12, 0],
      [20, 0],
      [21, 2],
      [24, 2],
      [25, 3],
    ],
  ],
  [
    'spo2',
    [
      [91, 3],
      [92, 2],
      [93, 2],
      [94, 1],
      [95, 1],
      [96, 0],
      [100, 0],
    ],
  ],
  [
    'systolic',
    [
      [90, 3],
      [91, 2],
      [100, 2],
      [101, 1],
      [110, 1],
      [111, 0],
      [219, 0],
      [220, 3],
    ],
  ],
  [
    'pulse',
    [
      [40, 3],
      [41, 1],
      [50, 1],
      [51, 0],
      [90, 0],
      [91, 1],
      [110, 1],
      [111, 2],
      [130, 2],
      [131, 3],
    ],
  ],
  [
    'temperature',
    [
      [35.0, 3],
      [35.1, 1],
      [36.0, 1],
      [36.1, 0],
      [38.0, 0],
      [38.1, 1],
      [39.0, 1],
      [39.1, 2],
    ],
  ],
]

describe('news2', () => {
  for (const [key, rows] of borders)
    for (const [value, expected] of rows)
      it(`gives ${expected} for ${key} ${value}`, () =>
        assert.equal(news2({ ...well, [key]: value })?.total, expected))

  for (const [spo2, onAir, onOxygen] of [
    [83, 3, 5],
    [84, 2, 4],
    [85, 2, 4],
    [86, 1, 3],
    [87, 1, 3],
    [88, 0, 2],
    [92, 0, 2],
    [93, 0, 3],
    [94, 0, 3],
    [95, 0, 4],
    [96, 0, 4],
    [97, 0, 5],
  ] as const)
    it(`on scale 2 gives ${onAir} on air and ${onOxygen} on oxygen for ${spo2} %`, () => {
      assert.equal(news2({ ...well, spo2, spo2Scale: 2 })?.total, onAir)
      assert.equal(news2({ ...well, spo2, spo2Scale: 2, onOxygen: true })?.total, onOxygen)
    })

  for (const consciousness of ['C', 'V', 'P', 'U'] as const)
    it(`gives 3 and red for consciousness ${consciousness}`, () => {
      const score = news2({ ...well, consciousness })
      assert.deepEqual([score?.total, score?.red, score?.risk], [3, true, 'low-medium'])
    })

  it('adds up to 20 at the worst', () => {
    assert.equal(
      news2({
        respiration: 30,
        spo2: 80,
        onOxygen: true,
        systolic: 80,
        pulse: 140,
        consciousness: 'U',
        temperature: 34,
      })?.total,
      20,
    )
  })

  it('makes no total while something is missing', () => {
    const { pulse: _pulse, onOxygen: _oxygen, ...some } = well
    assert.equal(news2(some), undefined)
    assert.deepEqual(news2Missing(some), ['oxygen', 'pulse'])
  })

  it('is not made for children, in pregnancy, or without an age', () => {
    assert.deepEqual(
      [news2Refused(15, false), news2Refused(16, false), news2Refused(30, true), news2Refused(undefined, false)],
      ['child', undefined, 'pregnant', 'ageUnknown'],
    )
  })
})
