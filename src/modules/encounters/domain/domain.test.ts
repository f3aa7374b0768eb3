import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { meanMinutes, minutesToWait } from './expected-time.ts'
import { type PriorityReason, priorityByAge } from './priority.ts'
import { formatQueueNumber, formatRecordNumber } from './queue-number.ts'
import { type RoomSuggestion, suggestRooms } from './suggest-rooms.ts'

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../../data/rules/${name}.json`, import.meta.url), 'utf8'))
const { reasons, expectedTime } = read('queue-priority') as {
  reasons: PriorityReason[]
  expectedTime: { defaultMinutes: number; smallestMeasured: number; longestMinutes: number }
}
const { suggestions } = read('room-by-reason') as { suggestions: RoomSuggestion[] }

describe('numbers of the queue', () => {
  it('are three digits in turn and P with two for a priority', () => {
    assert.deepEqual(
      [
        formatQueueNumber('N', 47),
        formatQueueNumber('P', 4),
        formatQueueNumber('N', 1042),
        formatRecordNumber(2026, 123),
      ],
      ['047', 'P04', '1042', '26/000123'],
    )
  })
})

describe('priorityByAge', () => {
  for (const [birth, code] of [
    ['2021-11-24', 'child'],
    ['2020-11-24', 'child'],
    ['2020-11-23', undefined],
    ['1951-11-23', 'elderly'],
    ['1951-11-24', undefined],
    ['1990', undefined],
    ['1940', 'elderly'],
  ] as const) {
    it(`gives ${code ?? 'nothing'} for ${birth}`, () =>
      assert.equal(priorityByAge(reasons, birth, '2026-11-23')?.code, code))
  }
  it('gives nothing for an unknown age', () =>
    assert.equal(priorityByAge(reasons, undefined, '2026-11-23'), undefined))
})

describe('expected time', () => {
  it('takes the default until enough visits were measured, and leaves out the endless ones', () => {
    assert.equal(meanMinutes([5, 9], expectedTime), expectedTime.defaultMinutes)
    assert.equal(meanMinutes([5, 9, 7, 600], expectedTime), 7)
  })
  it('rounds to five minutes', () =>
    assert.deepEqual([minutesToWait(6, 7), minutesToWait(0, 7), minutesToWait(1, 7)], [40, 0, 5]))
})

describe('suggestRooms', () => {
  const rooms = [
    { id: 'tmh', specialty: 'tmh' },
    { id: 'noi', specialty: 'noi' },
    { id: 'mat', specialty: 'mat' },
  ]
  for (const [reason, best] of [
    ['Đau họng, sốt', 'tmh'],
    ['tăng huyết áp, mệt', 'noi'],
    ['đỏ mắt', 'mat'],
    ['', undefined],
    ['khám sức khỏe', undefined],
  ] as const) {
    it(`leads ${reason || 'nothing'} to ${best ?? 'no room'}`, () => {
      const [first] = [...suggestRooms(reason, rooms, suggestions)].sort((a, b) => b[1] - a[1])
      assert.equal(first?.[0], best)
    })
  }
})
