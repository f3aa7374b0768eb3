import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { restartPause } from './restart-pace.ts'

describe('pause before a worker is replaced', () => {
  it('is none at first, doubles with each restart of the last minute, and is bounded', () => {
    assert.equal(restartPause([], 1_000_000), 0)
    assert.equal(restartPause([900_000], 1_000_000), 0)
    const recent = [990_000, 992_000, 995_000]
    assert.equal(restartPause(recent.slice(0, 1), 1_000_000), 1000)
    assert.equal(restartPause(recent, 1_000_000), 4000)
    assert.equal(restartPause(Array(50).fill(999_000), 1_000_000), 30_000)
  })
})
