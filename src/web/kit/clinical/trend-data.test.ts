import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seriesOf, spanOf } from './trend-data.ts'

const row = (hours: readonly number[]) => ({
  key: 'k',
  label: 'K',
  unit: 'mmol/L',
  points: hours.map((hour) => ({ at: new Date(hour * 3_600_000).toISOString(), value: hour })),
})

test('a gap over twice the usual interval breaks the line', () => {
  assert.deepEqual(seriesOf(row([0, 1, 2, 9, 10])).values, [0, 1, 2, null, 9, 10])
  assert.deepEqual(seriesOf(row([3, 1, 2])).values, [1, 2, 3])
})

test('the drawn span holds every point and the reference band', () => {
  const [low, high] = spanOf({ ...row([4, 5]), band: { low: 3.5, high: 5.1 } })
  assert.ok(low < 3.5 && high > 5.1)
  assert.deepEqual(spanOf(row([])), [0, 1])
})
