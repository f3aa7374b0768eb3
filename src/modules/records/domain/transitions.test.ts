import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { recordStates } from '#fhir/systems.ts'
import { isClosed, transitionOf } from './transitions.ts'

describe('the states of a record', () => {
  const allowed = [
    'open→finished',
    'finished→completed',
    'completed→archived',
    'finished→open',
    'completed→open',
    'archived→open',
  ]
  for (const from of recordStates) {
    for (const to of recordStates) {
      const name = `${from}→${to}`
      it(`${name} is ${allowed.includes(name) ? '' : 'not '}a way`, () => {
        assert.equal(transitionOf(from, to) !== undefined, allowed.includes(name))
      })
    }
  }

  it('goes back only with the authority to reopen and a reason', () => {
    for (const from of ['finished', 'completed', 'archived'] as const) {
      assert.equal(transitionOf(from, 'open')?.permission, 'records.reopen')
      assert.deepEqual(transitionOf(from, 'open')?.needs, ['reason'])
    }
  })

  it('takes no entries once completed', () => {
    assert.deepEqual(recordStates.filter(isClosed), ['completed', 'archived'])
  })
})
