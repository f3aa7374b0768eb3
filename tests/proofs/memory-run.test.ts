import assert from 'node:assert/strict'
import { it } from 'node:test'
import { growthAnHour, type Reading } from './memory-run.ts'

it('growth is that of the line after the first third, whatever was before', () => {
  const readings: Reading[] = Array.from({ length: 60 }, (_, minute) => ({
    minute,
    server: minute < 20 ? 100 + minute * 10 : 300 + minute * 0.5,
    postgres: 200,
  }))
  assert.ok(Math.abs(growthAnHour(readings, 'server') - 30) < 1e-6)
  assert.equal(growthAnHour(readings, 'postgres'), 0)
  assert.equal(growthAnHour(readings.slice(0, 1), 'server'), 0)
})
