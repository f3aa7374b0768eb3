import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { dropsPerMinute, type InfusionEvent, infusionAt, mayFollow } from './infusion-volume.ts'

const at = (text: string) => `2026-11-23T${text}:00+07:00`
const start: InfusionEvent = { kind: 'start', at: at('08:00'), rate: '100', bag: '500' }

describe('an infusion', () => {
  it('sums what ran by rate and time, without the pauses', () => {
    const events: InfusionEvent[] = [
      start,
      { kind: 'rate', at: at('09:00'), rate: '62.5' },
      { kind: 'pause', at: at('11:00') },
      { kind: 'resume', at: at('11:30') },
    ]
    const now = infusionAt(events, new Date(at('12:30')))
    assert.deepEqual(now, { state: 'running', rate: '62.5', computedMl: '287.5', hungMl: '500' })
  })
  it('takes off what was left in a bag that was changed, and at the end', () => {
    const events: InfusionEvent[] = [
      start,
      { kind: 'bag', at: at('12:50'), bag: '500', left: '12,5' },
      { kind: 'end', at: at('17:00'), left: '100' },
    ]
    const now = infusionAt(events, new Date(at('23:00')))
    assert.deepEqual(now, { state: 'ended', rate: '100', computedMl: '900', hungMl: '987.5', measuredMl: '887.5' })
  })
  it('loses nothing by rounding on the way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 300 }), (tenths, minutes) => {
        const rate = String(tenths / 10)
        const events: InfusionEvent[] = [{ kind: 'start', at: at('00:00'), rate, bag: '500' }]
        for (let minute = 1; minute < minutes; minute += 1)
          events.push({
            kind: 'rate',
            at: new Date(Date.parse(at('00:00')) + minute * 60_000).toISOString(),
            rate,
          })
        const until = new Date(Date.parse(at('00:00')) + minutes * 60_000)
        assert.equal(infusionAt(events, until).computedMl, infusionAt(events.slice(0, 1), until).computedMl)
      }),
    )
  })
  it('takes only what fits how it stands', () => {
    const now = new Date(at('12:00'))
    const may = (events: readonly InfusionEvent[], event: InfusionEvent) => mayFollow(events, event, now)
    assert.equal(may([start], { kind: 'resume', at: at('09:00') }), 'state')
    assert.equal(may([start], { kind: 'pause', at: at('07:00') }), 'time')
    assert.equal(may([start], { kind: 'pause', at: at('13:00') }), 'time')
    assert.equal(may([start], { kind: 'end', at: at('09:00'), left: '501' }), 'volume')
    assert.equal(may([start], { kind: 'end', at: at('09:00'), left: '400' }), 'yes')
    assert.equal(may([start, { kind: 'end', at: at('09:00') }], { kind: 'pause', at: at('10:00') }), 'state')
  })
  it('is told in drops', () => {
    assert.equal(dropsPerMinute('100', 20), 33)
    assert.equal(dropsPerMinute('62,5', 20), 21)
  })
})
