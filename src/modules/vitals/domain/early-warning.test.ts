import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { warningRules } from '../early-warning-rules.ts'
import { vitalRanges } from '../rules.ts'
import { rangesFor } from './check-vitals.ts'
import { bandFor, isGraver, nextMeasurement, type Warning } from './early-warning.ts'
import { meows, meowsMissing } from './meows.ts'

const well = {
  temperature: 36.8,
  systolic: 118,
  diastolic: 74,
  pulse: 84,
  respiration: 16,
  spo2: 98,
  consciousness: 'A',
} as const

describe('MEOWS', () => {
  it('counts a yellow trigger once and a red one twice, at the limits of table 1', () => {
    const cases = [
      [{}, 0],
      [{ temperature: 35.9 }, 1],
      [{ temperature: 34.9 }, 2],
      [{ temperature: 38 }, 0],
      [{ temperature: 38.1 }, 2],
      [{ systolic: 99 }, 1],
      [{ systolic: 89 }, 2],
      [{ systolic: 151 }, 1],
      [{ systolic: 161 }, 2],
      [{ diastolic: 91 }, 1],
      [{ diastolic: 101 }, 2],
      [{ pulse: 49 }, 1],
      [{ pulse: 121 }, 2],
      [{ respiration: 21 }, 1],
      [{ respiration: 31 }, 2],
      [{ respiration: 9 }, 2],
      [{ spo2: 94 }, 2],
      [{ consciousness: 'V' }, 1],
      [{ consciousness: 'P' }, 2],
      [{ pain: 4 }, 1],
    ] as const
    for (const [part, total] of cases)
      assert.equal(meows({ ...well, ...part })?.total, total, JSON.stringify(part))
  })

  it('says of a set with gaps only what is sure: that somebody is called, never that nobody is', () => {
    assert.equal(meows({ pulse: 84 }), undefined)
    assert.equal(meows({ systolic: 99, pulse: 84 }), undefined)
    assert.deepEqual(meowsMissing({ ...well, spo2: undefined } as never), ['spo2'])
    const sure = meows({ systolic: 170 })
    assert.deepEqual([sure?.trigger, sure?.red], ['called', true])
  })
})

describe('what a score calls for', () => {
  const band = (score: Warning['score'], total: number, red = false) =>
    bandFor(warningRules, { score, total, red }, '2026-11-22')

  it('follows the charts of the scores', () => {
    const seen = [
      band('NEWS2', 0),
      band('NEWS2', 4),
      band('NEWS2', 3, true),
      band('NEWS2', 5),
      band('NEWS2', 6, true),
      band('NEWS2', 7),
      band('PEWS', 2),
      band('PEWS', 3),
      band('PEWS', 3, true),
      band('PEWS', 4),
      band('MEOWS', 1),
      band('MEOWS', 2),
      band('MEOWS', 2, true),
    ].map((one) => `${one?.level} ${one?.everyMinutes} ${one?.answer?.withinMinutes ?? '-'}`)
    assert.deepEqual(seen, [
      'low 720 -',
      'low 360 -',
      'low-medium 60 60',
      'medium 60 30',
      'medium 60 30',
      'high 15 15',
      'low 360 -',
      'medium 60 60',
      'high 30 15',
      'high 30 15',
      'low 60 -',
      'medium 30 30',
      'high 30 30',
    ])
  })

  it('has a band for every total and none before a rule holds', () => {
    for (let total = 0; total <= 21; total++)
      for (const red of [true, false])
        for (const score of ['NEWS2', 'PEWS', 'MEOWS'] as const)
          assert.ok(band(score, total, red), `${score} ${total}`)
    assert.equal(bandFor(warningRules, { score: 'NEWS2', total: 9, red: true }, '2016-01-01'), undefined)
  })

  it('measures next by the sooner of score and level of care', () => {
    const at = new Date('2026-11-22T03:00:00Z')
    assert.equal(nextMeasurement(at, 360, 60)?.toISOString(), '2026-11-22T04:00:00.000Z')
    assert.equal(nextMeasurement(at, undefined, 180)?.toISOString(), '2026-11-22T06:00:00.000Z')
    assert.equal(nextMeasurement(at, undefined), undefined)
    assert.ok(isGraver('high', 'medium') && !isGraver('low', 'low'))
  })
})

describe('ranges by age', () => {
  const pulse = (days: number | undefined) => rangesFor(vitalRanges, days).find(({ key }) => key === 'pulse')
  it('mark a child by its age, an adult as before, and nobody without an age', () => {
    assert.deepEqual(pulse(10)?.normal, [100, 205])
    assert.deepEqual(pulse(10)?.ask, [40, 205])
    assert.deepEqual(pulse(2000)?.normal, [80, 120])
    assert.deepEqual(pulse(20000)?.normal, [60, 100])
    assert.equal(pulse(undefined)?.normal, undefined)
  })
})
