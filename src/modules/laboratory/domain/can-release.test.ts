import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { holdOf } from './can-release.ts'

const ready = { status: 'preliminary', flag: 'N', validated: true, called: false }

describe('holdOf', () => {
  for (const [name, result, expected] of [
    ['a checked normal result', ready, undefined],
    ['a result nobody checked', { ...ready, validated: false }, 'notValidated'],
    ['a critical result nobody was called about', { ...ready, flag: 'HH' }, 'criticalNotCalled'],
    ['a critical result that was read back', { ...ready, flag: 'LL', called: true }, undefined],
    ['a released result', { ...ready, status: 'final' }, 'alreadyReleased'],
    ['an abnormal result', { ...ready, flag: 'H' }, undefined],
  ] as const) {
    it(`${expected ? 'holds' : 'lets go'} ${name}`, () => assert.equal(holdOf(result), expected))
  }
})
