import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { instantMs, isAfter, newestFirst, type Placed, pageOf, readCursor, writeCursor } from './event.ts'
import { bandFor, flagIn, signOf, vitalSigns } from './vital-signs.ts'

const event = fc.record({
  key: fc.stringMatching(/^[a-z]{1,6}$/),
  at: fc.integer({ min: 0, max: 20 }).map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString()),
})

/** A source as the store answers it: newest first, up to `asked` from the cursor's second on. */
function ask(events: readonly Placed[], cursor: string | undefined, asked: number) {
  const at = readCursor(cursor)
  const found = [...events].sort(newestFirst).filter((one) => !at || instantMs(one.at) <= at.ms)
  return { events: found.slice(0, asked), more: found.length > asked }
}

const kinds = ['a', 'b', 'c'] as const

describe('pages of a timeline', () => {
  it('show every event of every source once, newest first, however unlike the sources are', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(event, { selector: (one) => one.key, maxLength: 80 }),
        fc.integer({ min: 1, max: 9 }),
        (events, size) => {
          const seen: Placed[] = []
          let cursor: string | undefined
          for (let turn = 0; turn < 200; turn++) {
            const given = kinds.map((_, at) =>
              ask(
                events.filter((_, index) => (index % 7) % kinds.length === at),
                cursor,
                81,
              ),
            )
            const page = pageOf(given, readCursor(cursor), size)
            seen.push(...page.events)
            cursor = page.next
            if (!cursor) break
          }
          assert.deepEqual(seen, [...events].sort(newestFirst))
        },
      ),
    )
  })

  it('hide nothing of a source that was cut behind older events of another', () => {
    const at = (key: string, day: number) => ({ key, at: `2026-11-${String(day).padStart(2, '0')}T08:00:00Z` })
    const dense = Array.from({ length: 20 }, (_, index) => at(`p${String(index).padStart(2, '0')}`, 28 - index))
    const sparse = [at('v1', 28), at('v2', 2), at('v3', 1)]
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = pageOf([ask(dense, cursor, 6), ask(sparse, cursor, 6)], readCursor(cursor), 5)
      seen.push(...page.events.map((one) => one.key))
      cursor = page.next
    } while (cursor)
    assert.deepEqual(
      seen,
      [...dense, ...sparse].sort(newestFirst).map((one) => one.key),
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
