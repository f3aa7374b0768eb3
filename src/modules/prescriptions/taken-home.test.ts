import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Drug } from '#kernel/drug/drug.ts'
import { takenHome } from './taken-home.ts'

const drug = (route: string, unit = 'viên') =>
  ({ code: 'X', unit, route: { code: 'r', name: route }, ingredients: [], kind: 'C' }) as unknown as Drug

const line = { id: '01', drugCode: 'X', dose: 1 }

describe('a drug of the ward taken home', () => {
  it('keeps its dose, its hours become parts of the day, and a week of it is counted', () => {
    const schedule = { type: 'hours', at: ['08:00', '20:00'] } as const
    const home = takenHome({ ...line, dose: 2, schedule }, drug('Uống'))
    assert.deepEqual(
      [home?.dose, home?.timesADay, home?.moments, home?.days, home?.quantity],
      [2, 2, ['MORN', 'EVE'], 7, 28],
    )
  })

  it('given when needed says what for', () => {
    const schedule = { type: 'prn', reason: 'khi sốt', perDay: 4, gapHours: 6 } as const
    const home = takenHome({ ...line, schedule }, drug('Uống'))
    assert.deepEqual([home?.asNeeded, home?.timesADay, home?.moments], ['khi sốt', 4, []])
  })

  it('is none when injected, infused, or given once', () => {
    const hours = { type: 'hours', at: ['08:00'] } as const
    assert.equal(takenHome({ ...line, schedule: hours }, drug('Tiêm tĩnh mạch')), undefined)
    assert.equal(takenHome({ ...line, schedule: hours, rateMlPerHour: 20 }, drug('Uống')), undefined)
    assert.equal(takenHome({ ...line, schedule: { type: 'once' } }, drug('Uống')), undefined)
  })
})
