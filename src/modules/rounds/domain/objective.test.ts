import assert from 'node:assert/strict'
import { it } from 'node:test'
import { measuredText, newResultsText, worstSince } from './objective.ts'

const at = (hour: string) => `2026-11-23T${hour}:00+07:00`

it('tells the last values of the hours before, in the words of the sheet', () => {
  const series = [
    {
      key: 'pulse',
      points: [
        { at: at('05:40'), value: '104' },
        { at: at('08:30'), value: '92' },
      ],
    },
    { key: 'temperature', points: [{ at: at('08:30'), value: '37.2' }] },
    { key: 'pressure', points: [{ at: at('08:30'), value: '128', low: '76' }] },
    { key: 'respiration', points: [{ at: at('01:00'), value: '22' }] },
  ]
  assert.equal(measuredText(series, at('09:05')), 'T 37,2 °C · M 92 · HA 128/76')
})

it('tells new results outside their range with the value before', () => {
  const crp = {
    name: 'CRP',
    unit: 'mg/L',
    isNew: true,
    points: [
      { value: '186', flag: 'H' },
      { value: '41', flag: 'H' },
    ],
  }
  const kali = { name: 'Kali', unit: 'mmol/L', isNew: true, points: [{ value: '4.1' }] }
  const old = { ...crp, isNew: false }
  assert.equal(newResultsText([crp, kali, old]), 'CRP 41 mg/L (trước 186)')
})

it('finds the worst value of each sign since a moment', () => {
  const saturation = {
    key: 'saturation',
    band: { low: 96 },
    points: [
      { at: at('01:00'), value: '80', flag: 'low' },
      { at: at('05:40'), value: '88', flag: 'low' },
      { at: at('06:00'), value: '94', flag: 'low' },
      { at: at('08:30'), value: '97' },
    ],
  }
  assert.deepEqual(worstSince([saturation], at('02:00')), [
    { key: 'saturation', at: at('05:40'), value: '88', flag: 'low' },
  ])
})
