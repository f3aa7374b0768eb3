import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { order } from '#tests/support/medicines.ts'
import type { DayHours } from './day-hours.ts'
import { dueTimes, type OrderState } from './due-times.ts'
import type { OrderPlan } from './order-plan.ts'

const ward: DayHours = {
  timesADay: { 1: ['08:00'], 2: ['08:00', '20:00'], 3: ['08:00', '14:00', '20:00'] },
  everyHours: { 6: ['00:00', '06:00', '12:00', '18:00'], 8: ['06:00', '14:00', '22:00'] },
  when: { MORN: '08:00', NOON: '12:00', EVE: '20:00', HS: '21:00' },
}

const active: OrderState[] = [{ at: '2020-01-01T00:00:00Z', status: 'active' }]
const at = (text: string) => new Date(`${text}:00+07:00`)

function times(plan: OrderPlan, from: string, to: string, states: readonly OrderState[] = active): string[] {
  return dueTimes(plan, ward, states, at(from), at(to)).map(
    (one) => `${instantInVietnam(one.at).slice(5, 16)}${one.held ? ' held' : ''}`,
  )
}

describe('when an order is due', () => {
  it('takes the hours of the ward from the next one on', () => {
    const thrice = order({ frequency: 3 })
    assert.deepEqual(times(thrice, '2026-11-23T00:00', '2026-11-25T00:00'), [
      '11-23T14:00',
      '11-23T20:00',
      '11-24T08:00',
      '11-24T14:00',
      '11-24T20:00',
    ])
    const atTwo = order({ frequency: 3, start: '2026-11-23T14:00:00+07:00' })
    assert.equal(times(atTwo, '2026-11-23T00:00', '2026-11-24T00:00')[0], '11-23T14:00')
  })

  it('gives at once when ordered so, and leaves out the hour that follows too soon', () => {
    const plan = order({ frequency: 2, stat: true, start: '2026-11-23T17:30:00+07:00' })
    assert.deepEqual(times(plan, '2026-11-23T00:00', '2026-11-24T12:00'), ['11-23T17:30', '11-24T08:00'])
  })

  it('takes the hours that the doctor named, and moments of the day', () => {
    const named = order({ hours: ['07:00', '23:30'] })
    assert.deepEqual(times(named, '2026-11-24T00:00', '2026-11-25T00:00'), ['11-24T07:00', '11-24T23:30'])
    const moments = order({ when: ['MORN', 'HS'], frequency: 2 })
    assert.deepEqual(times(moments, '2026-11-24T00:00', '2026-11-25T00:00'), ['11-24T08:00', '11-24T21:00'])
  })

  it('counts hours over the ward’s own, and from the beginning where the ward has none', () => {
    const eight = order({ period: 8, periodUnit: 'h' })
    assert.deepEqual(times(eight, '2026-11-23T00:00', '2026-11-24T12:00'), [
      '11-23T14:00',
      '11-23T22:00',
      '11-24T06:00',
    ])
    const five = order({ period: 5, periodUnit: 'h' })
    assert.deepEqual(times(five, '2026-11-23T20:00', '2026-11-24T12:00'), [
      '11-23T20:42',
      '11-24T01:42',
      '11-24T06:42',
      '11-24T11:42',
    ])
  })

  it('knows 29 February, month ends and every second day', () => {
    const second = order({ period: 2, start: '2028-02-27T06:00:00+07:00' })
    assert.deepEqual(times(second, '2028-02-27T00:00', '2028-03-05T00:00'), [
      '02-27T08:00',
      '02-29T08:00',
      '03-02T08:00',
      '03-04T08:00',
    ])
    const monthly = order({ period: 1, periodUnit: 'mo', start: '2027-12-31T06:00:00+07:00' })
    assert.deepEqual(times(monthly, '2027-12-01T00:00', '2028-05-01T00:00'), [
      '12-31T08:00',
      '01-31T08:00',
      '02-29T08:00',
      '03-31T08:00',
      '04-30T08:00',
    ])
  })

  it('knows weeks and weekdays', () => {
    const weekly = order({ period: 1, periodUnit: 'wk', start: '2026-11-23T06:00:00+07:00' })
    assert.deepEqual(times(weekly, '2026-11-23T00:00', '2026-12-08T00:00'), [
      '11-23T08:00',
      '11-30T08:00',
      '12-07T08:00',
    ])
    const twice = order({ frequency: 2, period: 1, periodUnit: 'wk', start: '2026-11-23T06:00:00+07:00' })
    assert.deepEqual(times(twice, '2026-11-23T00:00', '2026-11-30T00:00'), ['11-23T08:00', '11-26T08:00'])
    const monday = order({ weekdays: ['mon', 'fri'] })
    assert.deepEqual(times(monday, '2026-11-24T00:00', '2026-12-01T00:00'), ['11-27T08:00', '11-30T08:00'])
  })

  it('ends with the order: by its day, its instant, or when it was stopped', () => {
    const plan = order({ frequency: 3, end: '2026-11-24' })
    assert.equal(times(plan, '2026-11-23T00:00', '2026-11-30T00:00').at(-1), '11-24T20:00')
    const instant = order({ frequency: 3, end: '2026-11-24T14:00:00+07:00' })
    assert.equal(times(instant, '2026-11-23T00:00', '2026-11-30T00:00').at(-1), '11-24T08:00')
    const stopped: OrderState[] = [...active, { at: '2026-11-24T09:00:00+07:00', status: 'stopped' }]
    assert.equal(
      times(order({ frequency: 3 }), '2026-11-23T00:00', '2026-11-30T00:00', stopped).at(-1),
      '11-24T08:00',
    )
  })

  it('tells what fell into a pause, and goes on after it', () => {
    const states: OrderState[] = [
      ...active,
      { at: '2026-11-23T13:00:00+07:00', status: 'on-hold' },
      { at: '2026-11-23T19:00:00+07:00', status: 'active' },
    ]
    assert.deepEqual(times(order({ frequency: 3 }), '2026-11-23T00:00', '2026-11-24T00:00', states), [
      '11-23T14:00 held',
      '11-23T20:00',
    ])
  })

  it('is due once, when needed never, and an infusion without hours at its beginning', () => {
    const once = order({ timing: 'once', events: ['2026-11-23T11:00:00+07:00'] })
    assert.deepEqual(times(once, '2026-11-23T00:00', '2026-11-30T00:00'), ['11-23T11:00'])
    assert.deepEqual(times(order({ timing: 'needed' }), '2026-11-23T00:00', '2026-11-30T00:00'), [])
    assert.deepEqual(times(order({ timing: 'continuous', rate: '50' }), '2026-11-23T00:00', '2026-11-30T00:00'), [
      '11-23T10:42',
    ])
  })

  it('is the same however the time is cut', () => {
    const rhythms = [
      { frequency: 3 },
      { period: 5, periodUnit: 'h' },
      { period: 2, frequency: 2 },
      { stat: true, frequency: 2 },
      { period: 1, periodUnit: 'wk', frequency: 3 },
    ]
    fc.assert(
      fc.property(fc.constantFrom(...rhythms), fc.integer({ min: 0, max: 20_000 }), (rhythm, cut) => {
        const plan = order(rhythm)
        const [from, to] = [at('2026-11-23T00:00'), at('2026-12-07T00:00')]
        const middle = new Date(from.getTime() + cut * 60_000)
        const all = dueTimes(plan, ward, active, from, to)
        const parts = [...dueTimes(plan, ward, active, from, middle), ...dueTimes(plan, ward, active, middle, to)]
        assert.deepEqual(parts, all)
      }),
    )
  })
})
