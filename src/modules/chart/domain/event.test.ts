import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { instantMs, isAfter, newestFirst, type Placed, pageOf, readCursor, writeCursor } from './event.ts'
import { bandFor, flagIn, signOf, vitalSigns } from './vital-signs.ts'

const event = fc.record({
  key: fc.stringMatching(/^[a-z]{1,6}$/),
  at: fc.integer({ min: 0, max: 20 }).map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString()),
})

describe('pages of a timeline', () => {
  it('show every event once, newest first, however many share an instant', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(event, { selector: (one) => one.key, maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        (events, size) => {
          const seen: Placed[] = []
          let cursor: string | undefined
          for (let turn = 0; turn < 100; turn++) {
            const page = pageOf(events, readCursor(cursor), size, false)
            seen.push(...page.events)
            cursor = page.next
            if (!cursor) break
          }
          assert.deepEqual(seen, [...events].sort(newestFirst))
        },
      ),
    )
  })

  it('compare instants by time and not by text', () => {
    assert.equal(instantMs('2026-11-23T10:42:00+07:00'), instantMs('2026-11-23T03:42:00Z'))
    assert.equal(instantMs('2026-11-23'), instantMs('2026-11-22T17:00:00Z'))
    assert.equal(instantMs('sau'), 0)
  })

  it('take no cursor from elsewhere', () => {
    for (const text of [undefined, '', 'x', '1', "1' or 1=1", '_a']) assert.equal(readCursor(text), undefined)
    const one = { key: 'visit:1', at: '2026-11-23T10:42:00+07:00' }
    assert.equal(isAfter(one, readCursor(writeCursor(one))), false)
  })
})

describe('vital signs', () => {
  it('are known by their codes and judged for adults only', () => {
    assert.equal(signOf(['x', '55284-4'])?.key, 'pressure')
    assert.equal(signOf(['1-1']), undefined)
    const pulse = vitalSigns[0]
    assert.ok(pulse)
    assert.equal(bandFor(pulse, 15), undefined)
    assert.equal(bandFor(pulse, undefined), undefined)
    assert.deepEqual(
      [50, 51, 90, 91].map((value) => flagIn(value, bandFor(pulse, 16))),
      ['low', undefined, undefined, 'high'],
    )
  })
})
